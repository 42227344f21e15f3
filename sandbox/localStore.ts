// The database behind the local WeChat's functions, by choice: the document database of the stand-in, or a real PostgreSQL.
import { randomBytes } from 'node:crypto'
import type { CloudStandIn } from './cloud/standIn'
import { createEntrustDatabase, type EntrustDatabase } from './cloud/postgres/entrustDatabase'
import { findPostgres } from './cloud/postgres/findPostgres'
import { startPgliteDatabase } from './cloud/postgres/pgliteDatabase'
import { Gate } from './cloud/postgres/gate'
import { watchRecords } from './cloud/postgres/pgRecords'
import { startPostgres } from './cloud/postgres/postgresServer'
import { startPostgrest, type PostgrestServer } from './cloud/postgres/postgrestServer'
import type { StoreChoice } from './choices'
import { pgrestSettings, pgSettings } from './kitSettings'
import { documentRecords, type LocalRecords } from './localRecords'

/** What the records are kept in. */
export interface LocalDatabase {
  kind: 'document' | EntrustDatabase['kind']
  /** Of its owner, for `psql`; none of the document database. */
  url: string
}

export interface LocalStore {
  /** What the functions reach it by. */
  settings: Readonly<Record<string, string>>
  what: LocalDatabase
  /** The way to a PostgreSQL; there is none to the document database, whose stand-in fails by itself. */
  gate?: Gate
  /** Called once the cloud runs. @param nowMs by the cloud's clock */
  records(cloud: CloudStandIn, nowMs: () => number): Promise<LocalRecords>
  close(): Promise<void>
}

/** @param serverUrl of a PostgreSQL that runs already, its owner's; one is started unless told otherwise */
export async function openLocalStore(choice: StoreChoice, serverUrl?: string): Promise<LocalStore> {
  if (choice === 'document') return DOCUMENT
  const ends: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    return { ...(await openPostgres(choice, serverUrl, ends)), close }
  } catch (error) {
    await close()
    throw error
  }
}

const DOCUMENT: LocalStore = {
  settings: {},
  what: { kind: 'document', url: '' },
  records: async ({ db }) => Promise.resolve(documentRecords(db)),
  close: async () => Promise.resolve(),
}

/** @param ends what has to be closed again, the last first */
async function openPostgres(
  choice: Exclude<StoreChoice, 'document'>,
  serverUrl: string | undefined,
  ends: (() => Promise<void>)[],
): Promise<Omit<LocalStore, 'close'>> {
  const database = await openDatabase(serverUrl, ends)
  ends.push(async () => database.close())
  const records = await watchRecords(database)
  ends.push(async () => records.close())
  const { settings, gate, gateway } =
    choice === 'postgres' ? await overTcp(database.url) : await overHttp(database.ownerUrl, ends)
  ends.push(async () => gate.shut())
  return {
    settings,
    gate,
    what: { kind: database.kind, url: database.ownerUrl },
    async records({ events }, nowMs) {
      await records.tell(events, nowMs)
      gateway?.events.on('call', ({ action, collection, status }) => {
        const outcome = status === 200 ? 'ok' : String(status)
        events.emit('gateway', { atMs: nowMs(), action, collection, outcome })
      })
      return { ...records, down: async () => gate.shut(), up: async () => gate.open() }
    },
  }
}

/** On the server that is named, or one of this machine; and where it has none, on PGlite. */
async function openDatabase(serverUrl: string | undefined, ends: (() => Promise<void>)[]): Promise<EntrustDatabase> {
  if (serverUrl !== undefined) return createEntrustDatabase(serverUrl)
  if (findPostgres() === undefined) return startPgliteDatabase()
  const server = await startPostgres()
  ends.push(async () => server.close())
  return createEntrustDatabase(server.url)
}

interface Reached {
  settings: Readonly<Record<string, string>>
  gate: Gate
  gateway?: PostgrestServer
}

async function overTcp(url: string): Promise<Reached> {
  const { gate, url: throughGate } = await openGate(url)
  return { gate, settings: pgSettings(throughGate) }
}

async function overHttp(ownerUrl: string, ends: (() => Promise<void>)[]): Promise<Reached> {
  const key = randomBytes(24).toString('hex')
  const server = await startPostgrest({ ownerUrl, keys: { [key]: 'service_role' } })
  ends.push(async () => server.close())
  const { gate, url } = await openGate(server.url)
  return { gate, gateway: server, settings: pgrestSettings(url, key) }
}

async function openGate(target: string): Promise<{ gate: Gate; url: string }> {
  const url = new URL(target)
  const gate = new Gate(Number(url.port))
  await gate.open()
  url.port = String(gate.port)
  return { gate, url: url.href }
}
