// Paying: what a person may do in the cashier, and what must not keep a payment from going through.
import type { PayRedirectSignOutput } from '../../../typings/contract/callables'
import type { PhonePage } from '../support/phonePage'
import { answer } from '../support/cannedCloud'
import { giveBackAll, matchBill } from '../support/serverCalls'
import { withWorld, type World } from '../support/world'

let world: World
withWorld((started) => (world = started))

const checkout = (account: string) => world.openScene('pay-redirect-sign', account)
const orderState = async () => (await world.local.wechatPay.control.orders()).at(-1)?.trade_state

describe('before the payment', () => {
  it.each([
    ['by its button', (phone: PhonePage) => phone.sheetButton('取消').click()],
    ['with Escape', (phone: PhonePage) => phone.page.keyboard.press('Escape')],
  ])('leaving %s pays nothing, and the page lets one try again', async (how, leave) => {
    const phone = await checkout(`oLeaves-${how.length}`)
    await phone.goToCashier()
    await leave(phone)
    await phone.sees('unpaid', '你取消了支付')
    expect(await orderState()).toBe('NOTPAY')
    await phone.goToCashier()
    await phone.sheetButton('支付').click()
    await phone.takeOffer()
    await phone.seesInTime('paid')
  })

  it('the keyboard alone is enough, and stays inside the sheet', async () => {
    const phone = await checkout('oKeyboard')
    await phone.goToCashier()
    const press = async (...keys: string[]) => {
      for (const key of keys) await phone.page.keyboard.press(key)
    }
    await press('Tab', 'Tab', 'Tab', 'Enter')
    await phone.sheet.getByRole('checkbox').waitFor()
    await press('Tab', ' ', 'Tab', 'Enter')
    await phone.seesInTime('paid')
    await phone.seesSignInTime('signed')
  })

  it('parameters that were not signed for this mini-program open no cashier', async () => {
    const phone = await checkout('oForged')
    await phone.sees('unpaid')
    const timeStamp = String(Math.floor(Date.now() / 1000))
    const payment = { timeStamp, nonceStr: 'n', package: 'prepay_id=wx1', signType: 'RSA', paySign: 'AAAA' } as const
    const canned: PayRedirectSignOutput = { payment, presigned: false }
    await answer(phone, { payRedirectSign: canned })
    await phone.button('pay').click()
    await phone.happened('WeChat refuses wx.requestPayment', '支付验证签名失败')
    await phone.seesInTime('unpaid', '这次支付没有完成')
    expect(await phone.sheet.count()).toBe(0)
  })

  it('an order of someone else is not found', async () => {
    await world.local.cloud.db.insert('orders', { _id: 'OTHERS0001', openid: 'oOther', description: 'x', total: 1 })
    const phone = await world.open('oCurious')
    await phone.openPage('/pages/checkout/index?out_trade_no=OTHERS0001')
    await phone.sees('notFound', '没有找到订单')
  })
})

describe('after the payment', () => {
  it('nothing is ticked for the user, and without the tick nothing is opened', async () => {
    const phone = await checkout('oUnticked')
    await phone.goToCashier()
    await phone.sheetButton('支付').click()
    expect(await phone.sheet.getByRole('checkbox').isChecked()).toBe(false)
    await phone.sheetButton('开通').click()
    await phone.sheet.getByText('请先勾选协议').waitFor()
    expect(world.contractOf('oUnticked')).toMatchObject({ state: 'PRESIGNED' })
  })

  it.each([
    ['declining the offer', (phone: PhonePage) => phone.sheetButton('不开通').click()],
    ['leaving it with Escape', (phone: PhonePage) => phone.page.keyboard.press('Escape')],
  ])('%s: paid, and not signed', async (what, decline) => {
    const account = `oDeclines-${what.length}`
    const phone = await checkout(account)
    await phone.goToCashier()
    await phone.sheetButton('支付').click()
    await phone.sheet.getByRole('checkbox').waitFor()
    await decline(phone)
    await phone.seesInTime('paid')
    await phone.seesSignInTime('notSigned')
    expect(world.contractOf(account)).toMatchObject({ state: 'PRESIGNED' })
  })

  it('the mini-program is told that it is paid, and nothing of the contract', async () => {
    const phone = await checkout('oTold')
    await phone.goToCashier()
    const frame = phone.page.frame('mp-merchant')
    await frame?.evaluate(`addEventListener('message', ({ data }) => (globalThis.heard ??= []).push(data.answer))`)
    await phone.sheetButton('支付').click()
    await phone.takeOffer()
    await phone.seesInTime('paid')
    expect(await frame?.evaluate('heard')).toEqual([{ ok: true, confirmed: true }])
  })

  it('ended while the offer is open: the page finds the payment again, and what became of the offer', async () => {
    const phone = await checkout('oEnded')
    await phone.goToCashier()
    await phone.sheetButton('支付').click()
    await phone.sheet.getByRole('checkbox').waitFor()
    await phone.page.getByRole('button', { name: 'Restart the mini-program' }).click()
    await phone.takeOffer()
    await phone.seesInTime('paid')
    await phone.seesSignInTime('signed')
  })
})

// One page for all of it: each order is another one.
it('under the contract: signed once, then one tap an order and no password, unless WeChat or the user wants it', async () => {
  const user = 'oRegular'
  const phone = await checkout(user)
  const lastPayment = () => world.local.cloud.db.find('payments').at(-1)
  const orderAgain = async () => {
    await phone.page.getByRole('button', { name: 'New order' }).click()
    await phone.sees('underContract', '免密支付（已开通）')
  }
  await phone.goToCashier()
  await phone.sheetButton('支付').click()
  await phone.takeOffer()
  await phone.seesInTime('paid')
  await phone.seesSignInTime('signed')
  const { contract_id } = world.contractOf(user)

  await orderAgain()
  await phone.button('payUnder').click()
  await phone.sheet.getByText('免密支付，无需输入密码').waitFor()
  await phone.sheetButton('完成').click()
  await phone.seesInTime('paid')
  const bought = { state: 'PAID', request: { contract_info: { password_free_contract_id: contract_id } } }
  expect(lastPayment()).toMatchObject(bought)
  await phone.happened('User pays', 'without the password', user)
  await phone.happened('Order is PAID', 'was PLACED')
  await world.local.cloud.fireTimer('upkeep')
  await phone.happened("Merchant's server is told PAID", '204')
  await giveBackAll(phone, world)

  await orderAgain()
  await phone.button('payByPassword').click()
  await phone.sheetButton('支付').click()
  await phone.sheetButton('完成').click()
  await phone.seesInTime('paid')
  expect(lastPayment()?.['request']).not.toHaveProperty('contract_info')

  // Nobody knows what became of it: the same order, and it is paid once.
  await orderAgain()
  await phone.choose('WeChat Pay answers', 'cut off, done')
  await phone.button('payUnder').click()
  await phone.seesInTime('systemError')
  await phone.choose('WeChat Pay answers', 'normally')
  await phone.button('retry').click()
  await phone.sees('underContract')
  // It is known by now that it has been placed so.
  expect(await phone.button('payByPassword').count()).toBe(0)
  await phone.button('payUnder').click()
  await phone.sheetButton('完成').click()
  await phone.seesInTime('paid')
  const number = lastPayment()?.['_id']
  const placed = (await world.local.wechatPay.control.orders()).filter(({ out_trade_no }) => out_trade_no === number)
  expect(placed).toMatchObject([{ trade_state: 'SUCCESS', contract_id }])

  for (const [name, choice, words] of [
    ["User's money", 'risk control', '请输入支付密码（风控）'],
    ["User's money", 'not enough', '余额不足，请换付款方式'],
    // Not even placed under it: an ordinary order.
    ['Limit', 'reached', '支付密码（模拟，不必输入）'],
  ] as const) {
    await world.phone.allWell()
    await orderAgain()
    await phone.choose(name, choice)
    await phone.button('payUnder').click()
    await phone.sheet.getByText(words).waitFor()
    await phone.sheetButton('支付').click()
    await phone.sheetButton('完成').click()
    await phone.seesInTime('paid')
  }
  await world.phone.allWell()
  expect(await matchBill(phone)).toContain('"differing": 0')
  expect(phone.complaints).toEqual([])
})

describe('the payment goes through when the pre-sign', () => {
  it.each([
    ['fails', '500 to pre-sign only'],
    ['is not answered in time', 'nothing to pre-sign only'],
  ])('%s', async (how, choice) => {
    const phone = await checkout(`oPreSign-${how.length}`)
    await phone.sees('unpaid')
    await phone.choose('WeChat Pay answers', choice)
    await phone.goToCashier()
    await phone.sheetButton('支付').click()
    await phone.sheetButton('完成').click()
    await phone.seesInTime('paid', '支付成功')
    expect(await orderState()).toBe('SUCCESS')
    expect(await phone.happenedCount('WeChat offers')).toBe(0)
  })
})

it('a payment notification that never comes: the page learns it by asking', async () => {
  const phone = await checkout('oNoNotice')
  await phone.sees('unpaid')
  await phone.choose('Notification', 'never')
  await phone.goToCashier()
  await phone.sheetButton('支付').click()
  await phone.takeOffer()
  await phone.seesInTime('paid')
  await phone.seesSignInTime('signed')
})
