// What is on record in PostgreSQL, as its owner sees it; and every write to it, in order.
import { Client, Pool } from 'pg'
import type { LocalRecords, StoredRecord } from '../../localRecords'
import type { EntrustDatabase } from './entrustDatabase'
import type { CloudEvents, WriteEvent } from '../events'

/** Of the local WeChat alone: each write is written down, and told of. */
const WATCH = `
  create schema sandbox;
  create table sandbox.writes (
    number bigint generated always as identity, collection text, id text, before json, after json,
    transaction text default pg_current_xact_id()::text, is_owners boolean
  );
  create function sandbox.write_down() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    insert into sandbox.writes (collection, id, before, after, is_owners) values (
      tg_table_name, coalesce(new.id, old.id),
      case tg_op when 'INSERT' then null else old.doc end, case tg_op when 'DELETE' then null else new.doc end,
      session_user = current_user and current_setting('role') = 'none');
    notify entrust_writes;
    return null;
  end
  $$;
  do $$
  declare
    name text;
  begin
    for name in select tablename from pg_tables where schemaname = 'entrust' loop
      execute format(
        'create trigger write_down after insert or update or delete on entrust.%I for each row execute function sandbox.write_down()',
        name);
    end loop;
  end
  $$`

/** Of the kit. */
const TABLES = `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'entrust'`

interface Write {
  collection: string
  id: string
  before: StoredRecord | null
  after: StoredRecord | null
  transaction: string
  /** By the owner of the database, as whom no function signs in. */
  is_owners: boolean
}

interface WatchedRecords extends Omit<LocalRecords, 'down' | 'up'> {
  /** Tells every write from now on, in order and each once. Whoever reads has been told of what was written before. */
  tell(events: CloudEvents, nowMs: () => number): Promise<void>
  close(): Promise<void>
}

/** @param database that nobody has watched yet */
export async function watchRecords({ ownerUrl, hearsNotify }: EntrustDatabase): Promise<WatchedRecords> {
  const pool = new Pool({ connectionString: ownerUrl, max: 3 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  await pool.query(WATCH)
  const listener = new Client({ connectionString: ownerUrl })
  listener.on('error', () => undefined)
  let listening: Listening = { stop: () => undefined, isTold: async () => Promise.resolve() }

  const all = async (collection: string, condition = 'true', values: unknown[] = []): Promise<StoredRecord[]> => {
    await listening.isTold()
    const sql = `select doc from entrust.${pgName(collection)} where ${condition} order by version`
    return (await pool.query<{ doc: StoredRecord }>(sql, values)).rows.map(({ doc }) => doc)
  }
  const get = async (collection: string, id: string) => (await all(collection, 'id = $1', [id]))[0]
  return {
    all: async (collection) => all(collection),
    get,
    async insert(collection, record) {
      const sql = `insert into entrust.${pgName(collection)} (id, doc) values ($1, $2)`
      await pool.query(sql, [record._id, JSON.stringify(record)])
    },
    async update(collection, id, fields) {
      if (Object.keys(fields).length === 0) {
        await pool.query(`update entrust.${pgName(collection)} set version = default where id = $1`, [id])
        return
      }
      const record = structuredClone(await get(collection, id))
      if (record === undefined) throw new Error(`${collection} has no record ${id}`)
      for (const [path, value] of Object.entries(fields)) setField(record, path.split('.'), value)
      const sql = `update entrust.${pgName(collection)} set doc = $2, version = default where id = $1`
      await pool.query(sql, [id, JSON.stringify(record)])
    },
    async clear() {
      const { rows } = await pool.query<{ name: string }>(TABLES)
      await pool.query(`truncate ${rows.map(({ name }) => name).join(', ')}`)
    },
    async tell(events, nowMs) {
      await listener.connect()
      listening = await listen(listener, events, nowMs, hearsNotify)
    },
    async close() {
      listening.stop()
      await listener.end()
      await pool.end()
    },
  }
}

/** Where nobody is notified, it is looked at so often. */
const LOOK_EVERY_MS = 100

interface Listening {
  stop: () => void
  /** Resolves when every write that is there has been told. */
  isTold: () => Promise<void>
}

async function listen(
  client: Client,
  events: CloudEvents,
  nowMs: () => number,
  hearsNotify: boolean,
): Promise<Listening> {
  let turn = Promise.resolve()
  const tellNew = async (): Promise<void> => {
    const sql = 'with told as (delete from sandbox.writes returning *) select * from told order by number'
    const { rows } = await client.query<Write>(sql)
    // A transaction is seen as a whole, and others may have written between.
    for (const id of new Set(rows.map(({ transaction }) => transaction))) {
      const own = rows.filter(({ transaction }) => transaction === id)
      for (const write of own) events.emit('write', toEvent(write, nowMs()))
      events.emit('transaction', { atMs: nowMs(), transactionId: id, change: 'committed' })
    }
  }
  const tell = async (): Promise<void> => (turn = turn.then(tellNew).catch(() => undefined))
  if (!hearsNotify) {
    const looking = setInterval(() => void tell(), LOOK_EVERY_MS)
    return { stop: () => clearInterval(looking), isTold: tell }
  }
  client.on('notification', () => void tell())
  await client.query('listen entrust_writes')
  return { stop: () => undefined, isTold: tell }
}

const toEvent = ({ collection, id, before, after, transaction, is_owners }: Write, atMs: number): WriteEvent => ({
  atMs,
  collection,
  id,
  change: before === null ? 'insert' : after === null ? 'remove' : 'update',
  before: before ?? undefined,
  after: after ?? undefined,
  ...(!is_owners && { transactionId: transaction, requestId: transaction }),
})

const pgName = (collection: string): string => `"${collection.replaceAll('"', '""')}"`

function setField(record: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) record[name] = value
  else setField((record[name] ??= {}) as Record<string, unknown>, rest, value)
}
