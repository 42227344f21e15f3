// Where each page state may lead, in one step. Written down apart from the reducer, so that one checks the other.
import type { Kind } from '../../../miniprogram/entrust/journey/state'

/** Any state with an open attempt: the app is shown again, and the server is asked. */
const RESUME: readonly Kind[] = ['confirming']
/** What a call can end in, whatever it was for. */
const TROUBLE: readonly Kind[] = ['busy', 'unavailable', 'offline', 'slow', 'systemError']
/** A text that changes before anything is signed, or breaks at any time. */
const TERMS: readonly Kind[] = ['misconfigured']

const NEXT: Readonly<Record<Kind, readonly Kind[]>> = {
  // Expired: a card in trouble was loaded anew, with an attempt of which nothing can come any more.
  // Gone and unsure: of a contract chosen by its code.
  loading: [
    'gone',
    'unsure',
    'unsigned',
    'signed',
    'closeUnsure',
    'terminated',
    'confirming',
    'expired',
    'oldClient',
    ...TROUBLE,
  ],
  unsigned: ['preparing', 'leaving', 'alreadySigned', 'closeUnsure', 'unavailable'],
  preparing: ['ready', 'alreadySigned', 'closeUnsure', 'unsigned', ...TROUBLE],
  leaving: ['away', 'refused', 'ready', 'unavailable', 'systemError'],
  ready: ['leaving', 'preparing', 'unsigned', 'away', 'refused', 'unavailable', 'systemError'],
  refused: ['leaving', 'preparing', 'unsigned', 'unavailable'],
  away: [],
  confirming: [
    'signed',
    'notSigned',
    'signFailed',
    'unsure',
    'expired',
    'terminated',
    'closeUnsure',
    'slow',
    'systemError',
    // No attempt after all, or one of another account (S20).
    'unsigned',
    'loading',
    // WeChat's word on the jump came after the app was shown.
    'refused',
    'ready',
    'unavailable',
  ],
  notSigned: ['leaving', 'preparing', 'unsigned', 'unavailable'],
  signFailed: ['preparing', 'unsigned'],
  unsure: ['loading'],
  // Asked again: it was closed inside WeChat, or is being closed.
  signed: ['askClose', 'terminated', 'closeUnsure', 'loading'],
  alreadySigned: ['askClose', 'terminated', 'closeUnsure', 'loading'],
  askClose: ['signed', 'closing', 'terminated', 'closeUnsure', 'loading'],
  closing: ['terminated', 'closeUnsure', 'loading', 'busy', 'offline', 'systemError'],
  closeUnsure: ['terminated', 'signed', 'unsigned', 'gone', 'loading'],
  terminated: ['unsigned'],
  expired: ['preparing', 'unsigned'],
  gone: ['loading'],
  busy: ['unsigned', 'loading', 'signed'],
  unavailable: [],
  offline: ['loading'],
  // The answer came after all.
  slow: [
    'gone',
    'ready',
    'alreadySigned',
    'signed',
    'closeUnsure',
    'terminated',
    'expired',
    'unsigned',
    'loading',
    ...TROUBLE,
  ],
  systemError: ['preparing', 'unsigned', 'loading'],
  oldClient: [],
  misconfigured: ['loading', 'unavailable'],
}

/** Nothing can be done in these two, so nothing asks the server either. */
const STOPPED: readonly Kind[] = ['oldClient', 'misconfigured']

export const mayLead = (from: Kind, to: Kind): boolean =>
  from === to ||
  NEXT[from].includes(to) ||
  (from !== 'oldClient' && TERMS.includes(to)) ||
  (!STOPPED.includes(from) && RESUME.includes(to))
