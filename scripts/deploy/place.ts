// Where a deployment happens and who is told of it, and what it comes to.
import type { Post } from '../cloud/unsignedPost'
import type { Finding } from '../doctor/findings'
import type { Applied } from './apply'
import type { Item } from './item'
import type { RunTool } from './runTool'
import type { Smoke } from './smoke'
import type { ExitCode, Trouble } from './troubles'

export interface Place {
  /** The project's folder. */
  root: string
  env: Readonly<Record<string, string | undefined>>
  /** Of the user. */
  home: string
  /** Where folders come and go. */
  temporary: string
  now: Date
  wait: (ms: number) => Promise<void>
  tool: RunTool
  post: Post
  /** Authority to trust in place of the usual ones. */
  ca?: string
  /** @returns false where nobody is there to ask, or says no; Ctrl-C stops all by `signal` */
  confirm: (question: 'goOn' | 'replace', detail: string) => Promise<boolean>
  /** What is known is told at once. */
  tell: (progress: Progress) => void
  signal: AbortSignal
}

export type Progress =
  | { kind: 'plan'; outcome: Outcome }
  | { kind: 'begins' }
  | { kind: 'done'; item: Item }
  | { kind: 'smoke'; smoke: Smoke }

export interface Outcome extends Applied {
  exitCode: ExitCode
  envId: string
  refused: Finding[]
  /** Without a login: planned as for an empty environment. */
  isBlind: boolean
  isDryRun: boolean
  plan: Item[]
  smoke: Smoke[]
  /** Path of the policy to be set by hand. */
  policyFile: string | undefined
  trouble: Trouble | undefined
}
