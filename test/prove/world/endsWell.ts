// What has to hold once every fault is over and the timer has had its time: looked at, and nothing repaired on the way.
import type { ChargeOrderRecord, ChargeRecord } from '../../../cloudfunctions/_shared/records/charges'
import type { ContractRecord } from '../../../cloudfunctions/_shared/records/contracts'
import type { OutboxRecord } from '../../../cloudfunctions/_shared/records/outbox'
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import type { RefundRecord } from '../../../cloudfunctions/_shared/records/refunds'
import type { Change } from '../../../cloudfunctions/_shared/upkeep/ports'
import { disagreements } from '../../support/agree'
import type { Person } from '../../support/person'
import { chargeDifferences } from './chargesAgree'
import { moneyDifference } from './moneyAgrees'
import { orderDifferences } from './ordersAgree'
import type { ProveWorld } from './proveWorld'
import { refundDifferences } from './refundsAgree'

/**
 * @param people of now, where WeChat Pay's books hold others too
 * @returns what does not hold, in words
 */
export async function badEnds(world: ProveWorld, people?: readonly Person[]): Promise<string[]> {
  const all = async <Stored>(collection: string) => (await world.records.all(collection)) as unknown as Stored[]
  const contracts = await all<ContractRecord>('contracts')
  const rows = await all<OutboxRecord>('contract_outbox')
  return [
    ...(await world.takeBroken()),
    ...(await world.takeEarlyCodes()),
    ...(await world.takeFalseMoney()),
    ...(await disagreementsOf(world, people)),
    ...brokenWords({ contracts, rows, told: world.changes.told }),
    ...(await moneyEnds(world, rows)),
    ...world.changes.unverified.map((body) => `told without a signature that fits: ${body.slice(0, 80)}`),
  ]
}

async function moneyEnds(world: ProveWorld, rows: readonly OutboxRecord[]): Promise<string[]> {
  const all = async <Stored>(collection: string) => (await world.records.all(collection)) as unknown as Stored[]
  const [payments, charges] = [await all<PaymentRecord>('payments'), await all<ChargeRecord>('charges')]
  const refunds = await all<RefundRecord>('refunds')
  const chargeOrders = await all<ChargeOrderRecord>('charge_orders')
  const books = await world.books()
  return [
    ...orderDifferences({ payments, rows, upstream: books.orders }),
    ...chargeDifferences({ charges, rows, upstream: books.charges }),
    ...refundDifferences({ refunds, payments, chargeOrders, rows, upstream: books.refunds }),
    ...moneyDifference({ payments, charges, refunds }, books),
  ]
}

async function disagreementsOf(world: ProveWorld, people: readonly Person[] | undefined): Promise<string[]> {
  if (!people) return disagreements(world)
  const each = await Promise.all(people.map(async (person) => disagreements(world, person)))
  return each.flat()
}

interface End {
  contracts: readonly ContractRecord[]
  rows: readonly OutboxRecord[]
  /** Taken by the merchant's receiver, in this order. */
  told: readonly Change[]
}

/** Of what users and merchants were promised: wishes carried out, changes told, in order, and none that is not so. */
export function brokenWords({ contracts, rows, told }: End): string[] {
  return [
    ...contracts.flatMap(forgottenWish),
    ...rows.flatMap((row) => untold(row, told)),
    ...[...new Set(rows.map(({ code }) => code))].flatMap((code) =>
      outOfOrder(told.filter((one) => one.code === code)),
    ),
    ...told.filter(({ id }) => !rows.some(({ _id }) => _id === id)).map(({ id }) => `${id} was told, and is no change`),
  ]
}

const forgottenWish = ({ _id, state, terminateRequestedAtMs }: ContractRecord): string[] =>
  terminateRequestedAtMs !== undefined && state !== 'TERMINATED' ? [`the wish to close ${_id} was not carried out`] : []

function untold({ _id, deliveredAtMs }: OutboxRecord, told: readonly Change[]): string[] {
  const isTold = told.some(({ id }) => id === _id)
  if (!isTold) return [`${_id} was told to nobody`]
  return deliveredAtMs === undefined ? [`${_id} was taken, and is told on`] : []
}

/** At least once, and the first time in order. */
function outOfOrder(told: readonly { id: string; revision: number }[]): string[] {
  const firsts = told.filter(({ id }, index) => told.findIndex((one) => one.id === id) === index)
  const isSorted = firsts.every(({ revision }, index) => revision >= (firsts[index - 1]?.revision ?? 0))
  return isSorted ? [] : [`told in the order ${firsts.map(({ id }) => id).join(', ')}`]
}
