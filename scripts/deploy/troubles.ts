// What ended a deployment before its end: which of a few kinds, and what is told of it. No message holds a secret.
import { cloudFailureIn, CLOUD_FAILURE_TEXTS, type CloudFailureId } from '../cloud/failures'
import { fileTroubleIn } from '../commandErrors'
import { TooManyBytes } from './applyFunctions'

export type ExitCode = 0 | 2 | 3 | 4 | 5 | 130

export interface Trouble {
  id: TroubleId
  detail: string
}

/** Beside those of the cloud, each with its exit code where nothing was done before. */
const OWN = {
  otherDatabase: 3,
  notOurs: 3,
  notConfirmed: 3,
  nothingKept: 3,
  tooManyBytes: 3,
  thisMachine: 3,
  tool: 5,
  unexpected: 5,
  stopped: 130,
} as const satisfies Readonly<Record<string, ExitCode>>
export type OwnTroubleId = keyof typeof OWN
export type TroubleId = CloudFailureId | OwnTroubleId

const OF_THE_CLOUD: Readonly<Partial<Record<CloudFailureId, ExitCode>>> = {
  'not-logged-in': 2,
  'login-expired': 2,
  'login-refused': 2,
  'cloud-clock': 2,
  'environment-unknown': 3,
}

export const isOfTheCloud = (id: TroubleId): id is CloudFailureId => id in CLOUD_FAILURE_TEXTS

export const exitCodeOf = (id: TroubleId): ExitCode => (isOfTheCloud(id) ? (OF_THE_CLOUD[id] ?? 5) : OWN[id])

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
  if (error instanceof TooManyBytes) return { id: 'tooManyBytes', detail: error.message }
  if (fileTroubleIn(error)) return { id: 'thisMachine', detail: messageOf(error) }
  const { id, detail = '' } = cloudFailureIn(error) ?? { id: 'unexpected', detail: messageOf(error) }
  return { id, detail }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
