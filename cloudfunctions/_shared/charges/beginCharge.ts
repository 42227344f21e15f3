// CHARGE: written down before WeChat Pay hears of it, with each number it uses. Whoever has written it sends it, and nobody else does.
import { isChargeable } from '../contracts/evidence/inForce'
import { CallFailure, invalidInput } from '../kernel/errors'
import type { Store, StoreTransaction } from '../kernel/ports'
import { trustingFirst } from '../kernel/trustingFirst'
import { withDue } from '../records/due'
import type { ChargeOrderRecord, ChargeRecord } from '../records/charges'
import type { AskChargeDeps } from './ports'

interface Begun {
  charge: ChargeRecord
  /** False: somebody was quicker, with whatever it is. */
  isOurs: boolean
}

/**
 * @throws {CallFailure} INVALID_INPUT naming an order that was placed, or charged, under another number; NOT_SIGNED: the contract was
 *   closed, or has ended, since it was looked at. Nothing is written
 */
export async function beginCharge(
  charge: ChargeRecord,
  { store, clock }: Pick<AskChargeDeps, 'store' | 'clock'>,
): Promise<Begun> {
  await refuseOrdered(charge, store)
  return trustingFirst(store, async (tx, mayTrust) => {
    const known = mayTrust ? undefined : await tx.get('charges', charge._id)
    if (known) return { charge: known, isOurs: false }
    const contract = await tx.get('contracts', charge.code)
    if (!contract || !isChargeable(contract, clock.nowMs())) throw notInForce('it has just ended, or is to be closed')
    const written = withDue('charges', charge)
    await tx.add('charges', written)
    for (const index of charge.request.sub_orders.keys()) await takeNumber(tx, charge, index, mayTrust)
    return { charge: written, isOurs: true }
  })
}

/** Of orders that were there before the family was charged; others have taken their number. */
async function refuseOrdered({ request }: ChargeRecord, store: Store): Promise<void> {
  const payments = await Promise.all(
    request.sub_orders.map(async ({ out_trade_no }) => store.read('payments', out_trade_no)),
  )
  const index = payments.findIndex((payment) => payment !== undefined)
  if (index >= 0) throw usedOtherwise(index, ORDERED)
}

async function takeNumber(tx: StoreTransaction, charge: ChargeRecord, index: number, mayTrust: boolean): Promise<void> {
  const order = charge.request.sub_orders[index]
  if (!order) return
  const taken: ChargeOrderRecord = {
    _id: order.out_trade_no,
    combine_out_trade_no: charge._id,
    total: order.amount.total_amount,
    createdAtMs: charge.createdAtMs,
    revision: 1,
  }
  const before = mayTrust ? undefined : await tx.get('charge_orders', taken._id)
  if (!before) return tx.add('charge_orders', taken)
  if (before.combine_out_trade_no === undefined) throw usedOtherwise(index, ORDERED)
  // Of a refused charge nothing was placed: its numbers are as good as new.
  const other = await tx.get('charges', before.combine_out_trade_no)
  if (other?.state !== 'REFUSED') throw usedOtherwise(index, 'belongs to another charge')
  return tx.put('charge_orders', { ...taken, revision: before.revision + 1 })
}

/** @param why for the merchant's server */
export const notInForce = (why: string) =>
  new CallFailure('NOT_SIGNED', `out_contract_code: not in force (${why}); sell at the ordinary checkout`)

const ORDERED = 'was placed as an ordinary order'

const usedOtherwise = (index: number, how: string) =>
  invalidInput(`sub_orders.${index}.out_trade_no`, `${how}; take a new number`)
