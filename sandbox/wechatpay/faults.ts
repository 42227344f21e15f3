// Faults of answers, armed for requests to come.
import type { HostName } from './events'

/** What goes wrong with the next matching answers. Signatures are right unless the fault says otherwise. */
export type AnswerFault =
  /** Answers, `ms` later. May come together with one other fault. */
  | { kind: 'delay'; ms: number }
  /** Never answers; the request is processed or not. */
  | { kind: 'drop'; when: 'before' | 'after' }
  /** Resets the connection; `after`: processed, but the answer is lost. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** 429, not processed. */
  | { kind: 'tooManyRequests'; retryAfterSec: number }
  | { kind: 'serverError'; status: 500 | 501 | 503; when: 'before' | 'after' }
  /** Half the body; `connectionClosed`: under a Content-Length of the whole. `shorterLength`: as if it were all. */
  | { kind: 'truncatedBody'; how: 'connectionClosed' | 'shorterLength' }
  /** A well-formed, signed answer of `bytes` and more. */
  | { kind: 'oversizedBody'; bytes: number }
  /** A gateway's page, unsigned. */
  | { kind: 'htmlBody'; status: number }
  /** Signed, and not JSON. */
  | { kind: 'notJson' }
  /** One byte of the signature differs. */
  | { kind: 'wrongSignature' }
  /** Signed by another key under the known serial. */
  | { kind: 'wrongKey' }
  /** 签名探测流量: `WECHATPAY/SIGNTEST/` in place of the signature. */
  | { kind: 'signtest' }
  | { kind: 'missingSignatureHeaders' }
  /** A serial nobody published; the signature is by an unpublished key. */
  | { kind: 'unknownSerial' }
  /** Rightly signed by the next platform certificate, which `/v3/certificates` already lists. */
  | { kind: 'rotatedKey' }
  /** Rightly signed: these members beside the true ones, or in their place. A refusal becomes an answer. */
  | { kind: 'alteredAnswer'; fields: Record<string, unknown> }
  /** Rightly signed with a clock that is off; negative is old. */
  | { kind: 'staleTimestamp'; skewSec: number }

/** Which requests, and how many of them. */
export interface FaultScope {
  /** How many times; Infinity until cleared. */
  times: number
  method?: string | undefined
  /** Path pattern; `*` stands for anything. */
  path?: string | undefined
  host?: HostName | undefined
}

interface Armed<Fault, Scope extends { times: number }> {
  id: number
  fault: Fault
  scope: Scope
}

/** As control shows it: JSON has no Infinity. */
type ArmedView<Fault, Scope> = Omit<Scope, 'times'> & { id: number; fault: Fault; times: number | 'always' }

function viewArmed<Fault, Scope extends { times: number }>({
  id,
  fault,
  scope,
}: Armed<Fault, Scope>): ArmedView<Fault, Scope> {
  return { ...scope, id, fault, times: scope.times === Infinity ? 'always' : scope.times }
}

/** Armed faults in the order they were armed; each is used up by what it matches. */
export class ArmedFaults<Fault extends { kind: string }, Scope extends { times: number }> {
  #armed: Armed<Fault, Scope>[] = []
  #nextId = 1

  arm(fault: Fault, scope: Scope): ArmedView<Fault, Scope> {
    const armed = { id: this.#nextId++, fault, scope: { ...scope } }
    this.#armed.push(armed)
    return viewArmed(armed)
  }

  all(): ArmedView<Fault, Scope>[] {
    return this.#armed.map(viewArmed)
  }

  clear(): void {
    this.#armed = []
  }

  /** Every matching delay, and the first other matching fault; each is one time less afterwards. */
  take(matches: (scope: Scope) => boolean): Fault[] {
    const matching = this.#armed.filter(({ scope }) => matches(scope))
    const delays = matching.filter(({ fault }) => fault.kind === 'delay')
    const other = matching.find(({ fault }) => fault.kind !== 'delay')
    const taken = other ? [...delays, other] : delays
    for (const { scope } of taken) scope.times -= 1
    this.#armed = this.#armed.filter(({ scope }) => scope.times > 0)
    return taken.map(({ fault }) => fault)
  }
}

/** Whether `value` follows a pattern in which `*` stands for anything. No pattern: always. */
export function matchesPattern(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true
  const literal = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`, 's').test(value)
}
