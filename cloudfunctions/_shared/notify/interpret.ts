// NOTIFY 3/5: what an authentic event is about. Never guess: what the map does not name is set aside, and a query decides.
import { readClaim, type ClaimResult } from '../contracts/evidence/claim'
import { readTransaction, type TransactionResult } from '../orders/transaction'
import type { EventMeaning, NotifyEvent } from './ports'

export type Meaning = ContractMeaning | PaymentMeaning

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

/** https://pay.weixin.qq.com/doc/v3/merchant/4012791902: the one event of an order that was paid. */
const PAID = 'TRANSACTION.SUCCESS'

export function interpret(
  { event_type, plaintext }: Pick<NotifyEvent, 'event_type' | 'plaintext'>,
  eventMap: Readonly<Record<string, EventMeaning>>,
): Meaning {
  const order = toPaymentMeaning(event_type, plaintext)
  if (order.saysPaid) return order
  const read = readClaim(plaintext)
  const says = Object.hasOwn(eventMap, event_type) ? eventMap[event_type] : undefined
  const code = (read.ok ? read.claim : read).out_contract_code ?? ''
  // Such as a refund's: it speaks of an order and of no contract.
  if (says === undefined && code === '' && order.code !== '') return order
  return { subject: 'contract', event_type, says, read, code }
}

function toPaymentMeaning(event_type: string, plaintext: NotifyEvent['plaintext']): PaymentMeaning {
  const read = readTransaction(plaintext)
  const code = (read.ok ? read.transaction : read).out_trade_no ?? ''
  return { subject: 'payment', event_type, saysPaid: event_type === PAID, read, code }
}
