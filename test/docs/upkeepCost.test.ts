// What docs/operations.md says a run with nothing to do costs is what it costs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runUpkeep } from '../../cloudfunctions/_shared/upkeep/runUpkeep'
import { SETTINGS } from '../support/builders'
import { fakeChargeDeps } from '../support/buildersCharges'

const RUNS_A_DAY = 24 * 60

async function requestsOfOneRun(more: { recheckDays?: number }): Promise<number> {
  const deps = fakeChargeDeps(SETTINGS)
  const sealed = { eventMap: {}, open: () => ({ ok: false, reason: 'APIV3_KEY_MISMATCH' }) as const }
  const retention = { notificationDays: 180, outboxDays: 90, attemptDays: 30 }
  let requests = 0
  const store = new Proxy(deps.store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return (...given: unknown[]): unknown => {
        requests += 1
        return Reflect.apply(method, target, given)
      }
    },
  })
  await runUpkeep({ ...deps, ...more, store, sealed, retention, receivers: [] }, deps.clock.now + 50_000)
  return requests
}

it.each(['docs', 'docs/zh-CN'])('%s/operations.md counts the requests of an idle run', async (folder) => {
  const text = readFileSync(join(__dirname, '../..', folder, 'operations.md'), 'utf8')
  const [idle, rechecking] = [await requestsOfOneRun({}), await requestsOfOneRun({ recheckDays: 30 })]
  const [day, month] = [idle * RUNS_A_DAY, idle * RUNS_A_DAY * 30].map((count) => count.toLocaleString('en'))
  const numbers = text.match(/[\d,]*\d/g) ?? []
  expect(numbers).toEqual(expect.arrayContaining([String(idle), String(rechecking), day, month]))
})
