import { sign } from 'node:crypto'
import { checkoutPage, openCashier, pay, type CashierSide } from '../../../../sandbox/phone/server/checkout'
import { inForce, placeWithContract, withContract } from '../../wechatpay/moneyFixture'
import { OPENID, startFixture, type Fixture } from '../../wechatpay/fixture'
import { orderCalls, placed, preSignedWith } from '../../wechatpay/orderFixture'

let fixture: Fixture
let side: CashierSide
beforeEach(async () => {
  fixture = await startFixture()
  side = { keys: fixture.keys, miniProgramAppid: fixture.keys.appid, wechatPay: fixture }
})
afterEach(() => fixture.close())

function open(prepay_id: string, appid = fixture.keys.appid) {
  const payment = {
    timeStamp: String(Math.floor(fixture.baseClock.nowMs / 1000)),
    nonceStr: 'nonce',
    package: `prepay_id=${prepay_id}`,
    signType: 'RSA',
  }
  const text = [appid, payment.timeStamp, payment.nonceStr, payment.package, ''].join('\n')
  const paySign = sign('sha256', Buffer.from(text), fixture.keys.merchant.privateKeyPem).toString('base64')
  return openCashier(side, { ...payment, paySign }, fixture.baseClock.nowMs)
}

it('shows what the order was placed for, and to whom it goes', async () => {
  const { prepay_id, number } = await placed(fixture)
  expect(await open(prepay_id)).toEqual({
    bill: {
      prepay_id,
      out_trade_no: number,
      description: '图书 一本',
      total: 1280,
      payee: `商户 ${fixture.keys.mchid}`,
      password: 'asked',
    },
  })
})

it('asks for no password under a contract that carries the order', async () => {
  const { contract_id, openid } = await inForce(fixture)
  const { prepay_id } = await placeWithContract(fixture, 'direct', withContract(contract_id, openid))
  expect(await open(prepay_id)).toMatchObject({ bill: { password: 'notAsked' } })
  await fixture.control.setSwitches({ payer: 'riskRefused' })
  expect(await open(prepay_id)).toMatchObject({ bill: { password: 'asked', why: 'RISK_CONTROL' } })
})

it('does not open for an order whose two hours are over', async () => {
  const { prepay_id } = await placed(fixture)
  await fixture.control.advanceClock({ ms: 2 * 3_600_000 })
  fixture.baseClock.nowMs += 2 * 3_600_000
  expect(await open(prepay_id)).toEqual({ problem: '订单已失效，请重新下单' })
})

it("names the sub-merchant of a provider's order", async () => {
  const { prepay_id } = await placed(fixture, 'partner')
  side = { ...side, miniProgramAppid: fixture.keys.subAppid }
  expect(await open(prepay_id, fixture.keys.subAppid)).toMatchObject({
    bill: { payee: `商户 ${fixture.keys.subMchid}` },
  })
})

it('does not open for a signature over another appid than the calling one', async () => {
  const { prepay_id } = await placed(fixture)
  side = { ...side, miniProgramAppid: fixture.keys.subAppid }
  expect(await open(prepay_id)).toEqual({ problem: '支付验证签名失败' })
})

it('does not open for an order that is unknown, paid or closed', async () => {
  expect(await open('wx1')).toEqual({ problem: '该预支付交易会话不存在' })
  const paid = await placed(fixture)
  await pay(side, { prepay_id: paid.prepay_id, openid: OPENID })
  expect(await open(paid.prepay_id)).toEqual({ problem: '该订单已支付' })
  const closed = await placed(fixture)
  await orderCalls(fixture, 'direct').close(closed.number)
  expect(await open(closed.prepay_id)).toEqual({ problem: '订单已关闭' })
})

it('brings an offer where the order was pre-signed, and none otherwise', async () => {
  const plain = await placed(fixture)
  expect(await pay(side, { prepay_id: plain.prepay_id, openid: OPENID })).toEqual({})
  const offered = await placed(fixture)
  const { code } = await preSignedWith(fixture, offered.prepay_id)
  expect(await pay(side, { prepay_id: offered.prepay_id, openid: OPENID })).toEqual({
    offer: { out_contract_code: code },
  })
})

it('takes no payment of someone else', async () => {
  const { prepay_id } = await placed(fixture)
  await expect(pay(side, { prepay_id, openid: 'oSomeoneElse' })).rejects.toThrow('another user')
})

it('finds the checkout by its folder, main package or subpackage', () => {
  expect(checkoutPage({ pages: ['pages/entrust/index', 'pages/checkout/index'] })).toBe('pages/checkout/index')
  expect(checkoutPage({ pages: ['checkout/pages/order'] })).toBe('checkout/pages/order')
  expect(() => checkoutPage({ pages: ['pages/checkouts/index'] })).toThrow('declares no page')
})
