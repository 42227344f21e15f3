// ORDER: written down for the first time, and its number taken with it. A number that belongs to a charge is paid without the user, or
// was: an ordinary order of the same number would be paid twice.
import { CallFailure, invalidInput } from '../kernel/errors'
import type { StoreTransaction } from '../kernel/ports'
import type { ChargeRecord } from '../records/charges'
import type { WrittenDocuments } from '../records/documents'
import type { OrderDeps } from './ports'

/**
 * Where charges are made, order and charge read and write the number's one document: of the two, at whatever instant, one is refused.
 * Nothing is looked up where nothing is charged: in the family password-exempt.
 * @returns `exists`: it is there already, and nothing was changed
 * @throws {CallFailure} IN_PROGRESS: nobody knows yet what comes of the charge; INVALID_INPUT: it was paid, or taken back
 */
export async function addOrder(
  payment: Payment,
  { store, settings }: Pick<OrderDeps, 'store' | 'settings'>,
): Promise<'added' | 'exists'> {
  if (settings.family !== 'combine-papay') return store.add('payments', payment)
  return store.transact(async (tx) => {
    if (await tx.get('payments', payment._id)) return 'exists'
    await takeNumber(tx, payment)
    await tx.add('payments', payment)
    return 'added'
  })
}

type Payment = WrittenDocuments['payments']

async function takeNumber(tx: StoreTransaction, { _id, request, createdAtMs }: Payment): Promise<void> {
  const before = await tx.get('charge_orders', _id)
  const charge = before?.combine_out_trade_no
  if (charge !== undefined) refuseCharged(await tx.get('charges', charge))
  const revision = (before?.revision ?? 0) + 1
  await tx.put('charge_orders', { _id, total: request.amount.total, createdAtMs, revision })
}

function refuseCharged(charge: ChargeRecord | undefined): void {
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
