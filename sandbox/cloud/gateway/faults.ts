import type { Clock } from '../clock'
import type { DatabaseAction } from './actions'

type GatewayAction = DatabaseAction | 'functions.invokeFunction'

/** Which requests a fault strikes; what is left out matches everything. */
export interface FaultTarget {
  action?: GatewayAction | readonly GatewayAction[]
  collection?: string
}

/**
 * What goes wrong. `before`: the request was not carried out. `after`: it was, and only the answer is bad or lost.
 * - `error` answers with a gateway error: `SYS_ERR` unless told otherwise
 * - `reset` cuts the connection without an answer
 * - `conflict` answers as a transaction conflict does and ends the transaction
 * - `delay` holds the request back for `ms`, then lets it through
 */
export type Fault =
  | { kind: 'error'; when?: 'before' | 'after'; code?: string; message?: string }
  | { kind: 'reset'; when?: 'before' | 'after' }
  | { kind: 'conflict' }
  | { kind: 'delay'; ms: number }

/** One request stopped on its way: `reached` resolves when it is there, `release` lets it go on. */
export interface Hold {
  reached: Promise<void>
  release: () => void
}

interface GatewayRequest {
  action: string
  collection?: string | undefined
}

export type Struck =
  Exclude<Fault, { kind: 'delay' }> | { kind: 'wait'; when: 'before' | 'after'; until: () => Promise<void> }

interface Rule {
  target: FaultTarget
  timesLeft: number
  struck: Struck
}

/** Faults of the gateway on demand. The first rule that fits strikes, and is used up after its number of times. */
export class Faults {
  #rules: Rule[] = []

  constructor(private readonly clock: Clock) {}

  /**
   * @param times how many requests it strikes; 1 unless told otherwise, `Infinity` until `clear()`
   * @returns takes the fault back
   */
  inject(fault: Fault, target: FaultTarget = {}, times = 1): () => void {
    return this.#add({ target, timesLeft: times, struck: fault.kind === 'delay' ? this.#delayed(fault.ms) : fault })
  }

  /** Stops the next request that fits, before it is carried out or after it, until released. */
  hold(target: FaultTarget = {}, when: 'before' | 'after' = 'before'): Hold {
    let arrive = (): void => undefined
    let release = (): void => undefined
    const reached = new Promise<void>((resolve) => (arrive = resolve))
    const released = new Promise<void>((resolve) => (release = resolve))
    const until = (): Promise<void> => {
      arrive()
      return released
    }
    this.#add({ target, timesLeft: 1, struck: { kind: 'wait', when, until } })
    return { reached, release: () => release() }
  }

  clear(): void {
    this.#rules = []
  }

  /** The fault that strikes this request, if any. */
  take(request: GatewayRequest): Struck | undefined {
    const rule = this.#rules.find(({ target }) => isStruck(target, request))
    if (rule === undefined) return undefined
    rule.timesLeft -= 1
    if (rule.timesLeft <= 0) this.#remove(rule)
    return rule.struck
  }

  #delayed(ms: number): Struck {
    return { kind: 'wait', when: 'before', until: () => new Promise((resolve) => void this.clock.after(ms, resolve)) }
  }

  #add(rule: Rule): () => void {
    this.#rules.push(rule)
    return () => this.#remove(rule)
  }

  #remove(rule: Rule): void {
    this.#rules = this.#rules.filter((other) => other !== rule)
  }
}

function isStruck({ action, collection }: FaultTarget, request: GatewayRequest): boolean {
  const actions: readonly string[] | undefined = typeof action === 'string' ? [action] : action
  const isAction = actions === undefined || actions.includes(request.action)
  return isAction && (collection === undefined || collection === request.collection)
}
