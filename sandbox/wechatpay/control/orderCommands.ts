// CONTROL: orders, and what a user does in the cashier (收银台).
import * as v from 'valibot'
import type { HowPaid } from '../cashier'
import { viewOrder } from '../order'
import type { World } from '../world'
import { command } from './commands'
import { notificationFault, requiredText, wholeNumber } from './inputs'

const fen = (help: string) => v.optional(wholeNumber(0, help))

/** What a payment led to. */
type Paid = HowPaid & {
  out_trade_no: string
  transaction_id: string
  /** WeChat Pay offers signing in the cashier (支付后签约): `sign` and `refuse` answer it. */
  offer?: { out_contract_code: string }
}

export function orderCommands({ agreements, orders, prepays, dispatcher, timeline }: World) {
  return {
    orders: command('lists every order placed here, oldest first', {}, () => orders.all().map(viewOrder)),
    cashier: command(
      'tells whether the cashier asks for the password, and why it does for an order under a contract',
      { prepay_id: requiredText('as the order call returned it') },
      (input) => orders.cashier(input.prepay_id),
    ),
    payOrder: command(
      'the user confirms in the cashier; a notification follows; tells whether signing is offered now',
      {
        prepay_id: requiredText('as the order call returned it'),
        openid: v.optional(requiredText('who pays; the payer of the order by default')),
        notifyTotal: fen('fen that the notification names in place of the true total'),
      },
      (input): Paid => {
        const { request, payment, how } = orders.pay(input.prepay_id, {
          openid: input.openid,
          toldTotal: input.notifyTotal,
        })
        const offered = agreements.offeredWith(input.prepay_id)
        return {
          out_trade_no: request.outTradeNo,
          transaction_id: payment.transactionId,
          ...how,
          ...(offered && { offer: { out_contract_code: offered.preSign.outContractCode } }),
        }
      },
    ),
    forgePayment: command(
      'sends, once, a notification of a payment that did not happen',
      {
        out_trade_no: requiredText('of an order placed here'),
        total: fen('fen it claims; by default the total of the order'),
        fault: v.optional(notificationFault, { kind: 'wrongKey' }),
      },
      (input) => {
        const order = orders.byNumber(input.out_trade_no)
        return dispatcher.forgePaid(order, input.total ?? order.request.total, input.fault)
      },
    ),
    registerPrepay: command(
      'makes an order known that was placed elsewhere, for pay-redirect-sign',
      {
        prepay_id: requiredText('as the order call returned it'),
        appid: v.optional(requiredText('of the order')),
        openid: v.optional(requiredText('of the payer')),
      },
      (input) => {
        prepays.register(input, timeline.nowMs())
        return { prepay_id: input.prepay_id }
      },
    ),
  }
}
