// A number that belongs to a charge is paid without the user, or was: an ordinary order of the same number would be paid twice.
import { CallFailure, invalidInput } from '../kernel/errors'
import type { OrderDeps } from './ports'

/**
 * Nothing is looked up where nothing is charged: in the family password-exempt.
 * @throws {CallFailure} IN_PROGRESS: nobody knows yet what comes of the charge; INVALID_INPUT: it was paid, or taken back
 */
export async function refuseCharged(
  out_trade_no: string,
  { store, settings }: Pick<OrderDeps, 'store' | 'settings'>,
): Promise<void> {
  if (settings.family !== 'combine-papay') return
  const order = await store.read('charge_orders', out_trade_no)
  const charge = order && (await store.read('charges', order.combine_out_trade_no))
  switch (charge?.state) {
    case undefined:
    case 'REFUSED':
      return
    case 'REQUESTED':
      throw new CallFailure('IN_PROGRESS', 'This order is being charged; call again in a moment')
    case 'PAID':
      throw invalidInput('out_trade_no', 'this order is already paid')
    case 'REVERSED':
      throw invalidInput('out_trade_no', 'this order was charged and taken back; pay under a new number')
  }
}
