// Runs in the thread of an instance, before the function is loaded: from then on `Date` goes by a memory shared with the tests.
import { getEnvironmentData } from 'node:worker_threads'

/** Put in when this is bundled. */
declare const KEY: string

const memory = getEnvironmentData(KEY) as unknown as SharedArrayBuffer
const clocks = (memory.byteLength - 16) / 8
const clock = Atomics.add(new Int32Array(memory, 8, 1), 0, 1) % clocks
const moved = new Float64Array(memory, 0, 1)
const drift = new Float64Array(memory, 16 + 8 * clock, 1)
const real = Date
const now = (): number => Math.round(real.now() + (moved[0] ?? 0) + (drift[0] ?? 0))

globalThis.Date = new Proxy(real, {
  construct: (target, given: readonly unknown[], newTarget: new () => Date) =>
    Reflect.construct(target, given.length > 0 ? [...given] : [now()], newTarget) as Date,
  apply: () => new real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
})
