// `contract_outbox`: what the merchant's own code must be told.
import type { ChargeSummary } from './charges'
import type { ContractSummary, ReportedState } from './contracts'
import type { OrderSummary } from './payments'
import type { RefundSummary, ToldRefundState } from './refunds'

/**
 * `contract_outbox`: one row per change the merchant's own code must be told of.
 *
 * - `OTHER_SIGNER`: someone else signed the session of `contract` (combine-papay binds nobody); `signedBy` is who
 * - `SIGNER_CONFIRMED`: after a row `SIGNED` with `signer: 'unconfirmed'`; from now on the contract is in force
 * - `VOID`: after a row `SIGNED`; WeChat Pay was asked, and knows no such contract: not in force, and no end was told
 * - `PAID`: an order, with `code` its number
 * - `CHARGE_...`: a charge; it was paid, refused, or taken back
 * - `REFUND_...`: a refund (./refunds.ts)
 *
 * No two kinds share a state, so that ids differ where the merchant uses one number for an order and for its refund.
 */
export type OutboxRecord = OutboxRow &
  (
    | { state: ReportedState | 'SIGNER_CONFIRMED' | 'VOID'; contract: ContractSummary }
    | { state: 'OTHER_SIGNER'; contract: ContractSummary; signedBy: string }
    | { state: 'PAID'; order: OrderSummary }
    | { state: `CHARGE_${'PAID' | 'REFUSED' | 'REVERSED'}`; charge: ChargeSummary }
    | { state: `REFUND_${ToldRefundState}`; refund: RefundSummary }
  )

interface OutboxRow {
  /** `code:state`; of a refund that was refused again, sent anew in between, `code:state:2` and so on. */
  _id: string
  /** `out_contract_code`, `out_trade_no`, `combine_out_trade_no` or `out_refund_no`. */
  code: string
  createdAtMs: number
  /** Upkeep has something to do then (./due.ts). Rows of 0.1.0 have none until their next write. */
  dueAtMs?: number
  /** How often it was begun to tell it. */
  tries: number
  /** When it was begun last. */
  triedAtMs?: number
  /** An older row of the same code is told first: not before this. */
  waitsUntilMs?: number
  /** Receivers that have taken it already, by name. */
  takenBy?: string[]
  /** The person was erased: from the row too, as soon as it is told or given up (./erased.ts). */
  erasedAtMs?: number
  /** Whose fault it was last, and of which kind: no text of anybody's. */
  lastError?: string
  deliveredAtMs?: number
  /** Given up: {@link MAX_TRIES} were in vain. `contractAdmin replay` tells it all the same. */
  deadAtMs?: number
}

/** The place of a change in the life of its code, from 1: by it a receiver tells what is older, whenever it came. */
export const REVISION: Readonly<Record<OutboxRecord['state'], number>> = {
  OTHER_SIGNER: 1,
  SIGNED: 2,
  SIGNER_CONFIRMED: 3,
  VOID: 4,
  TERMINATED: 5,
  PAID: 1,
  CHARGE_REFUSED: 1,
  CHARGE_PAID: 2,
  CHARGE_REVERSED: 3,
  REFUND_REFUSED: 1,
  REFUND_ABNORMAL: 2,
  REFUND_CLOSED: 3,
  REFUND_SUCCESS: 4,
}

/**
 * After a try that was in vain, and after one that never ended: 10 s, 1, 5, 30 min, 2, 6, 12, 24 h, and a day once more. So
 * the last try is made about three days after the first.
 */
const RETRY_AFTER_S = [10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400, 86_400]
export const MAX_TRIES = RETRY_AFTER_S.length + 1

/** How long after its last try a row is told again. @param tries from 1 */
export const retryAfterMs = (tries: number): number => (RETRY_AFTER_S[tries - 1] ?? 86_400) * 1000
