// EXPORT: all that is kept about one person, to be handed out to them (PIPL): whole, but for what opens something, and for others.
import * as v from 'valibot'
import { isUnconfirmed } from '../contracts/evidence/signer'
import { partyOfRecord, slotId } from '../contracts/codes'
import { CallFailure } from '../kernel/errors'
import { allOf } from '../kernel/allOf'
import type { ContractRecord } from '../records/contracts'
import type { NotificationRecord } from '../records/notifications'
import type { OutboxRecord } from '../records/outbox'
import type { PaymentRecord } from '../records/payments'
import { foundOfEach, isOnePerson, moneyOf, ONE_PERSON, personNames, recordsOf, type PersonNames } from './person'
import type { RecordDeps } from './ports'

export const exportInput = v.pipe(v.strictObject(personNames), v.check(isOnePerson, ONE_PERSON))

/**
 * @throws {CallFailure} NOT_FOUND: no record names them
 * @throws {StoreError} the database failed
 */
export async function exportPerson(who: PersonNames, deps: RecordDeps): Promise<object> {
  const { contracts, payments } = await recordsOf(who, deps)
  if (contracts.length + payments.length === 0)
    throw new CallFailure('NOT_FOUND', 'openid, userId: no record names them')
  const { charges, refunds } = await moneyOf(contracts, payments, deps.store)
  const codes = [...contracts, ...payments, ...charges, ...refunds].map(({ _id }) => _id)
  const changes = await foundOfEach(codes, async (code) => allOf(deps.store, 'changesOf', code))
  const notifications = await foundOfEach(codes, async (code) => allOf(deps.store, 'notificationsOf', code))
  const othersOf = new Map(contracts.map((contract) => [contract._id, otherName(contract, who)]))
  return {
    contracts: contracts.map((contract) => ofContract(contract, othersOf.get(contract._id))),
    slots: await slotsOf(contracts, deps),
    orders: payments.map(ofPayment),
    charges,
    refunds,
    changes: changes.map((row) => ofChange(row, othersOf.get(row.code))),
    notifications: notifications.map(ofNotification),
  }
}

/** While nobody has said that who signed is the user, the two names may be two people's. */
const otherName = (contract: ContractRecord, { userId }: PersonNames): 'openid' | 'userId' | undefined =>
  isUnconfirmed(contract) ? (userId === undefined ? 'userId' : 'openid') : undefined

function ofContract(contract: ContractRecord, other: string | undefined): object {
  const { session, request } = contract
  return {
    ...without(contract, other),
    request: without(request, 'prepay_id'),
    ...(session && { session: { expiresAtMs: session.expiresAtMs } }),
  }
}

const ofPayment = (payment: PaymentRecord): object => without(payment, 'prepay_id')

/** Who else has signed is somebody else. */
function ofChange(row: OutboxRecord, other: string | undefined): object {
  return 'contract' in row ? { ...without(row, 'signedBy'), contract: without(row.contract, other) } : row
}

/** Still encrypted it says nothing to anybody. */
const ofNotification = (notification: NotificationRecord): object => without(notification, 'body')

async function slotsOf(contracts: readonly ContractRecord[], { store, sha256 }: RecordDeps): Promise<object[]> {
  const ids = new Set(contracts.map((contract) => slotId(partyOfRecord(contract), sha256)))
  const slots = await Promise.all([...ids].map(async (id) => store.read('contract_slots', id)))
  return slots.filter((slot) => slot !== undefined)
}

const without = (value: object, name: string | undefined): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
