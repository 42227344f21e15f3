// CONFIRM: ask the server, with bounded waits.
import type { QueryContractOutput } from '../../../typings/contract/callables'
import type { EntrustStatus } from '../../../typings/contract/entrust'
import type { CallResult } from '../../../typings/contract/results'
import type { Call } from './ports'
import { failed, notAsPromised, refused, type Troubled } from './trouble'

export type StatusAnswer = { kind: 'status'; status: QueryContractOutput } | Troubled

/** When to ask, from the moment of the first question. */
export const POLL_AT_MS: readonly number[] = [0, 1_000, 2_000, 4_000, 7_000, 12_000, 20_000]

/** So many answers of "not signed" are believed where WeChat Pay's page said nothing. */
export const DENIALS_BELIEVED = 5

/** Phones that came back at the same moment must not ask at the same moment. */
const JITTER = 0.2

/**
 * How long to wait before a poll.
 * @param poll its number; the first is 0
 * @param elapsedMs since the first
 * @param random in [0, 1)
 */
export function pollDelayMs(poll: number, elapsedMs: number, random: number): number {
  const at = POLL_AT_MS[poll] ?? 0
  const gap = at - (POLL_AT_MS[poll - 1] ?? 0)
  return Math.max(0, at + (random * 2 - 1) * JITTER * gap - elapsedMs)
}

/** @param out_contract_code the caller's current contract without it */
export const askStatus = (call: Call, out_contract_code: string | undefined): Promise<StatusAnswer> =>
  toStatusAnswer(call('queryContract', out_contract_code === undefined ? {} : { out_contract_code }))

/** CLOSE: the answer is what the server knows afterwards. */
export const askToClose = (call: Call, out_contract_code: string): Promise<StatusAnswer> =>
  toStatusAnswer(call('terminateContract', { out_contract_code }))

/** Never rejects. */
const toStatusAnswer = (calling: Promise<CallResult<QueryContractOutput>>): Promise<StatusAnswer> =>
  calling.then(readStatus).catch(failed)

function readStatus(result: CallResult<QueryContractOutput>): StatusAnswer {
  if (!result.ok) return refused(result)
  // The functions may be newer than the page.
  if (Object.keys(STATUSES).includes(result.state)) return { kind: 'status', status: withoutNonsense(result) }
  return notAsPromised(`the functions tell a state this page does not know: ${result.state}; update the mini-program`)
}

/** A field that is not as promised is as good as none: what is shown of it is only more than the state itself. */
const withoutNonsense = (status: QueryContractOutput): QueryContractOutput =>
  Object.assign({}, status, {
    signedAtMs: timeOf(status.signedAtMs),
    terminatedAtMs: timeOf(status.terminatedAtMs),
    contractExpiresAtMs: timeOf(status.contractExpiresAtMs),
  })

/** The last day of the calendar of JavaScript. */
const MAX_TIME_MS = 8_640_000_000_000_000

/** @returns a time that can be shown */
export const timeOf = (ms: unknown): number | undefined =>
  typeof ms === 'number' && ms > 0 && ms < MAX_TIME_MS / 2 ? ms : undefined

/** Says so to the compiler when the contract gains a state. */
const STATUSES: Readonly<Record<EntrustStatus, true>> = {
  none: true,
  inProgress: true,
  signed: true,
  closing: true,
  terminated: true,
  unknown: true,
}
