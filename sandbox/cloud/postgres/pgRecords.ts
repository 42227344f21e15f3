// What is on record in PostgreSQL, as its owner sees it; and every write to it, in order.
import { Client, Pool } from 'pg'
import type { LocalRecords, StoredRecord } from '../../localRecords'
import type { EntrustDatabase } from './entrustDatabase'
import type { CloudEvents } from '../events'

/** Of the local WeChat alone: each write is written down, and told of. */
const WATCH = `
  create schema sandbox;
  create table sandbox.writes (
    number bigint generated always as identity, collection text, id text, before json, after json
  );
  create function sandbox.write_down() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    insert into sandbox.writes (collection, id, before, after) values (
      tg_table_name, coalesce(new.id, old.id),
      case tg_op when 'INSERT' then null else old.doc end, case tg_op when 'DELETE' then null else new.doc end);
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

interface Write {
  collection: string
  id: string
  before: StoredRecord | null
  after: StoredRecord | null
}

interface WatchedRecords extends Omit<LocalRecords, 'down' | 'up'> {
  /** Tells every write from now on, in order and each once. */
  tell(events: CloudEvents): Promise<void>
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
  let stop = (): void => undefined

  const all = async (collection: string, condition = 'true', values: unknown[] = []): Promise<StoredRecord[]> => {
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
      const record = structuredClone(await get(collection, id))
      if (record === undefined) throw new Error(`${collection} has no record ${id}`)
      for (const [path, value] of Object.entries(fields)) setField(record, path.split('.'), value)
      const sql = `update entrust.${pgName(collection)} set doc = $2, version = default where id = $1`
      await pool.query(sql, [id, JSON.stringify(record)])
    },
    async tell(events) {
      await listener.connect()
      stop = await listen(listener, events, hearsNotify)
    },
    async close() {
      stop()
      await listener.end()
      await pool.end()
    },
  }
}

/** Where nobody is notified, it is looked at so often. */
const LOOK_EVERY_MS = 100

/** @returns tells no more */
async function listen(client: Client, events: CloudEvents, hearsNotify: boolean): Promise<() => void> {
  let turn = Promise.resolve()
  const tellNew = async (): Promise<void> => {
    const sql = 'with told as (delete from sandbox.writes returning *) select * from told order by number'
    const { rows } = await client.query<Write>(sql)
    for (const { collection, id, before, after } of rows) {
      const change = before === null ? 'insert' : after === null ? 'remove' : 'update'
      events.emit('write', {
        atMs: Date.now(),
        collection,
        id,
        change,
        before: before ?? undefined,
        after: after ?? undefined,
      })
    }
  }
  const tell = (): void => void (turn = turn.then(tellNew).catch(() => undefined))
  if (!hearsNotify) {
    const looking = setInterval(tell, LOOK_EVERY_MS)
    return () => clearInterval(looking)
  }
  client.on('notification', tell)
  await client.query('listen entrust_writes')
  return () => undefined
}

const pgName = (collection: string): string => `"${collection.replaceAll('"', '""')}"`

function setField(record: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) record[name] = value
  else setField((record[name] ??= {}) as Record<string, unknown>, rest, value)
}
