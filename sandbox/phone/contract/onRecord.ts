// CONTRACT: what is on record about one user's contracts, put together for the panel beside the phone. Pure.
import type { Received } from '../../receiver/sampleReceiver'
import { userOf } from '../live/describe'
import { OWNED, rootOfRow, type Find } from '../live/owners'
import { describeTold } from '../live/told'
import { CONTRACT_FACTS, type ContractRecorded, type ContractsOnRecord, type Scene, type Stored } from '../wire'

/** Whole collections, as they are. */
export interface Collections {
  contracts: readonly Stored[]
  contract_slots: readonly Stored[]
  contract_notifications: readonly Stored[]
  contract_outbox: readonly Stored[]
  payments: readonly Stored[]
  charges: readonly Stored[]
  charge_orders: readonly Stored[]
  refunds: readonly Stored[]
}

export interface Wanted {
  user: string
  scene: Scene
}

/** @param received what the merchant's server saw of the changes */
export function contractsOnRecord(
  { user, scene }: Wanted,
  all: Collections,
  received: readonly Received[],
): ContractsOnRecord {
  const own = all.contracts.filter((record) => userOf(record) === user).sort(newestFirst)
  const newest = own.find((record) => record['scene'] === scene)
  const find = finderOf(all)
  const isToldHere = (row: Stored): boolean => {
    const root = rootOfRow(row, find)
    if (!root || userOf(root.record) !== user) return false
    return root.collection === 'payments' || root.record['scene'] === scene
  }
  const code = newest && idOf(newest)
  const slot = all.contract_slots.find((record) => code !== undefined && namesCode(record, code))
  return {
    user,
    ...(newest && { contract: describeRecorded(newest) }),
    ...(slot && { slot }),
    notifications: all.contract_notifications
      .filter((record) => code !== undefined && record['code'] === code)
      .sort((one, other) => Number(one['receivedAtMs']) - Number(other['receivedAtMs'])),
    told: all.contract_outbox
      .filter(isToldHere)
      .map((row) => describeTold(row, received, user))
      .sort((one, other) => one.writtenAtMs - other.writtenAtMs),
    others: own.filter((record) => record !== newest).map(describeRecorded),
  }
}

const idOf = (record: Stored): string => String(record['_id'])
const newestFirst = (one: Stored, other: Stored): number => Number(other['createdAtMs']) - Number(one['createdAtMs'])

function finderOf(all: Collections): Find {
  const byId = (collection: keyof Collections) => new Map(all[collection].map((record) => [idOf(record), record]))
  const maps = new Map(OWNED.map((collection) => [collection, byId(collection)]))
  return (collection, id) => maps.get(collection)?.get(id)
}

/** Whose turn it is, or what is in force. */
function namesCode({ attempts = {}, inForce = [] }: Stored, code: string): boolean {
  const turns = Object.values(attempts as Record<string, { currentCode: string }>)
  const held = inForce as { code: string }[]
  return turns.some(({ currentCode }) => currentCode === code) || held.some((one) => one.code === code)
}

/** Of one document; times as a clock shows them. */
export function describeRecorded(record: Stored): ContractRecorded {
  const facts = CONTRACT_FACTS.map((name) => [name, factOf(name, record[name])] as [typeof name, string])
  const template = record['service_id'] === undefined ? 'plan_id' : 'service_id'
  return {
    code: idOf(record),
    scene: String(record['scene']),
    template: `${template} ${String(record[template])}`,
    state: String(record['state']),
    isClosing: record['state'] === 'SIGNED' && record['terminateRequestedAtMs'] !== undefined,
    createdAtMs: Number(record['createdAtMs']),
    facts: facts.filter(([, value]) => value !== ''),
    record,
  }
}

/** How many of the newest are told without opening the record. */
const EVIDENCE_SHOWN = 4

function factOf(name: (typeof CONTRACT_FACTS)[number], value: unknown): string {
  if (value === undefined) return ''
  if (name === 'evidence') return (value as Evidence[]).slice(-EVIDENCE_SHOWN).map(evidenceText).join(' · ')
  return name.endsWith('AtMs') ? inChina(Number(value)).slice(0, 19).replace('T', ' ') : (value as string)
}

interface Evidence {
  source: string
  atMs: number
}
const evidenceText = ({ source, atMs }: Evidence): string => `${source} ${inChina(atMs).slice(11, 19)}`

/** In China time, as WeChat Pay tells it. */
const CHINA_MS = 8 * 3_600_000
const inChina = (ms: number): string => new Date(ms + CHINA_MS).toISOString()
