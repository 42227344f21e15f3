// One notification and its attempts.
import type { Family } from '../preSign'
import type { Cancel } from '../timeline'
import type { NotifyContent } from './envelope'
import type { NotificationFault } from './faults'
import type { Posted } from './post'

export interface Attempt extends Omit<Posted, 'answerHeaders'> {
  /** `Request-ID` it went out with: its own. */
  requestId: string
  /** Counts from 1; copies sent at once share the number. */
  attempt: number
  /** Counts from 1. */
  copy: number
  atMs: number
  /** Wall time until the answer. */
  ms: number
  notify_url: string
  faults: string[]
}

/** `waiting`: between attempts. `ended`: the plan is over, or it was a single one. */
type NotificationState = 'held' | 'waiting' | 'accepted' | 'ended'

export type NotificationFamily = Family | 'security' | 'transaction' | 'refund'

/** What is to be told, and where. */
export interface Notice {
  content: NotifyContent
  family: NotificationFamily
  /** Empty where it is not about a contract. */
  outContractCode: string
  outTradeNo?: string
  notifyUrl: string
  /** Of something that did not happen: what is wrong with it, however often it is sent. */
  forgery?: NotificationFault
}

export interface Notification extends Notice {
  /** Text of the envelope: the same in every repeat, unless they are sealed anew. */
  text: string
  state: NotificationState
  attempts: Attempt[]
  /** Attempts made of the plan. */
  planned: number
  nextAttemptAtMs?: number | undefined
  cancelNext?: Cancel | undefined
}

/** As control and events show it: the envelope stays sealed. */
export interface NotificationView {
  id: string
  event_type: string
  family: NotificationFamily
  /** Empty where it is not about a contract. */
  out_contract_code: string
  /** Where it is about an order. */
  out_trade_no?: string
  notify_url: string
  state: NotificationState
  createdAtMs: number
  nextAttemptAtMs?: number
  attempts: Attempt[]
}

export function viewNotification(notification: Notification): NotificationView {
  const { content, outTradeNo, nextAttemptAtMs } = notification
  return {
    id: content.id,
    event_type: content.eventType,
    family: notification.family,
    out_contract_code: notification.outContractCode,
    ...(outTradeNo !== undefined && { out_trade_no: outTradeNo }),
    notify_url: notification.notifyUrl,
    state: notification.state,
    createdAtMs: content.createdAtMs,
    ...(nextAttemptAtMs !== undefined && { nextAttemptAtMs }),
    attempts: [...notification.attempts],
  }
}
