// NOTIFY 3/5: what an authentic event is about. Never guess: what the map does not name is set aside, and a query decides.
import { readCombine, type CombineResult } from '../charges/combineTransaction'
import { readRefundNews, type RefundNewsResult } from '../charges/refund/refundNews'
import { readClaim, type ClaimResult } from '../contracts/evidence/claim'
import type { LogFields } from '../kernel/ports'
import { readTransaction, type TransactionResult } from '../orders/transaction'
import type { RefundState } from '../records/refunds'
import type { EventMeaning, NotifyEvent } from './ports'

export type Meaning = ContractMeaning | PaymentMeaning | ChargeMeaning | RefundMeaning | EchoMeaning

export interface ContractMeaning {
  subject: 'contract'
  event_type: string
  /** Undefined for event types nobody has mapped. */
  says: EventMeaning | undefined
  read: ClaimResult
  /** `out_contract_code`, or empty when none could be read. */
  code: string
}

export interface PaymentMeaning {
  subject: 'payment'
  event_type: string
  /** Of any other event that names an order nothing is known but that it names it. */
  saysPaid: boolean
  read: TransactionResult
  /** `out_trade_no`, or empty when none could be read. */
  code: string
}

export interface ChargeMeaning {
  subject: 'charge'
  event_type: string
  saysPaid: boolean
  read: CombineResult
  /** `combine_out_trade_no`, or empty when none could be read. */
  code: string
}

export interface RefundMeaning {
  subject: 'refund'
  event_type: string
  says: RefundState
  read: RefundNewsResult
  /** `out_refund_no`, or empty when none could be read. */
  code: string
}

/** Of nothing but the way itself: somebody had WeChat Pay test keys and callback. */
interface EchoMeaning {
  subject: 'echo'
  event_type: string
  /** By which whoever asked for it finds it: no contract and no order is named so. */
  code: string
}

/** https://pay.weixin.qq.com/doc/v3/partner/4019605946 */
const ECHO = 'SECURITY_ECHO.SUCCESS'

/** Which notification of the echo is meant by a message. */
export const echoCode = (message: string): string => `echo:${message}`

/** https://pay.weixin.qq.com/doc/v3/merchant/4012791902: the one event of an order that was paid. */
const PAID = 'TRANSACTION.SUCCESS'

/** https://pay.weixin.qq.com/doc/v3/merchant/4012791865 */
const REFUND_ENDS: Readonly<Record<string, RefundState>> = {
  'REFUND.SUCCESS': 'SUCCESS',
  'REFUND.ABNORMAL': 'ABNORMAL',
  'REFUND.CLOSED': 'CLOSED',
}

export function interpret(
  { event_type, plaintext }: Pick<NotifyEvent, 'event_type' | 'plaintext'>,
  eventMap: Readonly<Record<string, EventMeaning>>,
): Meaning {
  if (event_type === ECHO) return toEchoMeaning(event_type, plaintext)
  // A refund may name the charge it gives back of.
  const end = Object.hasOwn(REFUND_ENDS, event_type) ? REFUND_ENDS[event_type] : undefined
  if (end !== undefined) return toRefundMeaning(event_type, end, plaintext)
  if ('combine_out_trade_no' in plaintext) return toChargeMeaning(event_type, plaintext)
  const order = toPaymentMeaning(event_type, plaintext)
  if (order.saysPaid) return order
  const read = readClaim(plaintext)
  const says = Object.hasOwn(eventMap, event_type) ? eventMap[event_type] : undefined
  const code = (read.ok ? read.claim : read).out_contract_code ?? ''
  // It speaks of an order and of no contract.
  if (says === undefined && code === '' && order.code !== '') return order
  return { subject: 'contract', event_type, says, read, code }
}

/** What anybody at the merchant may have written there is kept only as far as an id goes. */
function toEchoMeaning(event_type: string, { echo_message: message }: NotifyEvent['plaintext']): EchoMeaning {
  const isId = typeof message === 'string' && /^[\x21-\x7e]{1,64}$/.test(message)
  return { subject: 'echo', event_type, code: isId ? echoCode(message) : '' }
}

function toPaymentMeaning(event_type: string, plaintext: NotifyEvent['plaintext']): PaymentMeaning {
  const read = readTransaction(plaintext)
  const code = (read.ok ? read.transaction : read).out_trade_no ?? ''
  return { subject: 'payment', event_type, saysPaid: event_type === PAID, read, code }
}

/** Orders that were paid together are told by the same event as one alone. */
function toChargeMeaning(event_type: string, plaintext: NotifyEvent['plaintext']): ChargeMeaning {
  const read = readCombine(plaintext)
  const code = (read.ok ? read.transaction : read).combine_out_trade_no ?? ''
  return { subject: 'charge', event_type, saysPaid: event_type === PAID, read, code }
}

function toRefundMeaning(event_type: string, says: RefundState, plaintext: NotifyEvent['plaintext']): RefundMeaning {
  const read = readRefundNews(plaintext)
  const code = (read.ok ? read.news : read).out_refund_no ?? ''
  return { subject: 'refund', event_type, says, read, code }
}

/** What it is about, for the log. */
export function subjectOf({ subject, code }: Meaning): LogFields {
  switch (subject) {
    case 'payment':
      return { out_trade_no: code }
    case 'charge':
      return { combine_out_trade_no: code }
    case 'refund':
      return { out_refund_no: code }
    case 'contract':
      return { out_contract_code: code }
    case 'echo':
      return {}
  }
}
