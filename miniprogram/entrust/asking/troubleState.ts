// From trouble to the state that tells of it, where every page has the same.
import type { Trouble } from './trouble'

/** `during`: what the call was made for. */
export type TroubleState<Errand> =
  | Busy<Errand>
  /** S15 */
  | { kind: 'offline' }
  /** S16: no answer in time. */
  | { kind: 'slow' }
  /** S17 */
  | { kind: 'systemError'; requestId: string; during: Errand }

/** S13, until `untilMs` by the phone's clock; then back to where it came from. */
export interface Busy<Errand> {
  kind: 'busy'
  untilMs: number
  secondsLeft: number
  during: Errand
}

/** @returns `undefined` for what asking again cannot mend: there each page has a state of its own */
export function troubleState<Errand>(
  { kind, requestId, retryAfterMs }: Trouble,
  during: Errand,
  nowMs: number,
): TroubleState<Errand> | undefined {
  switch (kind) {
    case 'offline':
      return { kind }
    case 'slow':
    case 'inProgress':
      return { kind: 'slow' }
    case 'busy':
      return busy(nowMs + retryAfterMs, during, nowMs)
    case 'systemError':
    case 'unreadable':
      return { kind: 'systemError', requestId, during }
    case 'unavailable':
    case 'notFound':
    case 'notSigned':
      return undefined
  }
}

export const busy = <Errand>(untilMs: number, during: Errand, nowMs: number): Busy<Errand> => ({
  kind: 'busy',
  untilMs,
  during,
  secondsLeft: Math.max(1, Math.ceil((untilMs - nowMs) / 1000)),
})

/** How long whoever was told to wait has to. */
export const waitOf = ({ kind, retryAfterMs }: Trouble): number => (kind === 'busy' ? retryAfterMs : 0)
