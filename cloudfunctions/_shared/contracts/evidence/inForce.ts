// Whether a contract still holds. Combine-papay contracts end by themselves, and nobody is told when they do.
import { isVoid, type ContractRecord } from '../../records/contracts'
import { isUnconfirmed } from './signer'

export const hasExpired = ({ contractExpiresAtMs }: ContractRecord, nowMs: number): boolean =>
  contractExpiresAtMs !== undefined && nowMs >= contractExpiresAtMs

/** Signed, and no end told, by anybody's word or by WeChat Pay's knowing nothing of it any more. */
export const isSigned = (contract: ContractRecord): boolean => contract.state === 'SIGNED' && !isVoid(contract)

/** Signed and not over; perhaps being closed. It takes the user's place, so that no other is begun beside it. */
export const holdsPlace = (contract: ContractRecord, nowMs: number): boolean =>
  isSigned(contract) && !hasExpired(contract, nowMs)

/** Counts as the user's own. One that somebody else may have signed holds the place, and can be closed; no more. */
export const isInForce = (contract: ContractRecord, nowMs: number): boolean =>
  holdsPlace(contract, nowMs) && !isUnconfirmed(contract)

/** May be charged under, as far as our records go: whoever charges asks WeChat Pay within 24 hours before. */
export const isChargeable = (contract: ContractRecord, nowMs: number): boolean =>
  isInForce(contract, nowMs) && contract.terminateRequestedAtMs === undefined
