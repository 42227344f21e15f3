// On a real PostgreSQL of this machine: how often the functions go there, and how many notifications a second they keep.
import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { startPostgres } from '../../sandbox/cloud/postgres/postgresServer'
import { startLocalWechat, type LocalWechat } from '../../sandbox/localWechat'
import { consentToday } from '../start/consentToday'
import type { Row } from './row'
import { countTrips, MOST_TRIPS, TripUser, type Trips } from './trips'

const GROUP = 'postgres'
/** So many users sign, and all are told at once. */
const NOTIFICATIONS = 40

export async function measurePostgres(functionsRoot: string): Promise<Row[]> {
  const server = await startPostgres()
  try {
    const on = async <T>(store: 'postgres' | 'postgrest', use: (local: LocalWechat) => Promise<T>): Promise<T> => {
      const local = await startLocalWechat({ functionsRoot, store, postgresUrl: server.url })
      try {
        return await use(local)
      } finally {
        await local.close()
      }
    }
    const trips = await on('postgrest', countTrips)
    const perSecond = await on('postgres', keepNotifications)
    return [...tripRows(trips), rateRow(perSecond, await insertBarely(server.url))]
  } finally {
    await server.close()
  }
}

const tripRows = (trips: Trips): Row[] =>
  (Object.keys(MOST_TRIPS) as (keyof Trips)[]).map((what) => ({
    group: GROUP,
    what: `trips to PostgreSQL: ${what}`,
    value: trips[what].length,
    unit: 'trips',
    target: { atMost: MOST_TRIPS[what] },
    detail: trips[what].map((trip) => trip.replace('entrust_', '')).join(', '),
  }))

function rateRow(perSecond: number, bare: number): Row {
  const share = `${(perSecond / bare).toFixed(3)} of it`
  const detail = `signed, sealed, verified, opened and kept; bare inserts on the same server ${bare.toFixed(0)}/s: ${share}`
  return { group: GROUP, what: 'notifications kept on PostgreSQL', value: perSecond, unit: '/s', detail }
}

async function keepNotifications(local: LocalWechat): Promise<number> {
  const { control } = local.wechatPay
  await control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
  const users = Array.from({ length: NOTIFICATIONS + 1 }, () => new TripUser(local))
  for (const user of users) {
    await user.call('preEntrustSign', { consent: consentToday() }, 'inProgress')
    await user.sign()
  }
  // The first finds a function that has just been started.
  await users.pop()?.tell()
  const startedAt = performance.now()
  await Promise.all(users.map(async (user) => user.tell()))
  const seconds = (performance.now() - startedAt) / 1000
  const signed = (await local.records.all('contracts')).filter(({ state }) => state === 'SIGNED')
  if (signed.length !== NOTIFICATIONS + 1) throw new Error(`${signed.length} of ${NOTIFICATIONS + 1} were kept`)
  return NOTIFICATIONS / seconds
}

/** The least that keeping them can take: a row each, at most three at a time. */
async function insertBarely(url: string): Promise<number> {
  const pool = new Pool({ connectionString: url, max: 3 })
  try {
    await pool.query('create table bare (id text primary key, doc json)')
    const doc = JSON.stringify({ body: randomBytes(600).toString('hex') })
    const insert = async (id: number) => pool.query('insert into bare values ($1, $2)', [String(id), doc])
    await insert(0)
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: NOTIFICATIONS }, async (_, index) => insert(index + 1)))
    return NOTIFICATIONS / ((performance.now() - startedAt) / 1000)
  } finally {
    await pool.end()
  }
}
