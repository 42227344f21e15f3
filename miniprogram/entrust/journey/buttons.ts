// Which buttons a state has, in their order. The reducer takes no other tap, so one that comes late or twice (S18) changes
// nothing.
import type { Journey, Kind } from './state'

export type ButtonName =
  /** The agreement's box. */
  | 'agree'
  | 'read'
  | 'stopReading'
  | 'open'
  | 'decline'
  /** Jump with the session in hand. */
  | 'go'
  /** The tap on `<navigator>`, which jumps by itself. */
  | 'goByNavigator'
  | 'refresh'
  | 'retry'
  | 'contact'
  | 'manage'
  | 'keep'
  | 'confirmClose'
  /** The wish to close, once more: the server asks first, and sends it where that helps. */
  | 'closeAgain'
  | 'again'
  | 'leave'

const BUTTONS: Readonly<Record<Kind, readonly ButtonName[]>> = {
  loading: [],
  unsigned: ['open', 'decline', 'agree', 'read', 'stopReading'],
  preparing: [],
  leaving: [],
  ready: ['go', 'decline'],
  refused: ['go', 'decline'],
  away: ['refresh', 'leave'],
  confirming: ['refresh', 'leave'],
  notSigned: ['go', 'refresh', 'decline'],
  signFailed: ['retry', 'contact', 'decline'],
  unsure: ['refresh', 'leave'],
  signed: ['leave', 'manage'],
  alreadySigned: ['leave', 'manage'],
  askClose: ['keep', 'confirmClose'],
  closing: [],
  closeUnsure: ['closeAgain', 'leave'],
  terminated: ['leave', 'again'],
  expired: ['again', 'decline'],
  gone: ['leave'],
  busy: ['leave'],
  unavailable: ['leave'],
  offline: ['retry', 'leave'],
  slow: ['refresh', 'leave'],
  systemError: ['retry', 'contact', 'leave'],
  oldClient: ['leave'],
  misconfigured: [],
}

export function buttonsOf({ state, purpose, chosen }: Journey): readonly ButtonName[] {
  if (state.kind === 'ready' && state.by === 'navigator') return ['goByNavigator', 'decline']
  if (chosen && state.kind === 'terminated') return ['leave']
  // Among the settings, closing is what the page is for.
  return state.kind === 'signed' && purpose === 'manage' ? ['manage', 'leave'] : BUTTONS[state.kind]
}
