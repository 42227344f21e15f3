// What the database holds about charges of combine-papay (合单代扣): what was sent, what became of it, and the numbers it used.
import type { CombineChargeBody } from '../wechatpay/wire/combineTransactions'
import type { AskedRecord } from './common'
import type { Promised } from './refunds'

/** Lowest first: of two states the later one in this list holds. A charge may be taken back (撤销) after it was paid. */
export const CHARGE_STATES = ['REQUESTED', 'REFUSED', 'PAID', 'REVERSED'] as const
export type ChargeState = (typeof CHARGE_STATES)[number]

/** `charges`: one charge under a contract. Whose it is, the contract tells: nothing here names the user. */
export interface ChargeRecord extends AskedRecord {
  /** `combine_out_trade_no`. */
  _id: string
  env: string
  /** `out_contract_code` of the contract it is under. */
  code: string
  /** Exactly what was sent, written before it was. */
  request: CombineChargeBody
  /** Fen, of all sub-orders. */
  total: number
  state: ChargeState
  /** When `request` was last sent, written before it was: as long as it may take nobody takes it back. */
  sentAtMs?: number
  /** When it was last asked to be taken back, and how often. */
  reverseSentAtMs?: number
  reverseTries?: number
  /** WeChat Pay's own word on it. */
  refusal?: { httpStatus: number; apiCode: string; atMs: number }
  /** `out_trade_no` of each sub-order that was paid -> its `transaction_id`. */
  transactionIds?: Readonly<Record<string, string>>
  paidAtMs?: number
  reversedAtMs?: number
  /** The person was erased from it (./erased.ts): it is sent to nobody any more. */
  erasedAtMs?: number
}

/**
 * `charge_orders`: the number of one sub-order, written together with its charge. By it a number is known to be used, and what may be
 * given back of it is counted here. An ordinary order of the family takes its number here too: so no number is used both ways.
 */
export interface ChargeOrderRecord extends Promised {
  /** `out_trade_no` of the sub-order. */
  _id: string
  /** Of its charge; none where the number is of an ordinary order, of which `payments` tells. */
  combine_out_trade_no?: string
  /** Fen. */
  total: number
  createdAtMs: number
  /** Grows with every write. */
  revision: number
}

/** What the merchant's own code is told about a charge. */
export interface ChargeSummary {
  combine_out_trade_no: string
  out_contract_code: string
  /** Fen. */
  total: number
  sub_orders: { out_trade_no: string; sub_mchid: string; total: number; transaction_id?: string }[]
  paidAtMs?: number
  reversedAtMs?: number
  /** Where it was refused: WeChat Pay's code. */
  apiCode?: string
}
