// What ended a deployment before its end: which of a few kinds, and what is told of it. No message holds a secret.
import { NoSuchEnvironment } from '../cloud/readEnvironment'
import { CloudRefusal, CloudUnreachable } from '../cloud/tc3Client'
import { TooManyBytes } from './applyFunctions'

export type ExitCode = 0 | 2 | 3 | 4 | 5 | 130

export interface Trouble {
  id: TroubleId
  detail: string
}

export type TroubleId = keyof typeof EXIT_CODES

/** Where nothing was done before. */
export const EXIT_CODES = {
  noLogin: 2,
  loginIncomplete: 2,
  loginExpired: 2,
  badLogin: 2,
  clock: 2,
  noEnvironment: 3,
  otherDatabase: 3,
  notOurs: 3,
  notConfirmed: 3,
  nothingKept: 3,
  tooManyBytes: 3,
  noRight: 5,
  tooMany: 5,
  unreachable: 5,
  refused: 5,
  tool: 5,
  unexpected: 5,
  stopped: 130,
} as const satisfies Readonly<Record<string, ExitCode>>

/** Thrown where it is known what is wrong. */
export class Told extends Error {
  override readonly name = 'Told'
  constructor(
    readonly id: TroubleId,
    readonly detail = '',
  ) {
    super(`${id} ${detail}`)
  }
}

export function troubleOf(error: unknown, signal: AbortSignal): Trouble {
  if (signal.aborted) return { id: 'stopped', detail: '' }
  if (error instanceof Told) return { id: error.id, detail: error.detail }
  if (error instanceof NoSuchEnvironment)
    return { id: 'noEnvironment', detail: `${error.envId} (${error.known.join(', ') || '-'})` }
  if (error instanceof TooManyBytes) return { id: 'tooManyBytes', detail: error.message }
  if (error instanceof CloudRefusal) return refusalOf(error)
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof CloudUnreachable) return { id: /HTTP 429/.test(detail) ? 'tooMany' : 'unreachable', detail }
  return { id: 'unexpected', detail }
}

function refusalOf({ code, message, requestId }: CloudRefusal): Trouble {
  const detail = `${code}: ${message} (RequestId ${requestId})`
  if (/UnauthorizedOperation/.test(code)) return { id: 'noRight', detail: rightIn(message) ?? detail }
  if (code === 'AuthFailure.SignatureExpire') return { id: 'clock', detail: '' }
  if (code.startsWith('AuthFailure')) return { id: 'badLogin', detail: code }
  if (code.startsWith('RequestLimitExceeded')) return { id: 'tooMany', detail: code }
  return { id: 'refused', detail }
}

/** As CAM names it, such as `scf:CreateFunction`. */
const rightIn = (message: string): string | undefined => /\b(?:tcb|scf|flexdb|cos):\w+/.exec(message)?.[0]
