// One rule moves a charge: the higher state holds, and equal or lower proof only fills what is empty. With the outbox row in the
// same transaction.
import { isAbove, onlyEmpty } from '../kernel/monotone'
import { memberOf } from '../kernel/chosenNumbers'
import type { StoreTransaction } from '../kernel/ports'
import { MAX_EVIDENCE, type EvidenceEntry } from '../records/common'
import { withDue } from '../records/due'
import { CHARGE_STATES, type ChargeRecord, type ChargeSummary } from '../records/charges'
import type { Proof } from './proof'

interface Written {
  isNew: boolean
  isPaidAfterRefusal: boolean
  charge: ChargeRecord
}

/** For a person: its orders may have been sold otherwise since, and be paid twice. */
export const PAID_AFTER_REFUSAL = 'charge is paid, and was told as refused before'

/** @returns whether it said anything new, whether it was told as refused before and is paid, and the charge as it now stands */
export async function writeCharge(
  tx: StoreTransaction,
  charge: ChargeRecord,
  { state, facts }: Proof,
  { source, atMs }: Pick<EvidenceEntry, 'source' | 'atMs'>,
): Promise<Written> {
  const isHigher = isAbove(CHARGE_STATES, state, charge.state)
  const learnt = isHigher ? facts : onlyEmpty(charge, facts)
  if (!isHigher && Object.keys(learnt).length === 0) return { isNew: false, isPaidAfterRefusal: false, charge }
  const next = withDue('charges', {
    ...charge,
    ...learnt,
    ...(isHigher && { state, ...(state === 'REVERSED' && { reversedAtMs: atMs }) }),
    evidence: [...charge.evidence, { source, atMs, what: state }].slice(-MAX_EVIDENCE),
  })
  await tx.put('charges', next)
  if (isHigher) await tx.put('contract_outbox', changeRow(next, state, atMs))
  return { isNew: true, isPaidAfterRefusal: charge.state === 'REFUSED' && next.state === 'PAID', charge: next }
}

const changeRow = (charge: ChargeRecord, state: Proof['state'], createdAtMs: number) =>
  withDue('contract_outbox', {
    _id: `${charge._id}:CHARGE_${state}`,
    code: charge._id,
    state: `CHARGE_${state}`,
    charge: summarise(charge),
    createdAtMs,
    tries: 0,
  })

function summarise(charge: ChargeRecord): ChargeSummary {
  const { _id, code, total, request, transactionIds, paidAtMs, reversedAtMs, state, refusal } = charge
  return {
    combine_out_trade_no: _id,
    out_contract_code: code,
    total,
    sub_orders: request.sub_orders.map(({ out_trade_no, sub_mchid, amount }) => {
      const transaction_id = memberOf(transactionIds, out_trade_no)
      return {
        out_trade_no,
        sub_mchid,
        total: amount.total_amount,
        ...(transaction_id !== undefined && { transaction_id }),
      }
    }),
    ...(paidAtMs !== undefined && { paidAtMs }),
    ...(reversedAtMs !== undefined && { reversedAtMs }),
    ...(state === 'REFUSED' && refusal && { apiCode: refusal.apiCode }),
  }
}
