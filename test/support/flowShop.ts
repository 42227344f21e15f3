// The merchant's shop in a flow test: orders as its server keeps them, the checkout, and the user at the cashier.
import type { PaymentRecord } from '../../cloudfunctions/_shared/records/payments'
import type { RefundRecord } from '../../cloudfunctions/_shared/records/refunds'
import { paymentProblem } from '../../sandbox/phone/server/paySign'
import { signCall } from '../../scripts/callKit/signCall'
import type { RequestPaymentParams } from '../../typings/contract/callables'
import type { Answer, FlowUser } from './flowUser'
import type { Flow } from './flowWechat'

export interface CheckoutAnswer extends Answer {
  payment: RequestPaymentParams
  presigned: boolean
}

let count = 0

export class Shop {
  constructor(private readonly flow: Flow) {}

  /** @returns the number of an order of this user, as the merchant's server stored it */
  async order(user: FlowUser, fields: object = {}): Promise<string> {
    const _id = `FLOW-${process.pid}-${++count}`
    await this.flow.db.insert('orders', { _id, openid: user.openid, description: '单车骑行', total: 350, ...fields })
    return _id
  }

  /** `payRedirectSign`: whatever else comes, what it answers opens the cashier. */
  async checkout(user: FlowUser, out_trade_no: string): Promise<CheckoutAnswer> {
    const answer = await user.call<CheckoutAnswer>('payRedirectSign', { out_trade_no })
    expect(answer).toMatchObject({ ok: true })
    expect(this.#problemOf(answer.payment, user.appid)).toBeUndefined()
    user.code = answer.out_contract_code ?? user.code
    return answer
  }

  /** By rules of the stand-in, not of the kit. */
  #problemOf(payment: RequestPaymentParams, appid: string): string | undefined {
    const { publicKey } = this.flow.local.keys.merchant
    return paymentProblem({ ...payment }, appid, publicKey, Math.floor(Date.now() / 1000))
  }

  /** The user confirms in the cashier. @returns what signing is offered, and back when the first notification is over */
  async pay({ payment }: CheckoutAnswer, notifyTotal?: number): Promise<{ out_contract_code: string } | undefined> {
    const prepay_id = payment.package.replace('prepay_id=', '')
    const { offer } = await this.flow.control.payOrder({ prepay_id, ...(notifyTotal !== undefined && { notifyTotal }) })
    await this.flow.control.settled()
    return offer
  }

  /** `refundOrder`, as the merchant's server calls it. */
  async refund(input: object): Promise<Answer> {
    const key = this.flow.local.settings['WXPAY_ADMIN_KEY'] ?? ''
    const call = signCall({ key, functionName: 'refundOrder', action: 'refund', input })
    return (await this.flow.local.cloud.invoke('refundOrder', call)).result as Answer
  }

  /** What is on record about a refund. */
  refunded(out_refund_no: string): RefundRecord | undefined {
    return this.flow.all('refunds', { _id: out_refund_no })[0]
  }

  /** What is on record about an order. */
  payment(out_trade_no: string): PaymentRecord | undefined {
    return this.flow.all('payments', { _id: out_trade_no })[0]
  }

  /** Ids of what the merchant was told of an order. */
  told(out_trade_no: string): string[] {
    return this.flow.all('contract_outbox', { code: out_trade_no }).map(({ _id }) => _id)
  }

  /** No notification of the order reaches us, until the faults are over. */
  async loseNotifications(out_trade_no: string): Promise<void> {
    await this.flow.control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always', out_trade_no })
  }

  /** Lets the 1.5 s pass in which WeChat Pay is not asked again about the same order. */
  async mayAskAgain(out_trade_no: string): Promise<void> {
    await this.flow.db.update('payments', out_trade_no, { nextQueryAtMs: 0 })
  }
}
