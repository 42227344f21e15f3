import type { ButtonName } from '../../../../miniprogram/entrust/journey/buttons'
import type { JourneyEvent, JumpFailure } from '../../../../miniprogram/entrust/journey/events'
import { newJourney, step } from '../../../../miniprogram/entrust/journey/journey'
import type { Step } from '../../../../miniprogram/entrust/journey/moves'
import type { Contract, Journey, Kind, State } from '../../../../miniprogram/entrust/journey/state'
import {
  after,
  AGREED,
  answered,
  ATTEMPT,
  CODE,
  deeds,
  HELD,
  journeyIn,
  NOW,
  SESSION,
  STATES,
  TEXT_HASH,
  trouble,
  WAITING,
} from '../../support/journeys'

const tap = (button: ButtonName): JourneyEvent => ({ type: 'tapped', button })
const SHOWN: JourneyEvent = { type: 'shown', returned: undefined }
/** The app was opened so that WeChat forbids jumps, or no longer. */
const opened = (canJump: boolean): JourneyEvent => ({ type: 'shown', returned: undefined, canJump })
const RETURNED: JourneyEvent = { type: 'shown', returned: 'success' }
const HIDDEN: JourneyEvent = { type: 'hidden' }
const waited = (ticket = 7): JourneyEvent => ({ type: 'waited', ticket })
const failed = (reason: JumpFailure): JourneyEvent => ({ type: 'jumpFailed', reason })
const started = (more: Partial<Extract<JourneyEvent, { type: 'started' }>> = {}): JourneyEvent => ({
  type: 'started',
  terms: { consent: TEXT_HASH, problems: [] },
  isSupported: true,
  canJump: true,
  attempt: undefined,
  returned: undefined,
  ...more,
})
const session = { kind: 'session', session: SESSION } as const
const lastPoll: Partial<Journey> = { polling: { sinceMs: NOW - 20_000, asked: 7, denials: 0 } }
const denials = (count: number): Partial<Journey> => ({ polling: { sinceMs: NOW, asked: count + 1, denials: count } })

const CONTRACT: Contract = {
  out_contract_code: CODE,
  signedAtMs: NOW,
  terminatedAtMs: undefined,
  contractExpiresAtMs: undefined,
}

/** The attempt has lapsed, and what else there is is asked for. */
const LAPSED: State = { kind: 'confirming', lapsed: { kind: 'expired', isOtherSigner: false } }

const CHOSEN = { out_contract_code: 'Chosen1' }
const OF_CHOSEN: Partial<Journey> = { purpose: 'manage', chosen: CHOSEN }

/** From, what else is known, what happens, to, and what is to be done about it. */
type Row = [from: Kind | State, more: Partial<Journey>, event: JourneyEvent, to: Kind, done: string[]]

const TABLE: Record<string, Row[]> = {
  'S0 loading': [
    ['loading', {}, started(), 'loading', ['query']],
    ['loading', {}, started({ attempt: ATTEMPT }), 'confirming', ['query']],
    ['loading', {}, started({ attempt: ATTEMPT, returned: 'none' }), 'confirming', ['saveAttempt', 'query']],
    ['loading', {}, started({ isSupported: false }), 'oldClient', ['tell fail']],
    // No question either: from a single page of Moments there is no login.
    ['loading', {}, started({ canJump: false }), 'unavailable', ['tell fail']],
    ['loading', {}, started({ canJump: false, attempt: ATTEMPT }), 'unavailable', ['tell fail']],
    ['loading', {}, started({ terms: { consent: TEXT_HASH, problems: ['payee: x'] } }), 'misconfigured', ['tell fail']],
    ['loading', WAITING, answered.status('none'), 'unsigned', []],
    ['loading', WAITING, answered.status('inProgress'), 'unsigned', []],
    ['loading', { ...WAITING, attempt: ATTEMPT }, answered.status('inProgress'), 'confirming', ['query']],
    ['loading', WAITING, answered.status('signed'), 'signed', ['tell signed']],
    ['loading', WAITING, answered.status('closing'), 'closeUnsure', []],
    ['loading', WAITING, answered.status('terminated'), 'unsigned', []],
    ['loading', { ...WAITING, purpose: 'manage' }, answered.status('terminated'), 'terminated', []],
    ['loading', WAITING, answered.status('unknown'), 'confirming', ['query']],
    ['loading', WAITING, answered.trouble('offline'), 'offline', ['tell fail']],
    ['loading', WAITING, answered.trouble('slow'), 'slow', ['tell fail']],
    ['loading', WAITING, answered.trouble('busy'), 'busy', ['tell fail', 'tickLater']],
    ['loading', WAITING, answered.trouble('unavailable'), 'unavailable', ['tell fail']],
    ['loading', WAITING, answered.trouble('notFound'), 'unavailable', ['tell fail']],
    ['loading', WAITING, answered.trouble('systemError'), 'systemError', ['tell fail']],
    ['loading', WAITING, answered.trouble('unreadable'), 'systemError', ['tell fail']],
    ['loading', WAITING, waited(), 'slow', ['stopPolling', 'tell fail']],
  ],
  'S21, a contract chosen by its code': [
    ['loading', { chosen: CHOSEN }, started(), 'loading', ['query']],
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.status('none'), 'gone', []],
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.status('inProgress'), 'gone', []],
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.trouble('notFound'), 'gone', []],
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.trouble('unavailable'), 'unavailable', ['tell fail']],
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.status('signed'), 'signed', ['tell signed']],
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.status('closing'), 'closeUnsure', []],
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.status('terminated'), 'terminated', []],
    // Not asked again at once: that would never end.
    ['loading', { ...WAITING, ...OF_CHOSEN }, answered.status('unknown'), 'unsure', []],
    ['unsure', OF_CHOSEN, tap('refresh'), 'loading', ['query']],
    ['slow', OF_CHOSEN, tap('refresh'), 'loading', ['query']],
    ['offline', OF_CHOSEN, tap('retry'), 'loading', ['query']],
    ['closeUnsure', { ...WAITING, ...OF_CHOSEN }, answered.status('none'), 'gone', []],
    ['closing', { ...WAITING, ...OF_CHOSEN }, answered.trouble('notSigned'), 'loading', ['query']],
    ['terminated', OF_CHOSEN, tap('again'), 'terminated', []],
    ['terminated', OF_CHOSEN, tap('leave'), 'terminated', ['tell leave']],
    ['gone', OF_CHOSEN, tap('leave'), 'gone', ['tell leave']],
  ],
  'S1 unsigned': [
    ['unsigned', {}, tap('agree'), 'unsigned', ['requestSession']],
    ['unsigned', { held: HELD }, tap('agree'), 'unsigned', []],
    ['unsigned', WAITING, tap('agree'), 'unsigned', []],
    ['unsigned', AGREED, tap('agree'), 'unsigned', []],
    ['unsigned', {}, tap('open'), 'unsigned', []],
    // What was agreed to before a restart carries on an attempt; it is no tick.
    ['unsigned', { consentedTo: TEXT_HASH, held: HELD }, tap('open'), 'unsigned', []],
    ['unsigned', { ...AGREED, held: HELD }, tap('open'), 'leaving', ['saveAttempt', 'jump']],
    ['unsigned', { ...AGREED, ...WAITING }, tap('open'), 'preparing', ['waitAnew']],
    ['unsigned', AGREED, tap('open'), 'preparing', ['requestSession']],
    [
      'unsigned',
      { ...AGREED, held: { ...HELD, receivedAtMs: NOW - 900_000 } },
      tap('open'),
      'preparing',
      ['requestSession'],
    ],
    ['unsigned', { ...AGREED, held: HELD, canJump: false }, tap('open'), 'unavailable', ['tell fail']],
    ['unsigned', { canJump: false }, tap('agree'), 'unavailable', ['tell fail']],
    ['unsigned', {}, opened(false), 'unavailable', ['tell fail']],
    ['unsigned', WAITING, opened(false), 'unavailable', ['tell fail']],
    ['unsigned', {}, tap('read'), 'unsigned', []],
    ['unsigned', {}, tap('decline'), 'unsigned', ['tell declined']],
    ['unsigned', { ...AGREED, ...WAITING }, answered.session(session), 'unsigned', []],
    [
      'unsigned',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'alreadySigned', out_contract_code: CODE }),
      'alreadySigned',
      ['tell signed'],
    ],
    [
      'unsigned',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'closing', out_contract_code: CODE }),
      'closeUnsure',
      [],
    ],
    [
      'unsigned',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'trouble', trouble: trouble('offline') }),
      'unsigned',
      [],
    ],
    [
      'unsigned',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'trouble', trouble: trouble('unavailable') }),
      'unavailable',
      ['tell fail'],
    ],
    ['unsigned', { ...AGREED, ...WAITING }, waited(), 'unsigned', []],
    ['unsigned', {}, SHOWN, 'unsigned', []],
    ['unsigned', { attempt: ATTEMPT }, SHOWN, 'confirming', ['query']],
  ],
  'S2 preparing': [
    ['preparing', { ...AGREED, ...WAITING }, answered.session(session), 'ready', []],
    [
      'preparing',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'alreadySigned', out_contract_code: CODE }),
      'alreadySigned',
      ['tell signed'],
    ],
    [
      'preparing',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'trouble', trouble: trouble('offline') }),
      'offline',
      ['tell fail'],
    ],
    [
      'preparing',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'trouble', trouble: trouble('busy') }),
      'busy',
      ['tell fail', 'tickLater'],
    ],
    [
      'preparing',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'trouble', trouble: trouble('inProgress') }),
      'slow',
      ['tell fail'],
    ],
    [
      'preparing',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'trouble', trouble: trouble('systemError') }),
      'systemError',
      ['tell fail'],
    ],
    [
      'preparing',
      { ...AGREED, ...WAITING },
      answered.session({ kind: 'trouble', trouble: trouble('unavailable') }),
      'unavailable',
      ['tell fail'],
    ],
    ['preparing', { ...AGREED, ...WAITING }, waited(), 'slow', ['stopPolling', 'tell fail']],
    ['preparing', { ...AGREED, ...WAITING }, tap('open'), 'preparing', []],
  ],
  'S3 leaving': [
    ['leaving', { attempt: ATTEMPT }, { type: 'jumped' }, 'away', ['awaitLeaving']],
    ['leaving', { attempt: ATTEMPT }, failed('refused'), 'refused', ['dropAttempt', 'stopPolling']],
    ['leaving', { attempt: ATTEMPT }, failed('noTap'), 'ready', ['dropAttempt', 'stopPolling']],
    ['leaving', { attempt: ATTEMPT }, failed('notListed'), 'unavailable', ['dropAttempt', 'tell fail']],
    ['leaving', { attempt: ATTEMPT }, failed('restricted'), 'unavailable', ['dropAttempt', 'tell fail']],
    ['leaving', { attempt: ATTEMPT }, failed('failed'), 'systemError', ['dropAttempt', 'tell fail']],
    ['leaving', { attempt: { ...ATTEMPT, jumps: 2 } }, failed('refused'), 'refused', ['saveAttempt', 'stopPolling']],
    ['leaving', { attempt: ATTEMPT }, { type: 'jumpWaited' }, 'ready', []],
    ['leaving', { attempt: ATTEMPT }, SHOWN, 'confirming', ['query']],
    ['leaving', { attempt: ATTEMPT, held: HELD, ...AGREED }, tap('open'), 'leaving', []],
    ['leaving', { attempt: ATTEMPT, held: HELD, ...AGREED }, tap('go'), 'leaving', []],
  ],
  'S4 ready': [
    ['ready', { ...AGREED, held: HELD }, tap('go'), 'leaving', ['saveAttempt', 'jump']],
    ['ready', AGREED, tap('go'), 'preparing', ['requestSession']],
    ['ready', { held: HELD }, tap('goByNavigator'), 'ready', []],
    [{ ...STATES.ready, by: 'navigator' }, { ...AGREED, held: HELD }, tap('goByNavigator'), 'ready', ['saveAttempt']],
    [
      { kind: 'ready', by: 'navigator', isLeaving: true },
      { ...AGREED, held: HELD, attempt: ATTEMPT },
      tap('goByNavigator'),
      'ready',
      [],
    ],
    [
      { kind: 'ready', by: 'navigator', isLeaving: true },
      { attempt: ATTEMPT },
      { type: 'jumped' },
      'away',
      ['awaitLeaving'],
    ],
    [
      { kind: 'ready', by: 'navigator', isLeaving: true },
      { attempt: ATTEMPT },
      failed('refused'),
      'refused',
      ['dropAttempt', 'stopPolling'],
    ],
    ['ready', { held: HELD }, { type: 'jumped' }, 'ready', []],
    ['ready', { held: HELD }, failed('refused'), 'ready', []],
    ['ready', { held: HELD }, tap('decline'), 'ready', ['tell declined']],
    [{ kind: 'ready', by: 'tap', isLeaving: true }, { attempt: ATTEMPT }, SHOWN, 'confirming', ['query']],
  ],
  'S5 refused': [
    ['refused', { ...AGREED, held: HELD }, tap('go'), 'leaving', ['saveAttempt', 'jump']],
    ['refused', AGREED, tap('go'), 'preparing', ['requestSession']],
    ['refused', {}, tap('go'), 'unsigned', []],
    ['refused', {}, tap('decline'), 'refused', ['tell declined']],
  ],
  'S6 away': [
    ['away', { attempt: ATTEMPT }, SHOWN, 'confirming', ['query']],
    // DevTools, and windows that stay in front.
    ['away', { attempt: ATTEMPT }, { type: 'stayed' }, 'confirming', ['query']],
    ['away', { attempt: ATTEMPT, isHidden: true }, { type: 'stayed' }, 'away', []],
    ['away', { attempt: ATTEMPT }, tap('leave'), 'away', ['tell leave']],
    ['away', { attempt: ATTEMPT }, RETURNED, 'confirming', ['saveAttempt', 'query']],
    ['away', { attempt: ATTEMPT }, tap('refresh'), 'confirming', ['query']],
    ['away', { attempt: ATTEMPT }, HIDDEN, 'away', ['stopPolling']],
  ],
  'S7 confirming': [
    [
      'confirming',
      { ...WAITING, attempt: ATTEMPT },
      answered.status('signed'),
      'signed',
      ['dropAttempt', 'tell signed'],
    ],
    // The attempt is over; another contract may be in force.
    ...(['none', 'closing', 'terminated'] as const).map((told): Row => [
      'confirming',
      { ...WAITING, attempt: ATTEMPT },
      answered.status(told),
      'confirming',
      ['dropAttempt', 'query'],
    ]),
    ['confirming', WAITING, answered.status('terminated'), 'terminated', ['tell terminated']],
    ['confirming', WAITING, answered.status('closing'), 'closeUnsure', []],
    ...(['none', 'inProgress', 'terminated'] as const).map((told): Row => [
      LAPSED,
      WAITING,
      answered.status(told),
      'expired',
      [],
    ]),
    [LAPSED, WAITING, answered.status('signed'), 'signed', ['tell signed']],
    [LAPSED, WAITING, answered.status('closing'), 'closeUnsure', []],
    [LAPSED, WAITING, answered.trouble('offline'), 'confirming', ['queryLater']],
    ['confirming', WAITING, answered.status('none'), 'unsigned', []],
    ['confirming', WAITING, answered.status('inProgress'), 'unsigned', []],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, answered.status('inProgress'), 'confirming', ['queryLater']],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, answered.status('unknown'), 'confirming', ['queryLater']],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, answered.trouble('offline'), 'confirming', ['queryLater']],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, answered.trouble('busy'), 'confirming', ['queryLater']],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, answered.trouble('unavailable'), 'confirming', ['queryLater']],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, answered.trouble('unreadable'), 'systemError', ['tell fail']],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, answered.trouble('notFound'), 'loading', ['dropAttempt', 'query']],
    ['confirming', { ...WAITING, attempt: ATTEMPT, ...denials(4) }, answered.status('inProgress'), 'notSigned', []],
    [
      'confirming',
      { ...WAITING, attempt: ATTEMPT, ...denials(3) },
      answered.status('inProgress'),
      'confirming',
      ['queryLater'],
    ],
    [
      'confirming',
      { ...WAITING, attempt: ATTEMPT, ...denials(4), hint: 'success' },
      answered.status('inProgress'),
      'confirming',
      ['queryLater'],
    ],
    [
      'confirming',
      { ...WAITING, attempt: ATTEMPT, hint: 'fail' },
      answered.status('inProgress'),
      'signFailed',
      ['tell fail'],
    ],
    [
      'confirming',
      { ...WAITING, attempt: ATTEMPT, hint: 'fail' },
      answered.status('unknown'),
      'confirming',
      ['queryLater'],
    ],
    [
      'confirming',
      { ...WAITING, attempt: ATTEMPT, hint: 'fail' },
      answered.status('signed'),
      'signed',
      ['dropAttempt', 'tell signed'],
    ],
    ['confirming', { ...WAITING, attempt: ATTEMPT, ...lastPoll }, answered.status('unknown'), 'unsure', []],
    ['confirming', { ...WAITING, attempt: ATTEMPT, ...lastPoll }, answered.trouble('offline'), 'unsure', []],
    ['confirming', { ...WAITING, attempt: ATTEMPT }, waited(), 'slow', ['stopPolling', 'tell fail']],
    ['confirming', { attempt: ATTEMPT, ticket: 7 }, { type: 'pollDue', ticket: 7 }, 'confirming', ['query']],
    ['confirming', { attempt: ATTEMPT, ticket: 7 }, { type: 'pollDue', ticket: 6 }, 'confirming', []],
    ['confirming', { attempt: ATTEMPT, ...WAITING }, { type: 'pollDue', ticket: 7 }, 'confirming', []],
    ['confirming', { attempt: ATTEMPT, ticket: 7, isHidden: true }, { type: 'pollDue', ticket: 7 }, 'confirming', []],
    ['confirming', { attempt: ATTEMPT, ...WAITING, isHidden: true }, answered.status('inProgress'), 'confirming', []],
    ['confirming', { attempt: ATTEMPT }, HIDDEN, 'confirming', ['stopPolling']],
    ['confirming', { attempt: ATTEMPT, isHidden: true }, SHOWN, 'confirming', ['query']],
    ['confirming', { isHidden: true }, SHOWN, 'confirming', ['query']],
    ['confirming', { attempt: ATTEMPT }, SHOWN, 'confirming', []],
    ['confirming', { attempt: ATTEMPT }, RETURNED, 'confirming', ['saveAttempt']],
    ['confirming', { attempt: ATTEMPT }, tap('refresh'), 'confirming', ['query']],
    ['confirming', { attempt: ATTEMPT, ...WAITING }, tap('refresh'), 'confirming', []],
    ['confirming', { attempt: ATTEMPT }, failed('refused'), 'refused', ['dropAttempt', 'stopPolling']],
    ['confirming', { attempt: ATTEMPT }, { type: 'jumped' }, 'confirming', []],
    ['confirming', { attempt: ATTEMPT }, { type: 'stayed' }, 'confirming', []],
    ['confirming', { attempt: ATTEMPT }, tap('leave'), 'confirming', ['tell leave']],
  ],
  'S8a notSigned': [
    ['notSigned', { attempt: ATTEMPT }, tap('refresh'), 'confirming', ['query']],
    ['notSigned', { attempt: ATTEMPT, ...AGREED, held: HELD }, tap('go'), 'leaving', ['saveAttempt', 'jump']],
    ['notSigned', { attempt: ATTEMPT, consentedTo: TEXT_HASH }, tap('go'), 'preparing', ['requestSession']],
    ['notSigned', { attempt: ATTEMPT }, tap('decline'), 'notSigned', ['tell declined']],
    ['notSigned', { attempt: ATTEMPT }, SHOWN, 'confirming', ['query']],
  ],
  'S8b signFailed': [
    ['signFailed', { attempt: ATTEMPT, consentedTo: TEXT_HASH }, tap('retry'), 'preparing', ['requestSession']],
    ['signFailed', {}, tap('contact'), 'signFailed', ['callService']],
  ],
  'S8c unsure': [
    ['unsure', { attempt: ATTEMPT }, tap('refresh'), 'confirming', ['query']],
    ['unsure', { attempt: ATTEMPT }, tap('leave'), 'unsure', ['tell leave']],
    ['unsure', { attempt: ATTEMPT }, SHOWN, 'confirming', ['query']],
  ],
  'S9 signed, S9a already signed': [
    ['signed', {}, tap('manage'), 'askClose', []],
    ['signed', {}, tap('leave'), 'signed', ['tell leave']],
    // The user may have closed it inside WeChat.
    ['signed', { heardAtMs: NOW - 30_000 }, SHOWN, 'signed', ['query']],
    ['alreadySigned', { heardAtMs: NOW - 30_000 }, SHOWN, 'alreadySigned', ['query']],
    ['signed', { heardAtMs: NOW - 29_999 }, SHOWN, 'signed', []],
    ['signed', { ...WAITING, heardAtMs: NOW - 60_000 }, SHOWN, 'signed', []],
    // A clock set back.
    ['signed', { heardAtMs: NOW + 1 }, SHOWN, 'signed', ['query']],
    ['signed', WAITING, answered.status('signed'), 'signed', []],
    ['signed', WAITING, answered.status('unknown'), 'signed', []],
    ['signed', WAITING, answered.status('terminated'), 'terminated', ['tell terminated']],
    ['signed', WAITING, answered.status('closing'), 'closeUnsure', []],
    ['signed', WAITING, answered.status('none'), 'loading', ['query']],
    ['signed', WAITING, answered.trouble('offline'), 'signed', []],
    ['signed', WAITING, waited(), 'signed', []],
    ['askClose', WAITING, answered.status('terminated'), 'terminated', ['tell terminated']],
    ['askClose', WAITING, answered.status('signed'), 'askClose', []],
    ['alreadySigned', {}, tap('manage'), 'askClose', []],
  ],
  'S10 askClose': [
    ['askClose', {}, tap('keep'), 'signed', []],
    ['askClose', { contract: CONTRACT }, tap('confirmClose'), 'closing', ['terminate']],
  ],
  'S11 closing': [
    ['closing', WAITING, answered.status('terminated'), 'terminated', ['tell terminated']],
    ['closing', WAITING, answered.status('closing'), 'closeUnsure', []],
    ['closing', WAITING, answered.status('signed'), 'closeUnsure', []],
    ['closing', WAITING, answered.status('unknown'), 'closeUnsure', []],
    ['closing', WAITING, answered.trouble('systemError'), 'closeUnsure', []],
    ['closing', WAITING, answered.trouble('slow'), 'closeUnsure', []],
    ['closing', WAITING, answered.trouble('inProgress'), 'closeUnsure', []],
    ['closing', WAITING, answered.trouble('unreadable'), 'closeUnsure', []],
    ['closing', WAITING, answered.trouble('unavailable'), 'systemError', ['tell fail']],
    ['closing', WAITING, answered.trouble('offline'), 'offline', ['tell fail']],
    ['closing', WAITING, answered.trouble('busy'), 'busy', ['tell fail', 'tickLater']],
    ['closing', WAITING, answered.trouble('notSigned'), 'loading', ['query']],
    ['closing', WAITING, answered.trouble('notFound'), 'loading', ['query']],
    ['closing', WAITING, waited(), 'closeUnsure', []],
    ['closing', WAITING, tap('confirmClose'), 'closing', []],
  ],
  'S11a closeUnsure': [
    ['closeUnsure', { contract: CONTRACT }, tap('closeAgain'), 'closeUnsure', ['terminate']],
    // The answer to the first wish never came: the second one does not wait for it.
    ['closeUnsure', { ...WAITING, contract: CONTRACT }, tap('closeAgain'), 'closeUnsure', ['terminate']],
    ['closeUnsure', {}, tap('closeAgain'), 'loading', ['query']],
    ['closeUnsure', {}, tap('leave'), 'closeUnsure', ['tell leave']],
    ['closeUnsure', {}, tap('refresh'), 'closeUnsure', []],
    [{ kind: 'closeUnsure', isAsking: true }, { ...WAITING, contract: CONTRACT }, tap('closeAgain'), 'closeUnsure', []],
    [{ kind: 'closeUnsure', isAsking: true }, WAITING, tap('leave'), 'closeUnsure', ['tell leave']],
    [
      { kind: 'closeUnsure', isAsking: true },
      WAITING,
      answered.status('terminated'),
      'terminated',
      ['tell terminated'],
    ],
    [{ kind: 'closeUnsure', isAsking: true }, WAITING, answered.status('signed'), 'signed', []],
    [{ kind: 'closeUnsure', isAsking: true }, WAITING, answered.status('none'), 'unsigned', []],
    [{ kind: 'closeUnsure', isAsking: true }, WAITING, answered.status('closing'), 'closeUnsure', []],
    [{ kind: 'closeUnsure', isAsking: true }, WAITING, answered.trouble('offline'), 'closeUnsure', []],
    [{ kind: 'closeUnsure', isAsking: true }, WAITING, waited(), 'closeUnsure', []],
  ],
  'S12t terminated, S12 expired': [
    ['terminated', {}, tap('again'), 'unsigned', []],
    ['terminated', {}, tap('leave'), 'terminated', ['tell leave']],
    ['expired', { consentedTo: TEXT_HASH }, tap('again'), 'preparing', ['requestSession']],
    ['expired', {}, tap('again'), 'unsigned', []],
  ],
  'S13 busy': [
    [{ ...STATES.busy, untilMs: NOW + 1 }, {}, { type: 'ticked' }, 'busy', ['tickLater']],
    [{ ...STATES.busy, untilMs: NOW }, {}, { type: 'ticked' }, 'unsigned', []],
    [{ ...STATES.busy, untilMs: NOW, during: 'load' }, {}, { type: 'ticked' }, 'loading', ['query']],
    [{ ...STATES.busy, untilMs: NOW, during: 'close' }, {}, { type: 'ticked' }, 'signed', []],
    ['unsigned', {}, { type: 'ticked' }, 'unsigned', []],
  ],
  'S14 unavailable to S19 oldClient': [
    ['unavailable', {}, tap('leave'), 'unavailable', ['tell leave']],
    ['offline', {}, tap('retry'), 'loading', ['query']],
    ['offline', { attempt: ATTEMPT }, tap('retry'), 'confirming', ['query']],
    ['slow', {}, tap('refresh'), 'confirming', ['query']],
    ['slow', WAITING, answered.status('signed'), 'signed', ['tell signed']],
    ['slow', { ...WAITING, attempt: ATTEMPT }, answered.status('inProgress'), 'slow', []],
    ...(['none', 'closing', 'terminated'] as const).map((told): Row => [
      'slow',
      { ...WAITING, attempt: ATTEMPT },
      answered.status(told),
      'confirming',
      ['dropAttempt', 'query'],
    ]),
    ['slow', WAITING, answered.status('terminated'), 'terminated', ['tell terminated']],
    ['slow', WAITING, answered.trouble('offline'), 'slow', []],
    ['slow', { ...AGREED, ...WAITING }, answered.session(session), 'ready', []],
    ['systemError', { consentedTo: TEXT_HASH }, tap('retry'), 'preparing', ['requestSession']],
    [{ ...STATES.systemError, during: 'load' }, {}, tap('retry'), 'confirming', ['query']],
    [{ ...STATES.systemError, during: 'close' }, {}, tap('retry'), 'confirming', ['query']],
    ['systemError', {}, tap('contact'), 'systemError', ['callService']],
    ['oldClient', {}, tap('leave'), 'oldClient', ['tell leave']],
    ['oldClient', { attempt: ATTEMPT }, SHOWN, 'oldClient', []],
    ['misconfigured', { attempt: ATTEMPT }, SHOWN, 'misconfigured', []],
    ['misconfigured', {}, tap('open'), 'misconfigured', []],
  ],
}

const rows = Object.entries(TABLE).flatMap(([group, list]) =>
  list.map(([from, more, event, to, done]) => {
    const known = Object.keys(more).join('+')
    const what = JSON.stringify(event).replace(/"/g, '').slice(0, 90)
    return { name: `${group}, ${known || 'nothing else'}: ${what} -> ${to}`, from, more, event, to, done }
  }),
)

describe('step, as a table', () => {
  it.each(rows)('$name', ({ from, more, event, to, done }) => {
    const next = step(journeyIn(from, more), event, NOW)
    expect(next.page.state.kind).toBe(to)
    expect(deeds(next)).toEqual(done)
  })

  it('has rows for every state', () => {
    const seen = new Set(rows.map(({ from }) => (typeof from === 'string' ? from : from.kind)))
    expect(Object.keys(STATES).filter((kind) => !seen.has(kind as Kind))).toEqual([])
  })
})

describe('what else is in force', () => {
  const otherContracts = [{ out_contract_code: 'Other1', state: 'signed' as const }]
  const answerOf = (ticket: number): JourneyEvent => ({
    type: 'statusAnswered',
    ticket,
    answer: { kind: 'status', status: { state: 'none', otherContracts } },
  })

  it.each([
    ['in time', 7],
    ['late', 6],
  ])('is told to the page by an answer that comes %s', (_, ticket) => {
    const { effects } = after(journeyIn('loading', WAITING), answerOf(ticket))
    expect(effects).toEqual([{ do: 'tell', told: { name: 'others', detail: { otherContracts } } }])
  })

  it('is asked about, and closed, by its own code', () => {
    const code = ({ effects }: Step): unknown => (effects[0] as { out_contract_code?: string }).out_contract_code
    expect(code(after(newJourney('manage', CHOSEN), started()))).toBe('Chosen1')
    const signed = journeyIn('askClose', { ...OF_CHOSEN, contract: { ...CONTRACT, ...CHOSEN } })
    expect(code(after(signed, tap('confirmClose')))).toBe('Chosen1')
  })
})

describe('agreement', () => {
  it('is not given before the user taps the box', () => {
    expect(newJourney('sign')).toMatchObject({ isAgreed: false, consentedTo: '' })
    expect(step(newJourney('sign'), started(), NOW).page).toMatchObject({ isAgreed: false, consentedTo: '' })
  })

  it('asks for it, under the box, when the button is tapped without it', () => {
    const { page: journey } = after(journeyIn('unsigned'), tap('open'))
    expect(journey.state).toEqual({ kind: 'unsigned', asksToAgree: true, isReading: false })
  })

  it('is to the text on the screen', () => {
    const { page: journey, effects } = after(journeyIn('unsigned'), tap('agree'))
    expect(journey).toMatchObject({ isAgreed: true, consentedTo: TEXT_HASH })
    expect(effects).toEqual([{ do: 'requestSession', ticket: 1, consent: TEXT_HASH }])
  })

  it('is taken back by a second tap', () => {
    expect(after(journeyIn('unsigned'), tap('agree'), tap('agree')).page).toMatchObject({
      isAgreed: false,
      consentedTo: '',
    })
  })

  it('is gone once a contract was signed: the next one needs a tick of its own', () => {
    const signed = after(
      journeyIn('confirming', { ...WAITING, ...AGREED, attempt: ATTEMPT }),
      answered.status('signed'),
    )
    expect(signed.page).toMatchObject({ isAgreed: false, consentedTo: '', held: undefined })
  })

  it('falls with the text it was given to', () => {
    const { page: journey } = after(journeyIn('ready', { ...AGREED, ...WAITING, held: HELD }), {
      type: 'termsChanged',
      terms: { consent: 'b'.repeat(64), problems: [] },
    })
    expect(journey).toMatchObject({ isAgreed: false, held: undefined, isWaiting: false, state: { kind: 'unsigned' } })
    expect(after(journey, tap('open')).page.state).toMatchObject({ kind: 'unsigned', asksToAgree: true })
  })

  it('stands when the same text is given again', () => {
    const { page: journey } = after(journeyIn('unsigned', AGREED), {
      type: 'termsChanged',
      terms: { consent: TEXT_HASH, problems: [] },
    })
    expect(journey).toMatchObject(AGREED)
  })

  it('from before a restart carries on an attempt, for the same text only, and ticks no box', () => {
    const restarted = after(newJourney('sign'), started({ attempt: ATTEMPT })).page
    expect(restarted.isAgreed).toBe(false)
    const back = { ...restarted, state: STATES.notSigned, isWaiting: false }
    expect(after(back, tap('go')).page.state.kind).toBe('preparing')
    const otherText = { ...back, consent: 'b'.repeat(64) }
    expect(after(otherText, tap('go')).page.state).toMatchObject({ kind: 'unsigned', asksToAgree: true })
  })
})

describe('the jump', () => {
  it('stores its attempt first', () => {
    const { effects } = after(journeyIn('unsigned', { ...AGREED, held: HELD }), tap('open'))
    expect(effects).toEqual([
      {
        do: 'saveAttempt',
        attempt: { out_contract_code: CODE, startedAtMs: NOW, textHash: TEXT_HASH, jumps: 1, hasReturned: false },
      },
      { do: 'jump', session: SESSION },
    ])
  })

  it('comes from a tap and nothing else', () => {
    // A session that arrives after the tap waits for another one.
    const { page: journey, effects } = after(
      journeyIn('unsigned', { ...AGREED, ...WAITING }),
      tap('open'),
      answered.session(session),
    )
    expect(journey.state).toEqual({ kind: 'ready', by: 'tap', isLeaving: false })
    expect(effects).toEqual([])
  })

  it('that was refused leaves an earlier one of the same code open', () => {
    const twice = { ...ATTEMPT, jumps: 2 }
    const { page: journey } = after(journeyIn('leaving', { attempt: twice }), failed('refused'))
    expect(journey.attempt).toEqual({ ...ATTEMPT, jumps: 1, hasReturned: true })
  })

  it('whose tap was lost is offered as one that jumps by itself', () => {
    const { page: journey } = after(journeyIn('leaving', { attempt: ATTEMPT }), failed('noTap'))
    expect(journey.state).toEqual({ kind: 'ready', by: 'navigator', isLeaving: false })
    expect(journey.attempt).toBeUndefined()
  })
})

describe('coming back', () => {
  it('with SUCCESS is no proof: the server is asked', () => {
    const { page: journey, effects } = after(journeyIn('away', { attempt: ATTEMPT }), RETURNED)
    expect(journey.state.kind).toBe('confirming')
    expect(effects).toContainEqual({ do: 'query', ticket: 1, out_contract_code: CODE })
  })

  it('is remembered, in storage too, so that an old return is not believed again', () => {
    const { page: journey, effects } = after(journeyIn('away', { attempt: ATTEMPT }), RETURNED)
    expect(journey.attempt?.hasReturned).toBe(true)
    expect(effects[0]).toEqual({ do: 'saveAttempt', attempt: { ...ATTEMPT, hasReturned: true } })
  })

  it('does not start twice where app and page both tell it', () => {
    const once = after(journeyIn('away', { attempt: ATTEMPT }), HIDDEN, RETURNED)
    const twice = after(once.page, SHOWN)
    expect(twice.page.ticket).toBe(once.page.ticket)
  })

  it('does nothing without an attempt', () => {
    for (const kind of ['unsigned', 'terminated', 'refused', 'offline'] as const) {
      expect(after(journeyIn(kind), HIDDEN, SHOWN)).toMatchObject({ effects: [], page: { state: { kind } } })
    }
  })
})

describe('a session that someone else signed', () => {
  it('is told as that, and as no session that ran out', () => {
    const answer = (isOtherSigner?: true): JourneyEvent => ({
      type: 'statusAnswered',
      ticket: 7,
      answer: { kind: 'status', status: { state: 'none', ...(isOtherSigner && { isOtherSigner }) } },
    })
    const waiting = journeyIn('confirming', { ...WAITING, attempt: ATTEMPT })
    const nothingElse = answered.status('none', 8)
    expect(after(waiting, answer(true), nothingElse).page.state).toEqual({ kind: 'expired', isOtherSigner: true })
    expect(after(waiting, answer(), nothingElse).page.state).toEqual({ kind: 'expired', isOtherSigner: false })
  })
})

describe('answers', () => {
  it('of an older call are ignored', () => {
    const journey = journeyIn('confirming', { ...WAITING, attempt: ATTEMPT })
    expect(step(journey, answered.status('signed', 6), NOW)).toEqual({ page: journey, effects: [] })
    expect(step(journey, answered.session(session, 6), NOW)).toEqual({ page: journey, effects: [] })
  })

  it('are taken once', () => {
    const { page: journey } = after(journeyIn('loading', WAITING), answered.status('none'), answered.status('signed'))
    expect(journey.state.kind).toBe('unsigned')
  })

  it.each(['none', 'closing', 'terminated'] as const)(
    'of an attempt that is over (%s) are followed by a question without a code',
    (told) => {
      const { page: journey, effects } = after(
        journeyIn('confirming', { ...WAITING, attempt: ATTEMPT }),
        answered.status(told),
      )
      expect(effects).toContainEqual({ do: 'query', ticket: 8, out_contract_code: undefined })
      expect(after(journey, answered.status('signed', 8)).page.state.kind).toBe('signed')
      expect(after(journey, answered.status('closing', 8)).page.state.kind).toBe('closeUnsure')
      const ended = told === 'none' ? 'expired' : 'terminated'
      expect(after(journey, answered.status('terminated', 8)).page.state.kind).toBe(ended)
    },
  )

  it('that an attempt has lapsed are not lost when nobody can be asked what else there is', () => {
    const { page: journey } = after(
      journeyIn('confirming', { ...WAITING, attempt: ATTEMPT }),
      answered.status('none'),
      answered.trouble('offline', {}, 8),
      tap('refresh'),
    )
    expect(after(journey, answered.status('none', 9)).page.state.kind).toBe('expired')
  })

  it('without a code, of which nothing is there, need no second question (S0)', () => {
    const told = after(journeyIn('loading', { ...WAITING, attempt: ATTEMPT }), answered.status('none'))
    expect([told.page.state.kind, ...deeds(told)]).toEqual(['expired', 'dropAttempt'])
  })

  it('keep what the server says of the contract', () => {
    const { page: journey, effects } = after(
      journeyIn('confirming', { ...WAITING, attempt: ATTEMPT }),
      answered.status('signed', 7, { signedAtMs: 123, contractExpiresAtMs: 456 }),
    )
    expect(journey.contract).toEqual({
      out_contract_code: CODE,
      signedAtMs: 123,
      terminatedAtMs: undefined,
      contractExpiresAtMs: 456,
    })
    expect(effects).toContainEqual({
      do: 'tell',
      told: { name: 'signed', detail: { out_contract_code: CODE, signedAtMs: 123, isNew: true } },
    })
  })

  it('say signed of a contract that was there before: not new', () => {
    const { effects } = after(journeyIn('loading', WAITING), answered.status('signed'))
    expect(effects).toContainEqual({
      do: 'tell',
      told: { name: 'signed', detail: { out_contract_code: CODE, isNew: false } },
    })
  })

  it('that ask to wait are obeyed while confirming', () => {
    const { effects } = after(
      journeyIn('confirming', { ...WAITING, attempt: ATTEMPT }),
      answered.trouble('busy', { retryAfterMs: 9_000 }),
    )
    expect(effects).toEqual([expect.objectContaining({ do: 'queryLater', atLeastMs: 9_000 })])
  })

  it('count down the seconds to wait', () => {
    const { page: journey } = after(journeyIn('loading', WAITING), answered.trouble('busy', { retryAfterMs: 2_500 }))
    expect(journey.state).toEqual({ kind: 'busy', untilMs: NOW + 2_500, secondsLeft: 3, during: 'load' })
  })
})

describe('terms', () => {
  it('that are mended under the card start it', () => {
    const { page: journey } = after(journeyIn('misconfigured'), {
      type: 'termsChanged',
      terms: { consent: 'c', problems: [] },
    })
    expect(journey.state.kind).toBe('loading')
  })

  it('that break under the card stop it', () => {
    const { page: journey } = after(journeyIn('unsigned', AGREED), {
      type: 'termsChanged',
      terms: { consent: 'c', problems: ['x'] },
    })
    expect(journey.state).toEqual({ kind: 'misconfigured', problems: ['x'] })
  })

  it('that change while the user is away leave the confirming alone', () => {
    const { page: journey } = after(journeyIn('confirming', { ...WAITING, attempt: ATTEMPT }), {
      type: 'termsChanged',
      terms: { consent: 'c', problems: [] },
    })
    expect(journey).toMatchObject({ state: { kind: 'confirming' }, isWaiting: true, attempt: ATTEMPT })
  })
})
