// `contract_outbox`: what the merchant's own code must be told.
import type { ContractSummary, ReportedState } from './contracts'
import type { OrderSummary } from './payments'

/**
 * `contract_outbox`: one row per change the merchant's own code must be told of.
 *
 * - `OTHER_SIGNER`: someone else signed the session of `contract` (combine-papay binds nobody); `signedBy` is who
 * - `SIGNER_CONFIRMED`: after a row `SIGNED` with `signer: 'unconfirmed'`; from now on the contract is in force
 * - `PAID`: an order, with `code` its number
 */
export type OutboxRecord = OutboxRow &
  (
    | { state: ReportedState | 'SIGNER_CONFIRMED'; contract: ContractSummary }
    | { state: 'OTHER_SIGNER'; contract: ContractSummary; signedBy: string }
    | { state: 'PAID'; order: OrderSummary }
  )

interface OutboxRow {
  /** `code:state`. */
  _id: string
  /** `out_contract_code` or `out_trade_no`. */
  code: string
  createdAtMs: number
  /** Upkeep has something to do then (./due.ts). Rows of 0.1.0 have none until their next write. */
  dueAtMs?: number
  tries: number
  deliveredAtMs?: number
}
