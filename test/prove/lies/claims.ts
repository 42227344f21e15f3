// What WeChat Pay could say of a contract or an order, in every name under which it may tell whose it is; and each of these made
// another's, or left out.
import type { ContractRecord } from '../../../cloudfunctions/_shared/records/contracts'
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import { toChinaTime } from '../../../sandbox/wechatpay/times'

export type Fields = Readonly<Record<string, unknown>>

/** What is told of a contract that is not so: it was signed; or, signed as it is, it has ended. */
export type Change = 'signed' | 'terminated'

export interface Lie {
  /** For a failure. */
  what: string
  /** Put in place of the true ones. */
  fields: Fields
}

/** True of this contract, whoever tells it. */
function identityOf(contract: ContractRecord): Fields {
  const { _id, mchid, appid, openid, sub_openid, sub_mchid, sub_appid, contract_id } = contract
  const template = 'service_id' in contract ? { service_id: contract.service_id } : { plan_id: contract.plan_id }
  return known({
    out_contract_code: _id,
    ...{ mchid, sp_mchid: mchid, appid, sp_appid: appid, openid, sp_openid: openid },
    ...{ sub_openid, sub_mchid, sub_appid, contract_id },
    ...template,
  })
}

/** Told by every message about a contract. */
const ALWAYS_TOLD = ['out_contract_code', 'mchid', 'appid', 'openid', 'service_id', 'plan_id']

/** A combine-papay session is bound to nobody: of another signer the merchant is told, as it should be. */
const isOpenToAll = ({ family }: ContractRecord, name: string): boolean =>
  family === 'combine-papay' && (name === 'openid' || name === 'sp_openid')

export function liesAbout(contract: ContractRecord, change: Change): Lie[] {
  const names = Object.entries(identityOf(contract)).filter(([name]) => !isOpenToAll(contract, name))
  const others = names.map(([name, value]) => ({ what: `another ${name}`, fields: { [name]: another(value) } }))
  // Whose end it is, asked about by its code, need not be told whole.
  const missing = change === 'signed' ? names.filter(([name]) => ALWAYS_TOLD.includes(name)) : []
  return [...others, ...missing.map(([name]) => ({ what: `no ${name}`, fields: { [name]: null } }))]
}

/** An answer to the question about it that would be believed, were it true. */
export function claimOf(contract: ContractRecord, change: Change, nowMs: number): Fields {
  const told = Object.entries(identityOf(contract)).filter(([name]) => !name.startsWith('sp_'))
  const { contract_id = '912345678901234567' } = contract
  const at = toChinaTime(nowMs)
  const isSigned = { contract_state: 'SIGNED', contract_signed_time: at }
  const isOver = {
    contract_state: 'TERMINATED',
    contract_terminate_info: { contract_termination_mode: 'USER_TERMINATE', contract_terminated_time: at },
  }
  return { ...Object.fromEntries(told), contract_id, ...(change === 'signed' ? isSigned : isOver) }
}

/** Who signed, as a lie of a signing has to tell it where the session binds nobody. */
export const nameIn = ({ openid }: ContractRecord): Fields => (openid === undefined ? {} : { openid })

/** A session that nobody opened. */
export const FALSE_SESSION = '0123456789abcdef0123456789abcdef'

/** Of the answer to a pre-sign. */
export function sessionLies(contract: ContractRecord): Lie[] {
  const { mchid, out_contract_code, sub_mchid = '1888888888', ...others } = identityOf(contract)
  const template = 'service_id' in others ? { service_id: others['service_id'] } : { plan_id: others['plan_id'] }
  return Object.entries({ mchid, out_contract_code, sub_mchid, ...template }).map(([name, value]) => ({
    what: `another ${name}`,
    fields: { [name]: another(value), pre_entrustweb_id: FALSE_SESSION },
  }))
}

/** An answer, or a plaintext, that tells of a payment, or of its being given back. */
export function paidClaim({ _id, request, transaction_id }: PaymentRecord, nowMs: number): Fields {
  const { payer, amount, ...others } = request
  const { appid, mchid, sp_appid, sp_mchid, sub_appid, sub_mchid } = others as Partial<Record<string, string>>
  return known({
    ...{ out_trade_no: _id, appid, mchid, sp_appid, sp_mchid, sub_appid, sub_mchid, payer },
    trade_state: transaction_id === undefined ? 'SUCCESS' : 'REFUND',
    transaction_id: transaction_id ?? '4200002600202611290123456789',
    success_time: toChinaTime(nowMs),
    amount: { total: amount.total, currency: 'CNY' },
  })
}

const OF_ORDERS = [
  'out_trade_no',
  'mchid',
  'appid',
  'sp_mchid',
  'sp_appid',
  'sub_mchid',
  'sub_appid',
  'payer',
  'amount',
]

export function liesAboutOrder(payment: PaymentRecord, nowMs: number): Lie[] {
  const claim = paidClaim(payment, nowMs)
  const names = payment.transaction_id === undefined ? OF_ORDERS : ['transaction_id']
  return names
    .filter((name) => name in claim)
    .flatMap((name) => alteredIn(claim, name))
    .map(({ what, fields }) => ({ what, fields: { ...claim, ...fields } }))
}

/** Of a block, each name in it. */
function alteredIn(claim: Fields, name: string): Lie[] {
  const value = claim[name]
  if (!isBlock(value)) return [{ what: `another ${name}`, fields: { [name]: another(value) } }]
  return Object.entries(value).map(([inner, told]) => ({
    what: `another ${name}.${inner}`,
    fields: { [name]: { ...value, [inner]: another(told) } },
  }))
}

const isBlock = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** Of the same form, and not the same. */
function another(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  const text = String(value)
  return text.slice(0, -1) + (text.endsWith('1') ? '2' : '1')
}

const known = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
