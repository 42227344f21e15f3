// What happens in the stand-in, for whoever watches. No key, no Authorization and no body passes through here: who wants those asks
// for what was recorded, by the id that is told.
import { EventEmitter } from 'node:events'
import type { AgreementView } from './agreement'
import type { HowPaid } from './cashier'
import type { ChargeView } from './charge'
import type { OrderView } from './order'
import type { RefundView } from './refund'
import type { Attempt, NotificationView } from './notifications/notification'

export type HostName = 'main' | 'backup'

/** One request and what was answered. */
export interface RequestSeen {
  /** `Request-ID` of the answer. */
  requestId: string
  atMs: number
  host: HostName
  method: string
  /** Path with query, as it came. */
  path: string
  /** 0 when no answer was sent. */
  status: number
  /** `code` of an error answer. */
  code?: string
  /** From the last byte of the request to the answer. */
  ms: number
  /** Faults that were applied. */
  faults: string[]
}

/** `out_contract_code` is empty where the notification is not about a contract. */
interface NotificationTold {
  id: string
  event_type: string
  out_contract_code: string
  out_trade_no?: string
}

export type OrderSeen = OrderView & Partial<HowPaid>

export interface StandInEvents {
  request: [RequestSeen]
  /** A pre-sign opened a session (or gave the live one again). */
  session: [AgreementView]
  signed: [AgreementView]
  terminated: [AgreementView]
  /** The user pressed refuse; the session lives on. */
  refused: [AgreementView]
  /** The user agreed and a business rule refused; the code is spent. */
  failed: [AgreementView]
  lapsed: [AgreementView]
  /** An order was placed, or its prepay_id was over and it got a new one. */
  ordered: [OrderSeen]
  /** With how it was paid. */
  paid: [OrderSeen]
  orderClosed: [OrderSeen]
  charged: [ChargeView]
  reversed: [ChargeView]
  /** One was taken on, or came to an end. */
  refund: [RefundView]
  notification: [NotificationView]
  /** An attempt goes out; `notificationAttempt` tells of its end. */
  notificationLeaves: [NotificationTold & Pick<Attempt, 'requestId' | 'attempt' | 'copy' | 'faults'>]
  notificationAttempt: [NotificationTold & Attempt]
  /** By hand, and not by itself. What is due on the way happens between the two. */
  clockMoves: [{ atMs: number; byMs: number }]
  /** @param movedMs ahead of this machine's own clock, all in all */
  clockMoved: [{ atMs: number; movedMs: number }]
  stopped: []
  started: []
}

export class StandInEmitter extends EventEmitter<StandInEvents> {}
