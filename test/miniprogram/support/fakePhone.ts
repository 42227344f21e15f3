// A phone whose clock, network and WeChat do what the test says, and which writes down what was asked of it, in order.
import type { Told } from '../../../miniprogram/entrust/journey/events'
import type { Call } from '../../../miniprogram/entrust/asking/ports'
import type { JourneyPorts, JumpDone } from '../../../miniprogram/entrust/ports'
import type { JumpTarget } from '../../../miniprogram/entrust/steps/openSignPage'
import type { Attempt } from '../../../miniprogram/entrust/journey/state'
import { NOW } from './journeys'

interface PendingCall {
  name: string
  data: unknown
  answer(result: unknown): void
  fail(error: unknown): void
}

export interface FakePhone {
  ports: JourneyPorts
  /** In the order it happened: `call queryContract`, `saveAttempt`, `jump`, ... */
  log: string[]
  calls: PendingCall[]
  jumps: { target: JumpTarget; done: JumpDone }[]
  told: Told[]
  warnings: string[]
  stored: Attempt | undefined
  timers(): number
  /** As some phones do in the background. */
  loseTimers(): void
  /** Lets time pass, and every promise be kept. */
  advance(ms: number): Promise<void>
  lastCall(): PendingCall
}

export function fakePhone(): FakePhone {
  let nowMs = NOW
  const timers = new Map<object, { atMs: number; run: () => void }>()
  const phone: Omit<FakePhone, 'ports'> = {
    log: [],
    calls: [],
    jumps: [],
    told: [],
    warnings: [],
    stored: undefined,
    timers: () => timers.size,
    loseTimers: () => timers.clear(),
    lastCall: () => {
      const call = phone.calls.at(-1)
      if (!call) throw new Error('nothing was called')
      return call
    },
    advance: async (ms) => {
      const endMs = nowMs + ms
      await settle()
      for (;;) {
        const [next] = [...timers].filter(([, { atMs }]) => atMs <= endMs).sort(([, a], [, b]) => a.atMs - b.atMs)
        if (!next) break
        const [key, { atMs, run }] = next
        timers.delete(key)
        nowMs = atMs
        run()
        await settle()
      }
      nowMs = endMs
    },
  }
  const call = ((name: string, data: unknown) =>
    new Promise((resolve, reject) => {
      phone.log.push(`call ${name}`)
      phone.calls.push({ name, data, answer: resolve, fail: reject })
    })) as Call
  const ports: JourneyPorts = {
    call,
    nowMs: () => nowMs,
    random: () => 0.5,
    after: (ms, run) => {
      const key = {}
      timers.set(key, { atMs: nowMs + ms, run })
      return () => void timers.delete(key)
    },
    saveAttempt: (attempt) => {
      phone.log.push('saveAttempt')
      phone.stored = attempt
    },
    dropAttempt: () => {
      phone.log.push('dropAttempt')
      phone.stored = undefined
    },
    jump: (target, done) => {
      phone.log.push('jump')
      phone.jumps.push({ target, done })
    },
    callPhone: (number) => {
      phone.log.push(`phone ${number}`)
    },
    warn: (text) => {
      phone.warnings.push(text)
    },
    tell: (told) => {
      phone.told.push(told)
    },
  }
  return Object.assign(phone, { ports })
}

/** Every promise that can be kept now is. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}
