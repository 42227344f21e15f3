// ERASE: a person is taken out of what is kept (PIPL). Codes, states, amounts, times and the place in the slot stay: so they can sign
// again under the next number, and nothing is told twice.
import * as v from 'valibot'
import { partyOfRecord, slotId } from '../contracts/codes'
import { sendTermination } from '../contracts/close/sendTermination'
import { holdsPlace } from '../contracts/evidence/inForce'
import { isGivenUp } from '../contracts/ask/pageState'
import type { ContractDeps } from '../contracts/ports'
import { putSlot, readIn, readSlot } from '../contracts/userSlot'
import { CallFailure } from '../kernel/errors'
import { allOf } from '../kernel/allOf'
import type { StoreTransaction } from '../kernel/ports'
import type { ContractRecord } from '../records/contracts'
import { withDue } from '../records/due'
import type { Documents } from '../records/documents'
import { erasedCharge, erasedChange, erasedContract, erasedPayment, erasedRefund } from '../records/erased'
import type { PaymentRecord } from '../records/payments'
import { erasedNameOf, isOnePerson, moneyOf, ONE_PERSON, personNames, recordsOf } from './person'

export const eraseInput = v.pipe(
  v.strictObject({
    ...personNames,
    close: v.exactOptional(v.union([v.literal('true'), v.literal(true)], 'expected true')),
  }),
  v.check((input) => isOnePerson(input), ONE_PERSON),
)

type EraseInput = v.InferOutput<typeof eraseInput>

interface Erased {
  contracts: number
  orders: number
  /** Records there was no time for: call again. */
  left: number
  /** Nothing names them any more: they were erased before. */
  wasErased?: true
}

/** One record is a few requests to the database. */
const NEEDED_MS = 4000

/**
 * Once more, it is answered so. Record by record, each in one transaction: what fails half way is gone on with by the next call.
 * @throws {CallFailure} NOT_FOUND: no record names them; IN_FORCE: something is signed, or closing; IN_PROGRESS: a session is
 *   open, which may still be signed
 * @throws {StoreError} the database failed
 */
export async function erase({ close, ...who }: EraseInput, deps: ContractDeps): Promise<Erased> {
  const { contracts, erased, payments } = await recordsOf(who, deps)
  if (contracts.length + erased.length + payments.length === 0)
    throw new CallFailure('NOT_FOUND', 'openid, userId: no record names them')
  await endAll([...contracts, ...erased], close !== undefined, deps)
  refuseOpen(contracts)
  const name = who.userId ?? who.openid ?? ''
  const done = { contracts: 0, orders: 0, left: 0 }
  for (const contract of contracts) {
    if (deps.deadline.leftMs() < NEEDED_MS) done.left += 1
    else if (await eraseFromContract(contract, name, deps)) done.contracts += 1
  }
  for (const payment of payments) {
    if (deps.deadline.leftMs() < NEEDED_MS) done.left += 1
    else if (await eraseFromPayment(payment, deps)) done.orders += 1
  }
  return { ...done, ...(contracts.length + payments.length === 0 && { wasErased: true }) }
}

/** What is in force ends first, where that is wished: the wish stands, so the next call finds it ended, or goes on. */
async function endAll(contracts: readonly ContractRecord[], mayClose: boolean, deps: ContractDeps): Promise<void> {
  const inForce = contracts.filter((contract) => holdsPlace(contract, deps.clock.nowMs()))
  if (inForce.length > 0 && !mayClose) throw isInForce(inForce)
  const left: ContractRecord[] = []
  for (const contract of inForce) {
    const { contract: now } = await sendTermination(contract, { remark: REMARK }, deps)
    if (holdsPlace(now, deps.clock.nowMs())) left.push(now)
  }
  if (left.length > 0) throw isInForce(left)
}

/** WeChat Pay is told why; the page may show it to the user. */
const REMARK = '用户要求删除个人信息'

const isInForce = (contracts: readonly ContractRecord[]) =>
  new CallFailure(
    'IN_FORCE',
    `signed, and not ended: ${contracts.map(({ _id }) => _id).join(', ')}; close=true closes first: where that takes a while, call again`,
  )

/** Nobody can take a session back; and one that is signed has to be somebody's. */
function refuseOpen(contracts: readonly ContractRecord[]): void {
  const open = contracts.filter((one) => (one.state === 'REQUESTED' || one.state === 'PRESIGNED') && !isGivenUp(one))
  if (open.length === 0) return
  throw new CallFailure(
    'IN_PROGRESS',
    `may still be signed: ${open.map(({ _id }) => _id).join(', ')}; its session lives two hours, then call again; one nobody can tell the fate of is released first`,
  )
}

async function eraseFromContract(known: ContractRecord, name: string, deps: ContractDeps): Promise<boolean> {
  const { store, clock, sha256 } = deps
  const { _id: code } = known
  await eraseFromMoney([known], [], deps)
  const rows = await allOf(store, 'changesOf', code)
  const isDone = await store.transact(async (tx) => {
    const contract = await tx.get('contracts', code)
    if (!contract || contract.erasedAtMs !== undefined) return false
    const nowMs = clock.nowMs()
    // It may have been signed since it was looked at.
    if (holdsPlace(contract, nowMs)) throw isInForce([contract])
    refuseOpen([contract])
    const party = partyOfRecord(contract)
    const erasure = { erasedAtMs: nowMs, slotId: slotId(party, sha256), erasedName: erasedNameOf(name, sha256) }
    for (const { _id } of rows) await eraseFromChange(tx, _id, nowMs)
    await forgetSigner(tx, contract, sha256)
    await tx.put('contracts', withDue('contracts', erasedContract(contract, erasure)))
    return true
  })
  await dropBodies(code, deps)
  return isDone
}

async function eraseFromChange(tx: StoreTransaction, id: string, erasedAtMs: number): Promise<void> {
  const row = await tx.get('contract_outbox', id)
  if (row) await tx.put('contract_outbox', withDue('contract_outbox', erasedChange(row, erasedAtMs)))
}

async function forgetSigner(
  tx: StoreTransaction,
  contract: ContractRecord,
  sha256: ContractDeps['sha256'],
): Promise<void> {
  const slot = await readSlot(readIn(tx), partyOfRecord(contract), sha256)
  if (slot.confirmedSigner === undefined) return
  const kept = { ...slot }
  delete kept.confirmedSigner
  await putSlot(tx, kept)
}

async function eraseFromPayment(payment: PaymentRecord, deps: ContractDeps): Promise<boolean> {
  await eraseFromMoney([], [payment], deps)
  return eraseFrom('payments', payment._id, erasedPayment, deps)
}

/** What hangs on a contract or an order comes first: once that is erased, nothing leads there any more. */
async function eraseFromMoney(
  contracts: readonly ContractRecord[],
  payments: readonly PaymentRecord[],
  deps: ContractDeps,
): Promise<void> {
  const { charges, refunds } = await moneyOf(contracts, payments, deps.store)
  for (const { _id } of refunds) await eraseFrom('refunds', _id, erasedRefund, deps)
  for (const { _id } of charges) await eraseFrom('charges', _id, erasedCharge, deps)
}

async function eraseFrom<Name extends 'payments' | 'charges' | 'refunds'>(
  collection: Name,
  id: string,
  erased: (document: Documents[Name], erasedAtMs: number) => Documents[Name],
  deps: ContractDeps,
): Promise<boolean> {
  const isDone = await deps.store.transact(async (tx) => {
    const document = await tx.get(collection, id)
    if (!document || document.erasedAtMs !== undefined) return false
    await tx.put(collection, withDue(collection, erased(document, deps.clock.nowMs())))
    return true
  })
  await dropBodies(id, deps)
  return isDone
}

/** What was set aside is kept still encrypted, and names them inside. */
async function dropBodies(code: string, { store }: ContractDeps): Promise<void> {
  for (const { _id, body } of await allOf(store, 'notificationsOf', code)) {
    if (body === undefined) continue
    await store.transact(async (tx) => {
      const known = await tx.get('contract_notifications', _id)
      if (!known) return
      const bare = { ...known }
      delete bare.body
      await tx.put('contract_notifications', withDue('contract_notifications', bare))
    })
  }
}
