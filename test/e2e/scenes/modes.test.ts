// Each kind of merchant, in each scene it has, from the user's hand to a SIGNED contract in the database. The endpoint of
// each row is the one WeChat Pay was asked at. The app of combine-papay has a file of its own.
import { SETUPS } from '../../../sandbox/phone/wire'
import { withWorld, type World } from '../support/world'

const FAMILY = '/v3/password-exempt-contract/contracts'
const MINI_PROGRAM = {
  normal: `${FAMILY}/normal/pre-entrust-sign/mini-program`,
  ecommerce: `${FAMILY}/ecommerce/pre-entrust-sign/mini-program`,
  'service-provider': `${FAMILY}/service-provider/pre-entrust-sign/mini-program`,
  qs: `${FAMILY}/qs/pre-entrust-sign/mini-program`,
  'combine-papay': '/v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program',
} as const
const ORDERS = { direct: '/v3/pay/transactions/jsapi', partner: '/v3/pay/partner/transactions/jsapi' } as const

describe.each(SETUPS)('%s', (setup) => {
  let world: World
  const asked: string[] = []
  withWorld((started) => {
    world = started
    world.local.wechatPay.events.on('request', ({ method, path, status }) => asked.push(`${method} ${path} ${status}`))
  }, setup)
  beforeEach(() => asked.splice(0))

  it('in the mini-program: tick, tap, sign, return, confirmed, closed', async () => {
    const phone = await world.open('oInMiniProgram')
    await phone.signUp()
    expect(world.contractOf('oInMiniProgram')).toMatchObject({ state: 'SIGNED', scene: 'mini-program' })
    expect(asked[0]).toBe(`POST ${MINI_PROGRAM[setup]} 200`)
    await phone.page.locator('#rail [aria-current=step]', { hasText: /^SIGNED$/ }).waitFor()
    await phone.button('manage').click()
    await phone.button('confirmClose').click()
    await phone.seesInTime('terminated')
    expect([...phone.complaints, ...(await phone.problems())]).toEqual([])
  })

  if (setup === 'combine-papay') return

  it('at the checkout: order, pay, take the offer, and the contract is learned of', async () => {
    const phone = await world.openScene('pay-redirect-sign', 'oAtCheckout')
    await phone.goToCashier()
    await phone.sheet.getByText('¥3.50').waitFor()
    await phone.sheetButton('支付').click()
    await phone.takeOffer()
    await phone.seesInTime('paid', '支付成功')
    await phone.seesSignInTime('signed')
    await phone.happened('Payment notification, attempt 1', 'TRANSACTION.SUCCESS', '204')
    const { out_trade_no } = (await world.local.wechatPay.control.orders())[0] ?? {}
    expect(world.local.cloud.db.get('payments', out_trade_no ?? '')).toMatchObject({ state: 'PAID' })
    expect(world.contractOf('oAtCheckout')).toMatchObject({ state: 'SIGNED', scene: 'pay-redirect-sign' })
    expect(asked.slice(0, 2)).toEqual([
      `POST ${ORDERS[setup === 'normal' ? 'direct' : 'partner']} 200`,
      `POST ${MINI_PROGRAM[setup].replace('mini-program', 'pay-redirect-sign')} 200`,
    ])
    await phone.page.locator('#rail [aria-current=step]', { hasText: /^SIGNED$/ }).waitFor()
    expect([...phone.complaints, ...(await phone.problems())]).toEqual([])
  })
})
