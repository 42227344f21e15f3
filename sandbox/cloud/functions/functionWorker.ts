// Runs inside the worker thread: loads one function's bundle and gives it one event after another. Bundled by
// workerProgram.ts, because a worker starts fastest, and most like the cloud, without a TypeScript loader.
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { movedDate } from '../../movedDate'
import { compileOnce } from './compiledOnce'
import type { InvokeMessage, WorkerMessage, WorkerStart } from './protocol'
import { isPerInvocation } from './protocol'

type Main = (event: unknown, context: unknown) => unknown

const port = parentPort
const send = (message: WorkerMessage): void => port?.postMessage(message)

/** Sent over the port rather than the worker's own streams, which lose their tail when the thread is ended. */
function capture(stream: 'stdout' | 'stderr'): void {
  const write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    send({ kind: 'output', stream, text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') })
    const done = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined
    if (done !== undefined) queueMicrotask(done)
    return true
  }
  process[stream].write = write
}

function load({ entry }: WorkerStart): Main | undefined {
  try {
    const loaded = createRequire(entry)(entry) as { main?: unknown }
    if (typeof loaded.main === 'function') return loaded.main as Main
    send({ kind: 'broken', message: `index.main is not a function: ${entry} must export main` })
  } catch (error) {
    send({ kind: 'broken', message: describe(error) })
  }
  return undefined
}

function setEnvironment(environment: InvokeMessage['environment']): void {
  for (const name of Object.keys(process.env)) if (isPerInvocation(name)) Reflect.deleteProperty(process.env, name)
  Object.assign(process.env, environment)
}

async function invoke(main: Main, message: InvokeMessage): Promise<WorkerMessage> {
  const { eventJson, context, environment } = message
  setEnvironment(environment)
  movedMs = message.movedMs
  try {
    const result = await main(JSON.parse(eventJson), context)
    return { kind: 'result', json: toJson(result) }
  } catch (error) {
    return { kind: 'exception', message: describe(error) }
  }
}

/** What a function returns leaves it as JSON; what JSON has no word for, such as nothing at all, leaves as null. */
const toJson = (result: unknown): string => JSON.stringify([result]).slice(1, -1)

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** Of the event under way: the clock does not jump while a function runs. */
let movedMs = 0
globalThis.Date = movedDate(() => movedMs)

capture('stdout')
capture('stderr')
const start = workerData as WorkerStart
const keepCompiled = compileOnce(start.compiledIn)
const main = load(start)
if (main !== undefined) {
  port?.on('message', (message: InvokeMessage) => void invoke(main, message).then(send).then(keepCompiled))
  send({ kind: 'ready' })
}
