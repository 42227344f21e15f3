// What stays of records once a person is erased from them: codes, states, amounts, times, and which text was agreed to. No name, no
// word of theirs, nothing that opens anything.
import type { ContractRecord, ContractSummary } from './contracts'
import type { OutboxRecord } from './outbox'
import type { PaymentRecord } from './payments'
import type { ChargeRecord } from './charges'
import type { RefundRecord } from './refunds'

interface Erasure {
  erasedAtMs: number
  /** Of the slot the contract is in. */
  slotId: string
  erasedName: string
}

/** No body of it is sent again: it is nobody's, and another body takes its place. */
export function erasedContract(contract: ContractRecord, erasure: Erasure): ContractRecord {
  const { session, consent, consentHistory, request } = contract
  const kept: ContractRecord = { ...without(contract, OF_CONTRACT), ...erasure }
  return {
    ...kept,
    // The shape of the body is of no matter any more.
    request: without<object>(request, OF_BODY),
    ...(session && { session: { expiresAtMs: session.expiresAtMs } }),
    ...(consent && { consent: without(consent, ['details']) }),
    ...(consentHistory && { consentHistory: consentHistory.map((one) => without(one, ['details'])) }),
  } as ContractRecord
}

const OF_CONTRACT = ['openid', 'sub_openid', 'userId', 'confirmedSigner', 'terminateRemark'] as const
/** Labels and what the merchant attached are words about the person. */
const OF_BODY = ['openid', 'sp_openid', 'sub_openid', 'contract_display_account', 'attach']

export function erasedPayment(payment: PaymentRecord, erasedAtMs: number): PaymentRecord {
  const request = { ...without(payment.request, ['attach']), payer: {} }
  return { ...payment, request: request as PaymentRecord['request'], erasedAtMs }
}

/** What was charged stays; what the merchant wrote of the person, and told of their device, does not. */
export function erasedCharge(charge: ChargeRecord, erasedAtMs: number): ChargeRecord {
  const { request } = charge
  const sub_orders = request.sub_orders.map((order) => without(order, ['attach', 'sub_risk_info']))
  return { ...charge, request: { ...without(request, ['risk_info']), sub_orders }, erasedAtMs }
}

export function erasedRefund(refund: RefundRecord, erasedAtMs: number): RefundRecord {
  return { ...refund, request: without<object>(refund.request, ['reason']), erasedAtMs } as RefundRecord
}

/** One that is still being told says whom it is about until it is told. */
export function erasedChange(row: OutboxRecord, erasedAtMs: number): OutboxRecord {
  const marked = { ...row, erasedAtMs }
  return isBeingTold(row) ? marked : withoutPerson(marked)
}

/** As it is kept once it was told, or given up. */
export const settledChange = (row: OutboxRecord): OutboxRecord =>
  row.erasedAtMs !== undefined && !isBeingTold(row) ? withoutPerson(row) : row

/** Rows of 0.1.0 are told to nobody. */
const isBeingTold = ({ deliveredAtMs, deadAtMs, dueAtMs }: OutboxRecord): boolean =>
  dueAtMs !== undefined && deliveredAtMs === undefined && deadAtMs === undefined

function withoutPerson(row: OutboxRecord): OutboxRecord {
  if (!('contract' in row)) return row
  const contract: ContractSummary = without(row.contract, ['openid', 'sub_openid', 'userId'])
  return { ...(row.state === 'OTHER_SIGNER' ? { ...row, signedBy: '' } : row), contract }
}

const without = <Value extends object>(value: Value, names: readonly string[]): Value =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) as Value
