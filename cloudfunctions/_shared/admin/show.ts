// What is on record about a contract, and by its number about money, for a person in charge: field by field of lists, so that what names a user
// or opens something stays in the database, whatever a record may hold one day.
import { consentsOf } from '../contracts/sign/consentHistory'
import { signerField } from '../contracts/evidence/signer'
import { partyOfRecord } from '../contracts/codes'
import { attemptIn, readFrom, readSlot } from '../contracts/userSlot'
import { isGivenUp } from '../contracts/ask/pageState'
import { CallFailure } from '../kernel/errors'
import type { ContractRecord, Session } from '../records/contracts'
import { templateOf } from '../records/contracts'
import type { RecordDeps } from './ports'
import type { ShowInput } from './showInput'
import { showCharge, showOrder, showRefund } from './showMoney'
import { describeEntry, pick, rowsOf } from './shown'

/**
 * Reads only. No openid, no id by the merchant's login, no session, no body, no prepay_id.
 * @throws {CallFailure} NOT_FOUND
 * @throws {StoreError} the database failed
 */
export async function show(input: ShowInput, deps: RecordDeps): Promise<object> {
  if ('out_contract_code' in input) return showContract(input.out_contract_code, deps)
  if ('out_trade_no' in input) return showOrder(input.out_trade_no, deps.store)
  if ('out_refund_no' in input) return showRefund(input.out_refund_no, deps.store)
  return showCharge(input.combine_out_trade_no, deps.store)
}

async function showContract(code: string, { store, clock, sha256 }: RecordDeps): Promise<object> {
  const contract = await store.read('contracts', code)
  if (!contract) throw new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
  const party = partyOfRecord(contract)
  const [slot, outbox] = await Promise.all([
    readSlot(readFrom(store), party, sha256),
    rowsOf(code, ['SIGNED', 'SIGNER_CONFIRMED', 'VOID', 'TERMINATED', 'OTHER_SIGNER'], store),
  ])
  const attempt = attemptIn(slot, party)
  return {
    contract: describeContract(contract, clock.nowMs()),
    ...(attempt && { slot: pick(attempt, ['currentCode', 'attemptNo', 'leaseUntilMs']) }),
    inForce: slot.inForce.map(({ code }) => code),
    outbox,
  }
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
  'unsettledToldAtMs',
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
