// Each trip to the database takes its time, and most go one after another.
import { startLocalWechat, type LocalWechat } from '../../../sandbox/localWechat'
import { countTrips, MOST_TRIPS, type Trips } from '../../../scripts/bench/trips'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'
import { serverUrl } from '../../support/postgresFile'

let local: LocalWechat
let trips: Trips
beforeAll(async () => {
  local = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, store: 'postgrest', postgresUrl: serverUrl() })
  trips = await countTrips(local)
})
afterAll(async () => local.close())

it.each(Object.entries(MOST_TRIPS) as [keyof Trips, number][])('%s goes there %d times at most', (what, most) => {
  // A count of nothing would hold any bound.
  expect(trips[what].length).toBeGreaterThan(1)
  expect(trips[what].length).toBeLessThanOrEqual(most)
})

it('what was counted is what happens: a pre-sign ends with its session, a close with the end on record', () => {
  expect(trips.preSign.join()).toContain('entrust_commit contract_slots contracts')
  expect(trips.notification.join()).toContain('contract_notifications')
  expect(trips.closing.at(-1)).toBe('entrust_commit contracts contract_slots contract_outbox')
})
