// A wish to close is a promise: it is written down before WeChat Pay hears of it, and stands until WeChat Pay says that the
// contract has ended. Here too: whose turn it is to send the termination, at most once in 30 s per contract.
import { countClosing } from './countClosing'
import { isSigned } from '../evidence/inForce'
import type { ContractDeps } from '../ports'
import type { ContractRecord } from '../../records/contracts'
import { changeOne } from '../../kernel/changeOne'
import { sinceMs } from '../../kernel/stamps'
import { turnAfterSending } from '../../kernel/turns'

const RESEND_MS = 30_000

export interface GivenWish {
  /** Why; a wish that stands keeps its own, for the same is sent again. */
  remark?: string | undefined
  /** The user asks for it now, and so often only. */
  isUsers?: boolean
}

interface ClosingTurn {
  /** As it now stands: with the wish on it, unless it has ended meanwhile. */
  document: ContractRecord
  /** What this call is to send; nothing where it has ended, or where somebody sent it a moment ago. */
  remark?: string
}

/** A wish that is not known to have taken effect, and was not sent in the last 30 s. */
export function isToBeSent(contract: ContractRecord, nowMs: number): boolean {
  const { terminateRequestedAtMs, terminateSentAtMs } = contract
  if (!isSigned(contract) || terminateRequestedAtMs === undefined) return false
  return sinceMs(terminateSentAtMs ?? terminateRequestedAtMs, nowMs) >= RESEND_MS
}

/**
 * Writes the wish down where there is none, and takes the turn. The turn is written before anything is sent: a commit whose
 * answer is lost costs 30 s, and never a second request.
 * @throws {CallFailure} RATE_LIMITED: the user closes too often
 */
export async function takeClosingTurn(
  contract: ContractRecord,
  { remark: given, isUsers = false }: GivenWish,
  deps: ContractDeps,
): Promise<ClosingTurn> {
  const { store, clock } = deps
  if (isUsers && isSigned(contract)) await countClosing(contract, deps)
  return changeOne('contracts', contract, store, (current) => decideClosing(current, given, clock.nowMs()))
}

function decideClosing(current: ContractRecord, given: string | undefined, nowMs: number): ClosingTurn {
  if (!isSigned(current)) return { document: current }
  const isNew = current.terminateRequestedAtMs === undefined
  if (!isNew && !isToBeSent(current, nowMs)) return { document: current }
  const remark = current.terminateRemark ?? given ?? defaultRemark(current)
  const document = {
    ...current,
    terminateRequestedAtMs: current.terminateRequestedAtMs ?? nowMs,
    terminateRemark: remark,
    terminateSentAtMs: nowMs,
    terminateTries: (current.terminateTries ?? 0) + 1,
    // Whoever sends it asks what came of it.
    ...turnAfterSending(current, nowMs),
  }
  return { document, remark }
}

const defaultRemark = ({ scene }: ContractRecord): string =>
  scene === 'app' ? '用户在App内关闭' : '用户在小程序内关闭'
