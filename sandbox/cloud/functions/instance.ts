import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../clock'
import { LIMITS } from '../limits'
import type { Failure } from './failures'
import { LineSplitter } from './lines'
import type { FunctionManifest } from './manifest'
import type { InvokeMessage, WorkerMessage, WorkerStart } from './protocol'
import { workerProgram } from './workerProgram'

export type Outcome = { ok: true; json: string } | { ok: false; failure: Failure }

/** Beside what other tools keep for the next run. */
const COMPILED_IN = path.resolve(__dirname, '../../../node_modules/.cache/local-wechat')

interface InstanceOptions {
  manifest: FunctionManifest
  environment: Readonly<Record<string, string>>
  clock: Clock
  onLine: (stream: 'stdout' | 'stderr', line: string) => void
  /** Called once, after its last line. */
  onStopped: (reason: string) => void
}

/**
 * One instance of a function: a worker thread that has loaded the bundle and handles one event at a time. When it
 * dies, or is ended at the time limit, it answers the event under way and is of no further use.
 */
export class Instance {
  readonly #worker: Worker
  readonly #lines: Readonly<Record<'stdout' | 'stderr', LineSplitter>>
  #answer: ((outcome: Outcome) => void) | undefined
  #invocation: InvokeMessage | undefined
  #cancelTimeout: (() => void) | undefined
  #isReady = false
  #isStopped = false
  #death: Failure = { kind: 'exited', message: 'User process exit when running' }

  constructor(private readonly options: InstanceOptions) {
    const { manifest, environment, onLine } = options
    this.#limitTime(LIMITS.initTimeoutSec, 'Initialization')
    this.#lines = {
      stdout: new LineSplitter((line) => onLine('stdout', line)),
      stderr: new LineSplitter((line) => onLine('stderr', line)),
    }
    const workerData: WorkerStart = { entry: manifest.entry, compiledIn: COMPILED_IN }
    this.#worker = new Worker(workerProgram(), {
      eval: true,
      env: environment,
      // Loaders and flags of this process are no part of the platform.
      execArgv: [],
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: manifest.memorySizeMb },
    })
    this.#worker.on('message', (message: WorkerMessage) => this.#onMessage(message))
    this.#worker.on('error', (error) => this.#onError(error))
    this.#worker.on('exit', () => this.#onExit())
  }

  /** Stopped, or about to: not to be given another event. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /** Never rejects. The time limit counts from when the bundle is loaded, as the platform's does. */
  run(invocation: InvokeMessage): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#answer = resolve
      if (this.#isReady) this.#send(invocation)
      else this.#invocation = invocation
    })
  }

  /** Ends the thread wherever it is; the event under way is answered with `death`. */
  async kill(death: Failure): Promise<void> {
    this.#isStopped = true
    this.#death = death
    await this.#worker.terminate()
  }

  #send(invocation: InvokeMessage): void {
    this.#limitTime(this.options.manifest.timeoutSec, 'Invoking task')
    this.#worker.postMessage(invocation)
  }

  #limitTime(seconds: number, what: string): void {
    this.#cancelTimeout?.()
    this.#cancelTimeout = this.options.clock.after(seconds * 1000, () => {
      void this.kill({ kind: 'timeout', message: `${what} timed out after ${seconds} seconds` })
    })
  }

  #onMessage(message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true
        if (this.#invocation !== undefined) this.#send(this.#invocation)
        this.#invocation = undefined
        break
      case 'broken':
        void this.kill({ kind: 'exception', message: message.message })
        break
      case 'output':
        this.#lines[message.stream].push(message.text)
        break
      case 'exception':
        this.#settle({ ok: false, failure: { kind: 'exception', message: message.message } })
        break
      case 'result':
        this.#settle(checkedResult(message.json))
        break
    }
  }

  #onError(error: Error & { code?: string }): void {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const limit = this.options.manifest.memorySizeMb
    this.#death = isMemory
      ? { kind: 'outOfMemory', message: `Invoking task exceeded its memory of ${limit} MB` }
      : { kind: 'exited', message: `User process exit when running: ${error.stack ?? error.message}` }
  }

  #onExit(): void {
    this.#isStopped = true
    this.#settle({ ok: false, failure: this.#death })
    this.options.onStopped(this.#death.message)
  }

  #settle(outcome: Outcome): void {
    this.#cancelTimeout?.()
    this.#cancelTimeout = undefined
    this.#lines.stdout.flush()
    this.#lines.stderr.flush()
    const answer = this.#answer
    this.#answer = undefined
    answer?.(outcome)
  }
}

function checkedResult(json: string): Outcome {
  if (Buffer.byteLength(json) <= LIMITS.payloadBytes) return { ok: true, json }
  return {
    ok: false,
    failure: { kind: 'resultTooLarge', message: 'The size of response exceeds the upper limit (6MB)' },
  }
}
