// Journeys to start a test from.
import type { SignSession } from '../../../typings/contract/callables'
import type { JourneyEvent } from '../../../miniprogram/entrust/journey/events'
import { newJourney, step } from '../../../miniprogram/entrust/journey/journey'
import type { Step } from '../../../miniprogram/entrust/journey/moves'
import type { Attempt, HeldSession, Journey, Kind, State } from '../../../miniprogram/entrust/journey/state'
import type { TroubleKind } from '../../../miniprogram/entrust/asking/rejection'
import type { Trouble } from '../../../miniprogram/entrust/asking/trouble'

export const NOW = 1_795_241_999_000
export const TEXT_HASH = 'a'.repeat(64)
export const CODE = 'Code1'

export const SESSION: SignSession = {
  sign_mp_appid: 'wxbd687630cd02ce1d',
  sign_mp_path: 'pages/PwdExemptContract/index?x=1',
  pre_entrustweb_id: 'session-1',
  out_contract_code: CODE,
  expiresAtMs: NOW + 7_200_000,
}

export const HELD: HeldSession = { session: SESSION, receivedAtMs: NOW - 1_000 }

export const ATTEMPT: Attempt = {
  out_contract_code: CODE,
  startedAtMs: NOW - 60_000,
  textHash: TEXT_HASH,
  jumps: 1,
  hasReturned: false,
}

/** A new kind does not compile until it is here. */
const ALL_TROUBLE: Readonly<Record<TroubleKind, true>> = {
  offline: true,
  slow: true,
  busy: true,
  unavailable: true,
  systemError: true,
  unreadable: true,
  notFound: true,
  notSigned: true,
  inProgress: true,
}
export const TROUBLE_KINDS = Object.keys(ALL_TROUBLE) as TroubleKind[]

export const trouble = (kind: TroubleKind, more: Partial<Trouble> = {}): Trouble => ({
  kind,
  requestId: 'request-abc123',
  retryAfterMs: 3_000,
  explanation: 'for the developer',
  hint: 'what to do',
  ...more,
})

/** One state of each kind, as it most often is. */
export const STATES: { readonly [K in Kind]: Extract<State, { kind: K }> } = {
  loading: { kind: 'loading' },
  unsigned: { kind: 'unsigned', asksToAgree: false, isReading: false },
  preparing: { kind: 'preparing' },
  leaving: { kind: 'leaving' },
  ready: { kind: 'ready', by: 'tap', isLeaving: false },
  refused: { kind: 'refused' },
  away: { kind: 'away' },
  confirming: { kind: 'confirming' },
  notSigned: { kind: 'notSigned' },
  signFailed: { kind: 'signFailed' },
  unsure: { kind: 'unsure' },
  signed: { kind: 'signed' },
  alreadySigned: { kind: 'alreadySigned' },
  askClose: { kind: 'askClose' },
  closing: { kind: 'closing' },
  closeUnsure: { kind: 'closeUnsure', isAsking: false },
  terminated: { kind: 'terminated' },
  expired: { kind: 'expired', isOtherSigner: false },
  gone: { kind: 'gone' },
  busy: { kind: 'busy', untilMs: NOW + 3_000, secondsLeft: 3, during: 'sign' },
  unavailable: { kind: 'unavailable', isRestrictedEntry: false },
  offline: { kind: 'offline' },
  slow: { kind: 'slow' },
  systemError: { kind: 'systemError', requestId: 'request-abc123', during: 'sign' },
  oldClient: { kind: 'oldClient' },
  misconfigured: { kind: 'misconfigured', problems: ['payee: expected a text, found none'] },
}

export const KINDS = Object.keys(STATES) as Kind[]

/** A journey in a state: the text is known, and nothing else has happened unless said so. */
export function journeyIn(state: Kind | State, more: Partial<Journey> = {}): Journey {
  return {
    ...newJourney('sign'),
    consent: TEXT_HASH,
    state: typeof state === 'string' ? STATES[state] : state,
    ...more,
  }
}

/** The user has ticked the box for the text that is shown. */
export const AGREED = { isAgreed: true, consentedTo: TEXT_HASH } satisfies Partial<Journey>

/** Waiting for call number 7. */
export const WAITING = { ticket: 7, isWaiting: true } satisfies Partial<Journey>

/** The same event for a journey that waits for call number 7. */
export const answered = {
  session: (answer: Extract<JourneyEvent, { type: 'sessionAnswered' }>['answer'], ticket = 7): JourneyEvent => ({
    type: 'sessionAnswered',
    ticket,
    answer,
  }),
  status: (
    state: 'none' | 'inProgress' | 'signed' | 'closing' | 'terminated' | 'unknown',
    ticket = 7,
    times: { signedAtMs?: number; terminatedAtMs?: number; contractExpiresAtMs?: number } = {},
  ): JourneyEvent => ({
    type: 'statusAnswered',
    ticket,
    answer: { kind: 'status', status: { state, ...(state !== 'none' && { out_contract_code: CODE }), ...times } },
  }),
  trouble: (kind: TroubleKind, more: Partial<Trouble> = {}, ticket = 7): JourneyEvent => ({
    type: 'statusAnswered',
    ticket,
    answer: { kind: 'trouble', trouble: trouble(kind, more) },
  }),
}

export const after = (journey: Journey, ...events: readonly JourneyEvent[]): Step =>
  events.reduce<Step>((last, event) => step(last.page, event, NOW), { page: journey, effects: [] })

/** What was to be done, by name. */
export const deeds = ({ effects }: Step): string[] =>
  effects.map((effect) => (effect.do === 'tell' ? `tell ${effect.told.name}` : effect.do))
