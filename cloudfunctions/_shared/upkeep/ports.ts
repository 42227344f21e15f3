// What upkeep needs beside the ports of the flows it calls.
import type { RefundDeps } from '../charges/ports'
import type { ContractDeps } from '../contracts/ports'
import type { Within } from '../kernel/ports'
import type { RereadDeps } from '../notify/reread'
import type { ChargeSummary } from '../records/charges'
import type { ContractSummary } from '../records/contracts'
import type { OutboxRecord } from '../records/outbox'
import type { OrderSummary } from '../records/payments'
import type { RefundSummary } from '../records/refunds'

/** What the merchant's own code is told: one change of one contract, order, charge or refund. */
export interface Change {
  /**
   * `code:state`, the same however often it is told: keep those you have dealt with. A refund that was refused again, sent anew in between, has
   * `code:state:2` and so on.
   */
  id: string
  /** `out_contract_code`, `out_trade_no`, `combine_out_trade_no` or `out_refund_no`. */
  code: string
  state: OutboxRecord['state']
  /** Its place in the life of its code, from 1: one that is told again by hand may come after a later one. */
  revision: number
  /** When it was learnt, in milliseconds since 1970. */
  createdAtMs: number
  /** Of a contract's. */
  contract?: ContractSummary
  /** Of `OTHER_SIGNER`: the openid that signed. */
  signedBy?: string
  /** Of `PAID`. */
  order?: OrderSummary
  /** Of `CHARGE_...`. */
  charge?: ChargeSummary
  /** Of `REFUND_...`. */
  refund?: RefundSummary
}

/**
 * The merchant's own code for changes. It runs at least once for each, and it has about a second: do the work elsewhere if it
 * is long. Whatever it throws means "not yet": it is told again later.
 */
export type OnChange = (change: Change) => Promise<void>

/** One of those who are told. */
export interface Receiver {
  /** Kept with the row: who has taken it is not told again. */
  name: 'onChange' | 'changeFunction' | 'changeUrl'
  /** @throws {NotTaken} or anything else: it has not taken the change */
  tell(change: Change, withinMs: number): Promise<void>
}

/** A receiver has not taken a change. The message is for the log, and holds no text of anybody's. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
}

export interface DeliveryDeps extends ContractDeps {
  receivers: readonly Receiver[]
  within: Within
}

/** How long what is not needed any more is kept. */
interface Retention {
  notificationDays: number
  /** Of changes that were told. */
  outboxDays: number
  /** Of attempts that were never signed. */
  attemptDays: number
}

export interface UpkeepDeps extends DeliveryDeps, RefundDeps, RereadDeps {
  retention: Retention
  /** Contracts are asked about again when the last word is so old; not at all without it. */
  recheckDays?: number
}
