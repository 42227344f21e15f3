// Whether a contract still holds. Combine-papay contracts end by themselves, and nobody is told when they do.
import type { ContractRecord } from '../../records/contracts'

export const hasExpired = ({ contractExpiresAtMs }: ContractRecord, nowMs: number): boolean =>
  contractExpiresAtMs !== undefined && nowMs >= contractExpiresAtMs

/** Signed and not over; perhaps being closed. */
export const isInForce = (contract: ContractRecord, nowMs: number): boolean =>
  contract.state === 'SIGNED' && !hasExpired(contract, nowMs)

/** May be charged under, as far as our records go: whoever charges asks WeChat Pay within 24 hours before. */
export const isChargeable = (contract: ContractRecord, nowMs: number): boolean =>
  isInForce(contract, nowMs) && contract.terminateRequestedAtMs === undefined
