// PAY, under the contract: one tap and no password through the built functions, and with the password where there is no contract. And
// what was paid, given back.
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { Shop, type CheckoutAnswer } from '../support/flowShop'
import type { Answer, FlowUser } from '../support/flowUser'
import { PATHS, type Flow } from '../support/flowWechat'

interface UnderContract extends Answer {
  payment: CheckoutAnswer['payment']
  with: 'contract' | 'password'
}

describe.each(['normal', 'service-provider', 'ecommerce'] as const)('mode %s', (mode) => {
  let flow: Flow
  let shop: Shop
  withFlow(
    (started) => {
      flow = started
      shop = new Shop(flow)
    },
    // A refund comes to its end when the test says so.
    { mode, wechatPay: { refundTakesMs: 86_400_000 } },
  )

  const pay = async (user: FlowUser, out_trade_no: string) =>
    user.call<UnderContract>('payWithContract', { out_trade_no })
  const inCashier = async ({ payment }: UnderContract) => {
    const paid = await flow.control.payOrder({ prepay_id: payment.package.replace('prepay_id=', '') })
    await flow.control.settled()
    return paid.password
  }
  const paidOf = async (user: FlowUser, out_trade_no: string) => ({
    ...(await user.call('queryOrder', { out_trade_no })),
    record: shop.payment(out_trade_no)?.state,
    told: shop.told(out_trade_no),
  })
  const PAID = (out_trade_no: string) => ({ state: 'paid', record: 'PAID', told: [`${out_trade_no}:PAID`] })

  it('a user who has signed pays without the password', async () => {
    const user = await flow.newUser().signed()
    const number = await shop.order(user)
    const answer = await pay(user, number)
    expect(answer).toMatchObject({ ok: true, with: 'contract' })
    expect(await inCashier(answer)).toBe('notAsked')
    expect(await paidOf(user, number)).toMatchObject(PAID(number))
  })

  it('a user who has not pays with it', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    const answer = await pay(user, number)
    expect(answer).toMatchObject({ ok: true, with: 'password' })
    expect(await inCashier(answer)).toBe('asked')
    expect(await paidOf(user, number)).toMatchObject(PAID(number))
  })

  it('a contract that ended in WeChat, untold: sold with the password, and known to have ended from then on', async () => {
    const user = await flow.newUser().signed()
    await flow.control.holdNotifications()
    await flow.control.terminate({ out_contract_code: user.code })
    const number = await shop.order(user)
    const answer = await pay(user, number)
    expect(answer).toMatchObject({ ok: true, with: 'password' })
    expect(user.contract).toMatchObject({ state: 'TERMINATED' })
    expect(await inCashier(answer)).toBe('asked')
    await flow.control.releaseNotifications()
    expect(await paidOf(user, number)).toMatchObject(PAID(number))
  })

  it('an answer that got lost: the same order again, and it is paid once', async () => {
    const user = await flow.newUser().signed()
    const number = await shop.order(user)
    await flow.spoil({ kind: 'drop', when: 'after' }, { path: `${PATHS.placeOrder}-with-contract` })
    expect(await pay(user, number)).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNREACHABLE' } })
    await flow.faultsOver()
    const answer = await pay(user, number)
    expect(answer).toMatchObject({ ok: true, with: 'contract' })
    await inCashier(answer)
    const placed = (await flow.control.orders()).filter(({ out_trade_no }) => out_trade_no === number)
    expect(placed).toMatchObject([{ trade_state: 'SUCCESS' }])
    expect(await paidOf(user, number)).toMatchObject(PAID(number))
  })

  describe('what was paid is given back', () => {
    let number: string
    let user: FlowUser
    const refund = async (out_refund_no: string, amount: number) =>
      shop.refund({ out_trade_no: number, out_refund_no, amount, reason: '缺货' })
    const settle = async (out_refund_no: string, status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED') => {
      await flow.control.settleRefund({ out_refund_no, status })
      await flow.control.settled()
    }
    const upstream = async () =>
      (await flow.control.refunds())
        .filter(({ out_trade_no }) => out_trade_no === number)
        .map(({ out_refund_no, refund: fen, status }) => [out_refund_no.replace(number, ''), fen, status])
    const told = (out_refund_no: string) => shop.told(out_refund_no)
    beforeEach(async () => {
      user = await flow.newUser().signed()
      number = await shop.order(user)
      await inCashier(await pay(user, number))
    })

    it('the half, the rest, and then no more; at once above the rest one passes', async () => {
      expect(await refund(`${number}A`, 175)).toMatchObject({ ok: true, status: 'PROCESSING', amount: 175 })
      await settle(`${number}A`, 'SUCCESS')
      expect(shop.refunded(`${number}A`)).toMatchObject({ state: 'SUCCESS', evidence: [{}, { source: 'notify' }] })
      expect(shop.payment(number)).toMatchObject({ state: 'REFUNDED' })
      const both = await Promise.all([refund(`${number}B`, 100), refund(`${number}C`, 100)])
      expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
      const [passed, other] = both[0].ok ? ['B', 'C'] : ['C', 'B']
      expect(await refund(`${number}D`, 75)).toMatchObject({ ok: true })
      expect(await refund(`${number}${other}`, 100)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
      expect(await upstream()).toEqual([
        ['A', 175, 'SUCCESS'],
        [passed, 100, 'PROCESSING'],
        ['D', 75, 'PROCESSING'],
      ])
    })

    it('an answer that got lost: the same number again, and it is given back once', async () => {
      await flow.spoil({ kind: 'drop', when: 'after' }, { path: '*/refunds*' })
      expect(await refund(number, 100)).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNREACHABLE' } })
      expect(shop.refunded(number)).toMatchObject({ state: 'REQUESTED' })
      await flow.faultsOver()
      expect(await refund(number, 100)).toMatchObject({ ok: true, status: 'PROCESSING' })
      expect(await upstream()).toEqual([['', 100, 'PROCESSING']])
    })

    it('no notification came: upkeep finds its end, and one that could not be paid out is an alert', async () => {
      await flow.control.holdNotifications()
      await refund(`${number}A`, 100)
      await refund(`${number}B`, 100)
      await flow.control.settleRefund({ out_refund_no: `${number}A`, status: 'SUCCESS' })
      await flow.control.settleRefund({ out_refund_no: `${number}B`, status: 'ABNORMAL' })
      for (const one of ['A', 'B']) await flow.db.update('refunds', `${number}${one}`, { dueAtMs: 0, nextQueryAtMs: 0 })
      await flow.local.cloud.fireTimer('upkeep')
      expect(told(`${number}A`)).toEqual([`${number}A:REFUND_SUCCESS`])
      expect(told(`${number}B`)).toEqual([`${number}B:REFUND_ABNORMAL`])
      const alerts = flow.lines.map(({ line }) => line).filter((line) => line.includes('refund abnormal'))
      expect(alerts.filter((line) => line.includes(`${number}B`))).toHaveLength(1)
      await flow.control.releaseNotifications()
      await flow.control.settled()
      expect(told(`${number}A`)).toEqual([`${number}A:REFUND_SUCCESS`])
      expect(shop.refunded(`${number}A`)?.evidence).toHaveLength(2)
    })

    it('refused for want of money: told so, and the same number is good once there is some', async () => {
      await flow.control.setSwitches({ refunds: 'notEnough' })
      expect(await refund(number, 350)).toMatchObject({ ok: false, error: { code: 'WECHATPAY_REJECTED' } })
      expect(shop.refunded(number)).toMatchObject({ state: 'REFUSED', refusal: { apiCode: 'NOT_ENOUGH' } })
      await flow.control.setSwitches({ refunds: 'succeed' })
      expect(await refund(number, 350)).toMatchObject({ ok: true })
      await settle(number, 'CLOSED')
      expect(told(number)).toContain(`${number}:REFUND_CLOSED`)
      expect(await refund(`${number}A`, 350)).toMatchObject({ ok: true })
    })

    it('a page may not call it, nor a server without the key', async () => {
      await expect(user.call('refundOrder', {})).rejects.toThrow('denied')
      const { result } = await flow.local.cloud.invoke('refundOrder', { out_trade_no: number })
      expect(result).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    })
  })

  itHasToldNoSecret(() => flow)
})
