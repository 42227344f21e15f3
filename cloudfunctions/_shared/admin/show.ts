// What is on record about a contract or an order, for a person in charge: field by field of lists, so that what names a user
// or opens something stays in the database, whatever a record may hold one day.
import { consentsOf } from '../contracts/sign/consentHistory'
import { signerField } from '../contracts/evidence/signer'
import { partyOfRecord } from '../contracts/codes'
import { attemptIn, readFrom, readSlot } from '../contracts/userSlot'
import { isGivenUp } from '../contracts/ask/pageState'
import { CallFailure } from '../kernel/errors'
import type { Store } from '../kernel/ports'
import type { EvidenceEntry } from '../records/common'
import type { ContractRecord, Session } from '../records/contracts'
import type { OutboxRecord } from '../records/outbox'
import type { PaymentRecord } from '../records/payments'
import { templateOf } from '../records/contracts'
import type { RecordDeps } from './ports'
import type { ShowInput } from './showInput'

/**
 * Reads only. No openid, no id by the merchant's login, no session, no body, no prepay_id.
 * @throws {CallFailure} NOT_FOUND
 * @throws {StoreError} the database failed
 */
export async function show(input: ShowInput, deps: RecordDeps): Promise<object> {
  return 'out_trade_no' in input ? showOrder(input.out_trade_no, deps) : showContract(input.out_contract_code, deps)
}

async function showContract(code: string, { store, clock, sha256 }: RecordDeps): Promise<object> {
  const contract = await store.read('contracts', code)
  if (!contract) throw new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
  const party = partyOfRecord(contract)
  const [slot, outbox] = await Promise.all([
    readSlot(readFrom(store), party, sha256),
    rowsOf(code, ['SIGNED', 'SIGNER_CONFIRMED', 'TERMINATED', 'OTHER_SIGNER'], store),
  ])
  const attempt = attemptIn(slot, party)
  return {
    contract: describeContract(contract, clock.nowMs()),
    ...(attempt && { slot: pick(attempt, ['currentCode', 'attemptNo', 'leaseUntilMs']) }),
    inForce: slot.inForce.map(({ code }) => code),
    outbox,
  }
}

async function showOrder(out_trade_no: string, { store }: RecordDeps): Promise<object> {
  const payment = await store.read('payments', out_trade_no)
  if (!payment) throw new CallFailure('NOT_FOUND', 'out_trade_no: nobody has wished to pay an order of this number')
  return { order: describeOrder(payment), outbox: await rowsOf(out_trade_no, ['PAID'], store) }
}

function describeContract(contract: ContractRecord, nowMs: number): object {
  const { _id, session, denial, evidence } = contract
  const consents = consentsOf(contract)
  const template = templateOf(contract)
  return {
    out_contract_code: _id,
    ...pick(contract, CONTRACT_FIELDS),
    ...(contract.signedAtMs !== undefined && signerField(contract)),
    [template.name]: template.id,
    ...(consents.length > 0 && { consentHistory: consents.map((one) => pick(one, ['textHash', 'atMs'])) }),
    ...(session && { session: describeSession(session, contract, nowMs) }),
    ...(denial && { denial: pick(denial, ['httpStatus', 'apiCode', 'atMs']) }),
    evidence: evidence.map(describeEntry),
  }
}

const CONTRACT_FIELDS = [
  'state',
  'env',
  'family',
  'mode',
  'mchid',
  'appid',
  'sub_mchid',
  'sub_appid',
  'scene',
  'attemptNo',
  'createdAtMs',
  'renewedAtMs',
  'resentAtMs',
  'releasedAtMs',
  'voidAtMs',
  'sessionTakenAtMs',
  'contract_id',
  'signedAtMs',
  'terminatedAtMs',
  'contract_termination_mode',
  'contractExpiresAtMs',
  'terminateRequestedAtMs',
  'terminateSentAtMs',
  'terminateTries',
  'setAsideAtMs',
  'erasedAtMs',
  'dueAtMs',
  'nextQueryAtMs',
  'queryCount',
] as const

const describeSession = ({ expiresAtMs }: Session, contract: ContractRecord, nowMs: number) => ({
  isOpen: contract.state === 'PRESIGNED' && !isGivenUp(contract) && nowMs < expiresAtMs,
  expiresAtMs,
})

function describeOrder(payment: PaymentRecord): object {
  const { _id, request, evidence } = payment
  return {
    out_trade_no: _id,
    ...pick(payment, ORDER_FIELDS),
    total: request.amount.total,
    evidence: evidence.map(describeEntry),
  }
}

const ORDER_FIELDS = [
  'state',
  'env',
  'mode',
  'sentAtMs',
  'refusedAtMs',
  'prepayUntilMs',
  'transaction_id',
  'paidAtMs',
  'setAsideAtMs',
  'createdAtMs',
  'erasedAtMs',
  'dueAtMs',
  'nextQueryAtMs',
  'queryCount',
] as const

const describeEntry = (entry: EvidenceEntry) => pick(entry, ['source', 'atMs', 'what'])

/** What the merchant's own code was told, or is to be. */
async function rowsOf(code: string, states: readonly OutboxRecord['state'][], store: Store): Promise<object[]> {
  const rows = await Promise.all(states.map((state) => store.read('contract_outbox', `${code}:${state}`)))
  return rows.flatMap((row) => (row ? [pick(row, ROW_FIELDS)] : []))
}

const ROW_FIELDS = ['state', 'createdAtMs', 'tries', 'takenBy', 'dueAtMs', 'deliveredAtMs', 'deadAtMs'] as const

const pick = <Document extends object>(document: Document, names: readonly (keyof Document)[]): object =>
  Object.fromEntries(names.flatMap((name) => (document[name] === undefined ? [] : [[name, document[name]]])))
