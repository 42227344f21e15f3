// CONTROL: charges and refunds, and what becomes of them without the merchant.
import * as v from 'valibot'
import { viewCharge } from '../charge'
import { REFUND_ENDS, viewRefund } from '../refund'
import type { World } from '../world'
import { command } from './commands'
import { notificationFault, requiredText } from './inputs'

const end = (help: string) => v.pipe(v.picklist(REFUND_ENDS), v.description(help))
const outRefundNo = requiredText('of a refund that was taken on')

export function moneyCommands({ charges, refunds, dispatcher }: World) {
  return {
    charges: command('lists every charge of combine-papay, oldest first', {}, () => charges.all().map(viewCharge)),
    refunds: command('lists every refund, oldest first', {}, () => refunds.all().map(viewRefund)),
    settleRefund: command(
      'what becomes of a refund, now; an abnormal one may come to its end later; a notification follows',
      { out_refund_no: outRefundNo, status: end('its end') },
      (input) => viewRefund(refunds.settle(input.out_refund_no, input.status)),
    ),
    forgeRefund: command(
      'sends, once, a notification of an end a refund did not come to',
      {
        out_refund_no: outRefundNo,
        status: v.optional(end('what it claims'), 'SUCCESS'),
        fault: v.optional(notificationFault, { kind: 'wrongKey' }),
      },
      (input) => {
        const refund = refunds.all().find(({ request }) => request.outRefundNo === input.out_refund_no)
        if (!refund) throw new RangeError(`no refund ${input.out_refund_no}; list them with "refunds"`)
        return dispatcher.forgeRefund(refund, input.status, input.fault)
      },
    ),
  }
}
