// Refusals of a query that say neither what became of the contract nor that something is wrong with us. One alone proves
// nothing; the same one again, long enough after it and after every session, is taken for "not signed": else a code of
// WeChat Pay's that nobody has listed would lock a user out for good.
import { sinceMs } from '../../kernel/stamps'
import type { Refusal } from '../../kernel/ports'
import { hasExpired } from '../evidence/inForce'
import { overAtMs, type ContractRecord } from '../../records/contracts'
import { changeOne } from '../../kernel/changeOne'
import type { ContractDeps } from '../ports'

/** So late may what happened in the last second of a session still be told, and so far apart are two answers two. */
export const LATE_MS = 10 * 60 * 1000

/** Whether WeChat Pay refuses the question itself, by its word. */
export const isDenial = ({ isSigned, httpStatus }: Refusal): boolean =>
  isSigned && (httpStatus === 400 || httpStatus === 422)

/** @returns when the same answer would be taken for "not signed" */
export const denialCountsAtMs = (contract: ContractRecord): number =>
  // What was signed has used its session up.
  Math.max(contract.state === 'SIGNED' ? 0 : overAtMs(contract), contract.denial?.atMs ?? Infinity) + LATE_MS

/** Not against what is proven: then only where that is past its end, and the question is whether there is a later one. */
export const mayAgree = (contract: ContractRecord, nowMs: number): boolean =>
  contract.state !== 'SIGNED' || hasExpired(contract, nowMs)

export const denialsAgree = (contract: ContractRecord, nowMs: number): boolean =>
  mayAgree(contract, nowMs) && isLongDenied(contract, nowMs)

/** The same has been said long enough, whatever it is said of. */
export const isLongDenied = (contract: ContractRecord, nowMs: number): boolean => nowMs >= denialCountsAtMs(contract)

/** Every way to say that no such contract is there, as one: they agree with each other. */
export const NO_SUCH_CONTRACT: Denial = { httpStatus: 404, apiCode: 'NOT_SIGNED' }

type Denial = Pick<Refusal, 'httpStatus' | 'apiCode'>

/** Keeps the first of those that agree. @returns the contract as it now stands */
export async function noteDenial(
  { httpStatus, apiCode }: Denial,
  contract: ContractRecord,
  { store, clock }: ContractDeps,
): Promise<ContractRecord> {
  const isNoted = ({ denial }: ContractRecord) =>
    denial?.httpStatus === httpStatus && denial.apiCode === apiCode && sinceMs(denial.atMs, clock.nowMs()) < Infinity
  const { document } = await changeOne('contracts', contract, store, (current) => ({
    document: isNoted(current) ? current : { ...current, denial: { httpStatus, apiCode, atMs: clock.nowMs() } },
  }))
  return document
}

/** WeChat Pay knows the contract: what it refused before does not agree with that. @returns it as it now stands */
export async function forgetDenial(contract: ContractRecord, { store }: ContractDeps): Promise<ContractRecord> {
  const { document } = await changeOne('contracts', contract, store, (current) => {
    if (!current.denial) return { document: current }
    const known = { ...current }
    delete known.denial
    return { document: known }
  })
  return document
}
