// What can happen to a journey, and what it can ask for.
import type { OtherContract, SignSession } from '../../../typings/contract/callables'
import type { AskerEffect, AskerEvent } from '../asking/asker'
import type { StatusAnswer } from '../asking/confirmEntrust'
import type { Troubled } from '../asking/trouble'
import type { ButtonName } from './buttons'
import type { Attempt, Hint } from './state'

export type JourneyEvent =
  /** The card is there. `attempt` is what storage holds, `returned` what this very entry brought. */
  | {
      type: 'started'
      terms: TermsFacts
      isSupported: boolean
      canJump: boolean
      attempt: Attempt | undefined
      returned: Hint | undefined
    }
  /** The merchant's terms changed under the card. */
  | { type: 'termsChanged'; terms: TermsFacts }
  /** The app or the page is in front again; `returned` only for a return from WeChat Pay, and once. */
  /** `canJump` only where WeChat told how the app was brought to the front. */
  | { type: 'shown'; returned: Hint | undefined; canJump?: boolean | undefined }
  | { type: 'hidden' }
  | { type: 'tapped'; button: ButtonName }
  | { type: 'sessionAnswered'; ticket: number; answer: SessionAnswer }
  | { type: 'statusAnswered'; ticket: number; answer: StatusAnswer }
  | { type: 'jumped' }
  /** WeChat said that it jumped; whether this app was hidden by then, the journey knows. */
  | { type: 'stayed' }
  /** The jump is called, and nothing has come of it for a while. */
  | { type: 'jumpWaited' }
  | { type: 'jumpFailed'; reason: JumpFailure }
  | AskerEvent

export type EventOf<Type extends JourneyEvent['type']> = Extract<JourneyEvent, { type: Type }>

/** What a journey knows of the merchant's terms. */
export interface TermsFacts {
  /** What is agreed to: the SHA-256 of the text all users share, and below it what differs between them. */
  consent: string
  /** What is wrong with them; the card stops if anything is. */
  problems: readonly string[]
}

export type SessionAnswer =
  | { kind: 'session'; session: SignSession }
  | { kind: 'alreadySigned' | 'closing'; out_contract_code: string }
  | Troubled

/** `noTap`: WeChat did not see a tap. `notListed`: app.json lacks the appid. `restricted`: no jumps from where the app is open. */
export type JumpFailure = 'refused' | 'noTap' | 'notListed' | 'restricted' | 'failed'

export type Effect =
  | { do: 'requestSession'; ticket: number; consent: string }
  /** Without a code: the caller's current contract. */
  | { do: 'query'; ticket: number; out_contract_code: string | undefined }
  | { do: 'terminate'; ticket: number; out_contract_code: string }
  | { do: 'jump'; session: SignSession }
  /** Sends `stayed` after a while. */
  | { do: 'awaitLeaving' }
  | { do: 'saveAttempt'; attempt: Attempt }
  | { do: 'dropAttempt' }
  | { do: 'callService' }
  | { do: 'tell'; told: Told }
  | AskerEffect

/** What the card tells the page it stands on; the names are those of its events. */
export type Told =
  | { name: 'signed'; detail: { out_contract_code: string; signedAtMs: number | undefined; isNew: boolean } }
  | { name: 'terminated'; detail: { out_contract_code: string; terminatedAtMs: number | undefined } }
  /** What else of this user is in force, beside the contract this card shows. */
  | { name: 'others'; detail: { otherContracts: readonly OtherContract[] } }
  /** 暂不开通: the user chose not to; nothing else has changed. */
  | { name: 'declined'; detail: Record<string, never> }
  /** Signing is not possible right now. Let the user pay in the ordinary way. `hint` is for the developer. */
  | { name: 'fail'; detail: { reason: FailReason; requestId: string; hint: string } }
  /** 完成, 返回, 先离开, 知道了: the user is through with the card. */
  | { name: 'leave'; detail: Record<string, never> }

export type FailReason =
  'busy' | 'unavailable' | 'offline' | 'slow' | 'systemError' | 'oldClient' | 'misconfigured' | 'signFailed'
