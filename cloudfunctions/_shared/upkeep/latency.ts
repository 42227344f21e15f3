// How long the database and WeChat Pay took, as this run has seen it.
import type { Clock } from '../kernel/ports'
import type { UpkeepDeps } from './ports'

export interface Latencies {
  database: number[]
  wechatPay: number[]
}

/** @returns the same, and what it took, which grows while they are used */
export function timed(deps: UpkeepDeps): { deps: UpkeepDeps; latencies: Latencies } {
  const latencies: Latencies = { database: [], wechatPay: [] }
  const { store, gateway, orderGateway, chargeGateway, refundGateway, clock } = deps
  const wechatPay = (ms: number) => void latencies.wechatPay.push(ms)
  return {
    latencies,
    deps: {
      ...deps,
      // A transaction is many requests, and what is done in between.
      store: timing(store, clock, (ms) => void latencies.database.push(ms), 'transact'),
      gateway: timing(gateway, clock, wechatPay),
      orderGateway: timing(orderGateway, clock, wechatPay),
      chargeGateway: timing(chargeGateway, clock, wechatPay),
      refundGateway: timing(refundGateway, clock, wechatPay),
    },
  }
}

function timing<Port extends object>(port: Port, clock: Clock, note: (ms: number) => void, but?: string): Port {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      if (name === but) return (...given: unknown[]): unknown => Reflect.apply(method, target, given)
      return async (...given: unknown[]): Promise<unknown> => {
        const startedAtMs = clock.nowMs()
        try {
          return await Reflect.apply(method, target, given)
        } finally {
          note(clock.nowMs() - startedAtMs)
        }
      }
    },
  })
}

/** The smallest that so many of all are not above; undefined of none. @param part from 0 to 1 */
export function percentile(values: readonly number[], part: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]
}
