import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock'
import type { CloudEvents } from '../events'
import type { Failure } from './failures'
import type { Outcome } from './instance'
import { Instance } from './instance'
import type { FunctionManifest } from './manifest'
import type { InvokeMessage } from './protocol'

interface PoolOptions {
  manifest: FunctionManifest
  environment: Readonly<Record<string, string>>
  maxInstances: number
  clock: Clock
  events: CloudEvents
}

/** Of an event, without what depends on the instance that gets it. */
type Invocation = Omit<InvokeMessage, 'movedMs'>

interface Waiting {
  requestId: string
  invocation: Invocation
  answer: (outcome: Outcome) => void
}

interface Slot {
  id: string
  instance: Instance
  /** The invocation it is busy with. */
  requestId: string | undefined
}

/** The instances of one function and the events that wait for one. */
export class Pool {
  readonly #queue: Waiting[] = []
  readonly #slots = new Set<Slot>()
  #isClosed = false

  constructor(private readonly options: PoolOptions) {}

  get instanceCount(): number {
    return this.#slots.size
  }

  get queueLength(): number {
    return this.#queue.length
  }

  invoke(requestId: string, invocation: Invocation): Promise<Outcome> {
    if (this.#isClosed) return Promise.resolve(closed)
    return new Promise((answer) => {
      this.#queue.push({ requestId, invocation, answer })
      this.#serve()
    })
  }

  /** Ends every instance in the middle of what it does; events that wait get new ones. */
  async killInstances(death: Failure): Promise<number> {
    const slots = [...this.#slots]
    await Promise.all(slots.map(({ instance }) => instance.kill(death)))
    return slots.length
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const { answer } of this.#queue.splice(0)) answer(closed)
    await this.killInstances(closed.failure)
  }

  #serve(): void {
    while (this.#queue.length > 0) {
      const slot = this.#freeSlot()
      if (slot === undefined) return
      const waiting = this.#queue.shift()
      if (waiting !== undefined) void this.#run(slot, waiting)
    }
  }

  #freeSlot(): Slot | undefined {
    for (const slot of this.#slots) if (slot.requestId === undefined && !slot.instance.isStopped) return slot
    return this.#slots.size < this.options.maxInstances ? this.#startSlot() : undefined
  }

  async #run(slot: Slot, { requestId, invocation, answer }: Waiting): Promise<void> {
    slot.requestId = requestId
    const movedMs = this.options.clock.movedMs?.(slot.id) ?? 0
    const outcome = await slot.instance.run({ ...invocation, movedMs })
    slot.requestId = undefined
    answer(outcome)
    this.#serve()
  }

  #startSlot(): Slot {
    const { manifest, environment, clock, events } = this.options
    const functionName = manifest.name
    const instanceId = randomUUID()
    const instance = new Instance({
      manifest,
      environment,
      clock,
      onLine: (stream, line) => {
        const event = { atMs: clock.now(), functionName, instanceId, stream, line }
        events.emit('log', slot.requestId === undefined ? event : { ...event, requestId: slot.requestId })
      },
      onStopped: (reason) => {
        this.#slots.delete(slot)
        events.emit('instance', { atMs: clock.now(), functionName, instanceId, change: 'stopped', reason })
        this.#serve()
      },
    })
    const slot: Slot = { id: instanceId, instance, requestId: undefined }
    this.#slots.add(slot)
    events.emit('instance', { atMs: clock.now(), functionName, instanceId, change: 'started' })
    return slot
  }
}

const closed: Outcome & { ok: false } = {
  ok: false,
  failure: { kind: 'closed', message: 'the local cloud is closing' },
}
