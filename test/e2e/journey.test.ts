// The whole way in the unmodified source of the mini-program: by mouse, by keyboard, for one user and the next.
import type { Locator } from 'playwright-core'
import { withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

describe('a person with a mouse', () => {
  it('ticks, taps, signs, comes back signed, closes, and signs again', async () => {
    const phone = await world.open('oMouse')
    await phone.sees('unsigned', '开通免密支付')
    await phone.signUp()
    await phone.sees('signed', '已开通免密支付')
    await phone.happened('User comes back', 'SUCCESS', '1038')
    await phone.happened('Notification, attempt 1', '204')

    await phone.button('manage').click()
    await phone.sees('askClose', '关闭免密支付')
    await phone.button('confirmClose').click()
    await phone.seesInTime('terminated', '免密支付已关闭')
    await phone.happened('The contract ends', 'MCH_API_TERMINATE')

    await phone.button('again').click()
    await phone.signUp()
    expect(world.local.cloud.db.find('contracts', { openid: 'oMouse' }).map(({ state }) => state)).toEqual([
      'TERMINATED',
      'SIGNED',
    ])
    expect([...phone.complaints, ...(await phone.problems())]).toEqual([])
  })

  it('sees the same on the page of settings, and closes there in two taps', async () => {
    const phone = await world.open('oSettings')
    await phone.signUp()
    await phone.openPage('/pages/contract/index')
    await phone.sees('signed')
    await phone.button('manage').click()
    await phone.button('confirmClose').click()
    await phone.seesInTime('terminated')
  })

  it('is asked for the agreement first, and nothing is sent before', async () => {
    const phone = await world.open('oNotAgreed')
    await phone.sees('unsigned')
    await phone.button('open').click()
    await phone.sees('unsigned', '请先阅读并勾选协议')
    expect(await phone.happenedCount('preEntrustSign')).toBe(0)
  })

  it('who taps before the session is there gets a button for it', async () => {
    const phone = await world.open('oQuick')
    await phone.sees('unsigned')
    await world.local.wechatPay.control.armFault({ fault: { kind: 'delay', ms: 700 } })
    await phone.button('agree').click()
    await phone.button('open').click()
    await phone.sees('preparing', '正在准备')
    await phone.sees('ready', '还差一步')
    await phone.button('go').click()
    await phone.allow()
    await phone.signing.getByText('是否同意签约').waitFor()
  })

  it('changes nothing with a second tap', async () => {
    const phone = await world.open('oTwice')
    await phone.sees('unsigned')
    await phone.agree()
    await phone.button('open').dblclick()
    await phone.allow()
    await phone.signing.getByText('是否同意签约').waitFor()
    expect(await phone.happenedCount('preEntrustSign')).toBe(1)
    expect(await phone.happenedCount('User jumps')).toBe(1)
  })
})

describe('at WeChat Pay', () => {
  it('refusing to sign brings back a card that says not signed, and offers to go on', async () => {
    const phone = await world.open('oRefuses')
    await phone.goToSigning()
    await phone.signingButton('不同意').click()
    await phone.happened('User comes back', 'no extraData')
    await phone.seesInTime('notSigned', '尚未开通')
    await phone.signBy('go')
  })

  it('a signing that fails says so, and may be tried again with a new code', async () => {
    const phone = await world.open('oFails')
    await phone.goToSigning()
    await phone.signingButton('模拟签约失败').click()
    await phone.signingButton('返回商户').click()
    await phone.happened('User comes back', 'FAIL')
    await phone.seesInTime('signFailed', '这次没有开通')
  })

  it('leaving by the arrow after signing still ends signed', async () => {
    const phone = await world.open('oArrow')
    await phone.goToSigning()
    await phone.sign()
    await phone.back()
    await phone.happened('User comes back', 'no extraData')
    await phone.seesInTime('signed')
  })

  it('leaving by the arrow without signing ends not signed', async () => {
    const phone = await world.open('oArrowOnly')
    await phone.goToSigning()
    await phone.back()
    await phone.seesInTime('notSigned', '如已在微信支付确认')
  })

  it('a user who closes it inside WeChat finds it closed the next time the page opens', async () => {
    const phone = await world.open('oInWechat')
    await phone.signUp()
    await phone.page.getByRole('button', { name: 'User closes it in WeChat' }).click()
    await phone.happened('The contract ends', 'USER_TERMINATE')
    // Asked about a moment ago, so the record answers: it has to have been told.
    await phone.happened('Notification, attempt 1', 'TERMINATE', '204')
    await phone.page.getByRole('button', { name: 'Restart the mini-program' }).click()
    await phone.sees('unsigned')
  })
})

describe('a person with a keyboard', () => {
  it('goes the whole way without touching the mouse', async () => {
    const phone = await world.open('oKeys')
    await phone.sees('unsigned')
    await press(phone.button('agree'), ' ')
    await phone.callsAreOver()
    await press(phone.button('open'), 'Enter')
    await phone.page.getByRole('dialog').waitFor()
    await phone.page.keyboard.press('Tab')
    await phone.page.keyboard.press('Tab')
    await phone.page.keyboard.press('Enter')
    await press(phone.signingButton('同意并签约'), 'Enter')
    await press(phone.signingButton('完成'), 'Enter')
    await phone.seesInTime('signed')
  })

  it('leaves a dialog with Escape, which is no consent', async () => {
    const phone = await world.open('oEscape')
    await phone.agreeAndOpen()
    await phone.page.getByRole('dialog').waitFor()
    await phone.page.keyboard.press('Escape')
    await phone.sees('refused', '尚未开通')
  })
})

/** Focus as Tab would give it: only what can take it does. */
async function press(button: Locator, key: string): Promise<void> {
  await button.focus()
  expect(await button.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))).toBe(
    true,
  )
  await button.press(key)
}

describe('one phone, several users', () => {
  it('shows each what is theirs, and keeps their storage apart', async () => {
    const phone = await world.open('oUser-1')
    await phone.signUp()
    await phone.page.getByLabel('Account').selectOption('oUser-2')
    await phone.sees('unsigned')
    await phone.page.getByLabel('Account').selectOption('oUser-1')
    await phone.sees('signed')
  })
})
