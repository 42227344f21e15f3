/** What host and worker say to each other. Everything here crosses a thread, so it is plain data. */

/** Given to the worker at its start. */
export interface WorkerStart {
  /** Path of the function's `index.js`. */
  entry: string
  /** Folder for what was compiled of large files. */
  compiledIn: string
}

export interface InvokeMessage {
  /** The event as JSON, so that a function sees what survives the wire. */
  eventJson: string
  context: Readonly<Record<string, unknown>>
  /** Identity and origin of this invocation; whatever the last one left behind is removed first. */
  environment: Readonly<Record<string, string>>
  /** How far the function's clock is ahead of this machine's, until the next one. */
  movedMs: number
}

export type WorkerMessage =
  | { kind: 'ready' }
  /** The bundle could not be loaded or has no `main`. */
  | { kind: 'broken'; message: string }
  | { kind: 'output'; stream: 'stdout' | 'stderr'; text: string }
  | { kind: 'result'; json: string }
  | { kind: 'exception'; message: string }

/** Environment variables that belong to one invocation only. */
export const isPerInvocation = (name: string): boolean =>
  name.startsWith('WX_') || name === 'TCB_SOURCE' || name === 'TCB_SEQID' || name === 'TRIGGER_SRC'
