// All a doctor looks at from the laptop, gathered once; what it means is said by the checks.
import type { Probed } from '../../../cloudfunctions/_shared/admin/probe'
import type { CloudFailure } from '../../cloud/failures'
import type { CloudState } from '../../cloud/state'

/** A base URL of WeChat Pay's, and how far this machine's clock is ahead of it; or why it could not be asked. */
export type HostSeen = { host: string } & ({ aheadMs: number } | { failure: string })

export type EchoSeen =
  | { kind: 'echoed' }
  /** Signed or not: their word is that our request is no good. */
  | { kind: 'refused' | 'untrusted' | 'unreachable'; detail: string }

export type NotifySeen =
  | { kind: 'ours' }
  | { kind: 'unreachable' | 'notReady' | 'denied' | 'notFound' | 'redirect' | 'foreign'; detail: string }

export type ProbeSeen =
  | { kind: 'probed'; parts: readonly Probed[] }
  /** It said no: with the code of its error. */
  | { kind: 'refused'; code: string; detail: string }
  | { kind: 'unanswered'; detail: string }

export interface ExpectedFunction {
  /** As it is called online. */
  name: string
  handler: string
  timeoutSec: number
  memoryMb: number
  /** SHA-256 of the texts a variable may have, by its name: the same key has several. */
  variableHashes: Readonly<Record<string, readonly string[]>>
  /** Nobody may call it from a page. */
  isServerOnly: boolean
  /** Has a timer. */
  isUpkeep: boolean
}

/** What the cloud should hold, by `.env` and the files of the project. */
export interface Expected {
  functions: readonly ExpectedFunction[]
  /** Empty where the settings name PostgreSQL. */
  collections: CloudState['collections'] & object
  /** Function by path. */
  routes: Readonly<Record<string, string>>
}

export interface OnlineWorld {
  hosts: readonly HostSeen[]
  echo: EchoSeen
  expected: Expected
  cloud: CloudState | CloudFailure
  notify: NotifySeen
  /** Undefined where the cloud could not be looked at, or has no such function. */
  probe: ProbeSeen | undefined
  /** Whether `contractAdmin` is deployed at all: without its key it is not. */
  hasAdmin: boolean
}
