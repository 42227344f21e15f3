/** Nanoseconds for one call, both medians over samples taken in turn. */
export interface Pair {
  rawNs: number
  oursNs: number
}

interface Plan {
  samples: number
  /** Calls per sample, so that a sample is long against the clock's grain. */
  calls: number
}

/**
 * Times two ways to the same result. Samples are taken in turn, so that what the machine does meanwhile hits both; the
 * first tenth warms up and is thrown away. Who goes first is left to chance: in any fixed order, OpenSSL's new blinding
 * of an RSA key, due every 32 signatures, would always fall to the same side.
 */
export async function compare(raw: () => unknown, ours: () => unknown, plan: Plan): Promise<Pair> {
  const rawNs: number[] = []
  const oursNs: number[] = []
  const warmUp = Math.ceil(plan.samples / 10)
  for (let i = -warmUp; i < plan.samples; i++) {
    const turns = [() => sample(raw, plan.calls, rawNs), () => sample(ours, plan.calls, oursNs)]
    for (const turn of Math.random() < 0.5 ? turns : turns.reverse()) await turn()
    if (i < 0) rawNs.length = oursNs.length = 0
  }
  return { rawNs: median(rawNs), oursNs: median(oursNs) }
}

/** A call that answers with a promise is waited for; one that does not costs no trip through the event loop. */
async function sample(call: () => unknown, calls: number, into: number[]): Promise<void> {
  const startedAt = process.hrtime.bigint()
  for (let i = 0; i < calls; i++) {
    const result = call()
    if (result instanceof Promise) await result
  }
  into.push(Number(process.hrtime.bigint() - startedAt) / calls)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
