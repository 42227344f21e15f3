// Everything the journey can be in. The numbers (S0 to S21) name the same states in tests and docs; S18, a second tap,
// changes nothing, and S20, an attempt of another account, is dropped on the way to S0: neither is a state of its own.
import type { SignSession } from '../../../typings/contract/callables'
import type { Page } from '../asking/machine'
import type { TroubleState } from '../asking/trouble'

/** One state at a time; what a state needs to be shown or left is inside it. */
export type State =
  /** S0: the server is asked what there is. */
  | { kind: 'loading' }
  /** S1, and S1a while `asksToAgree`: tapped without the agreement. `isReading`: its text is open. */
  | { kind: 'unsigned'; asksToAgree: boolean; isReading: boolean }
  /** S2: tapped, and the session is still on its way. */
  | { kind: 'preparing' }
  /** S3: the jump is called; WeChat shows its own dialog. */
  | { kind: 'leaving' }
  /** S4: a session is ready and needs a tap of its own; a `navigator`, which jumps by itself, once the API has lost a tap. */
  | { kind: 'ready'; by: 'tap' | 'navigator'; isLeaving: boolean }
  /** S5: the user refused WeChat's dialog. */
  | { kind: 'refused' }
  /** S6: the user is at WeChat Pay. */
  | { kind: 'away' }
  /** S7: the server is asked, time and again. `lapsed`: what to tell where nothing else than the lapsed attempt is there. */
  | { kind: 'confirming'; lapsed?: { kind: 'expired'; isOtherSigner: boolean } | undefined }
  /** S8a: back, and the server still says "not signed". */
  | { kind: 'notSigned' }
  /** S8b: WeChat Pay's page said so, and the server agrees. */
  | { kind: 'signFailed' }
  /** S8c: the plan of asking is used up. */
  | { kind: 'unsure' }
  /** S9 */
  | { kind: 'signed' }
  /** S9a: there was nothing to sign. */
  | { kind: 'alreadySigned' }
  /** S10: are you sure? */
  | { kind: 'askClose' }
  /** S11 */
  | { kind: 'closing' }
  /** S11a: asked to close, not confirmed. */
  | { kind: 'closeUnsure'; isAsking: boolean }
  /** S12t */
  | { kind: 'terminated' }
  /** S12: the session is over and nothing was signed, or not by this user. */
  | { kind: 'expired'; isOtherSigner: boolean }
  /** S13, S15, S16, S17 */
  | TroubleState<Errand>
  /** S21: the contract this card is for is none of this user's, or none any more. */
  | { kind: 'gone' }
  /** S14 */
  | { kind: 'unavailable'; isRestrictedEntry: boolean }
  /** S19: this WeChat is too old. */
  | { kind: 'oldClient' }
  /** The merchant's terms are not complete: for the developer to see. */
  | { kind: 'misconfigured'; problems: readonly string[] }

export type Kind = State['kind']
export type StateOf<K extends Kind> = Extract<State, { kind: K }>

/** What a call was made for. */
export type Errand = 'load' | 'sign' | 'close'

/** A jump to WeChat Pay whose end is not known. Stored, because the mini-program may be killed meanwhile. */
export interface Attempt {
  out_contract_code: string
  /** By the phone's clock: only ages are taken from it. */
  startedAtMs: number
  /** What the user agreed to. */
  textHash: string
  /** Jumps not refused so far. */
  jumps: number
  /** A return is believed once; Android repeats old ones. */
  hasReturned: boolean
}

/** `expiresAtMs` is the server's clock, so freshness is judged by how long the phone has had it. */
export interface HeldSession {
  session: SignSession
  receivedAtMs: number
}

/** As the server told it. */
export interface Contract {
  out_contract_code: string
  signedAtMs: number | undefined
  terminatedAtMs: number | undefined
  /** Where the contract itself ends (combine-papay). */
  contractExpiresAtMs: number | undefined
}

/** What WeChat Pay's page said on the way back. It picks words, never a state. */
export type Hint = 'none' | 'success' | 'fail'

/** `sign`: the signing card. `manage`: the same card as a page of settings. */
export type Purpose = 'sign' | 'manage'

/** The state, and what outlives states. */
export interface Journey extends Page<State> {
  purpose: Purpose
  /** Another contract than the current one: this card shows and closes that, and nothing is ever signed in it. */
  chosen: { out_contract_code: string } | undefined
  /** What is shown now: of the terms' facts. */
  consent: string
  /** The box. Only the user's own tap ticks it. */
  isAgreed: boolean
  /** What this user agreed to, now or before the attempt that was stored; empty for none. */
  consentedTo: string
  hint: Hint
  /** False where WeChat forbids jumps, such as a page opened from Moments. */
  canJump: boolean
  held: HeldSession | undefined
  attempt: Attempt | undefined
  contract: Contract | undefined
  /** When the server last told how things stand, by the phone's clock. */
  heardAtMs: number
}
