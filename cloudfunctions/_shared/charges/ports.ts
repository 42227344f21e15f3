// What the flows of charges and refunds need beside those of contracts and orders.
import type { ContractDeps } from '../contracts/ports'
import type { CallOutcome } from '../kernel/ports'
import type { OrderDeps } from '../orders/ports'
import type { ChargeRecord } from '../records/charges'
import type { RefundRecord } from '../records/refunds'

/** WeChat Pay, as far as charges under a contract of combine-papay go. What is answered is verified, and not yet checked against any shape. */
export interface ChargeGateway {
  /** Sends the record's stored body, once: up to 45 s. */
  charge(charge: ChargeRecord): Promise<CallOutcome<unknown>>
  query(charge: ChargeRecord): Promise<CallOutcome<unknown>>
  /** Takes it back, all of it (撤销). Once or more often is the same. */
  reverse(charge: ChargeRecord): Promise<CallOutcome<unknown>>
}

/** What asking about a charge takes. */
export interface AskChargeDeps extends ContractDeps {
  chargeGateway: ChargeGateway
}

/** What charging takes. */
export interface ChargeDeps extends AskChargeDeps, Pick<OrderDeps, 'findOrder'> {
  chargeRules: ChargeRules
}

export interface ChargeRules {
  /** Fen of one charge, all sub-orders together: above it is a mistake of the caller's. */
  limit: number
  /** Error codes of a refused charge by which the user is sent to the ordinary checkout, beside those built in. */
  cashierCodes: readonly string[]
}

/** WeChat Pay, as far as refunds go. What is answered is verified, and not yet checked against any shape. */
export interface RefundGateway {
  /** Sends the record's stored body. */
  send(refund: RefundRecord): Promise<CallOutcome<unknown>>
  query(refund: RefundRecord): Promise<CallOutcome<unknown>>
}

/** What giving back takes: what it is given back of is asked about first. */
export interface RefundDeps extends OrderDeps, AskChargeDeps {
  refundGateway: RefundGateway
}
