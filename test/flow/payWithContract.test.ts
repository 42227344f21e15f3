// PAY, under the contract: one tap and no password through the built functions, and with the password where there is no contract.
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
    { mode },
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

  itHasToldNoSecret(() => flow)
})
