// How often the built functions go to PostgreSQL: each trip takes its time, and most go one after another. Over HTTP every one
// of them is seen; by TCP they are the same calls.
import type { GatewayEvent } from '../../../sandbox/cloud/events'
import { startLocalWechat, type LocalWechat } from '../../../sandbox/localWechat'
import { consentToday } from '../../../scripts/start/consentToday'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'
import { serverUrl } from '../../support/postgresFile'

let local: LocalWechat
beforeAll(async () => {
  local = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, store: 'postgrest', postgresUrl: serverUrl() })
  // Whoever comes first has the instance note under which key notifications come: that is done once in ten minutes.
  const first = new User('oFirst_user_of_all')
  await first.preSign()
  await first.sign()
  // Counted is what a function does by itself, without the notification of what it does.
  await local.wechatPay.control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
})
afterAll(async () => local.close())

class User {
  #session: Record<string, string> = {}
  constructor(readonly openid: string) {}

  async call(name: string, data: object): Promise<Record<string, unknown>> {
    const caller = { openid: this.openid, appid: local.miniProgramAppid }
    const result = (await local.cloud.call(name, data, caller)).result as Record<string, unknown>
    expect(result).toMatchObject({ ok: true })
    return result
  }

  async preSign(): Promise<void> {
    this.#session = (await this.call('preEntrustSign', { consent: consentToday() })) as Record<string, string>
  }

  async sign(): Promise<void> {
    const { pre_entrustweb_id } = this.#session
    await local.wechatPay.control.sign({ pre_entrustweb_id: pre_entrustweb_id ?? '', openid: this.openid })
    await local.wechatPay.control.settled()
  }

  async close(): Promise<void> {
    await this.call('terminateContract', { out_contract_code: this.#session['out_contract_code'] })
  }

  async stateOnRecord(): Promise<unknown> {
    return (await local.records.get('contracts', this.#session['out_contract_code'] ?? ''))?.['state']
  }

  /** Tells what was dropped. */
  async tell(): Promise<void> {
    const { out_contract_code } = this.#session
    const [{ id } = { id: '' }] = await local.wechatPay.control.notifications({ out_contract_code })
    await local.wechatPay.control.duplicateNotification({ id, copies: 1 })
    await local.wechatPay.control.settled()
  }
}

/** What goes there while `act` runs, in order, but for telling the merchant's own code, which comes behind. */
async function tripsOf(act: () => Promise<unknown>): Promise<string[]> {
  const trips: string[] = []
  const count = ({ action, collection = '' }: GatewayEvent) => trips.push(`${action} ${collection}`)
  local.cloud.events.on('gateway', count)
  await act()
  local.cloud.events.off('gateway', count)
  // A count of nothing would hold any bound.
  expect(trips.length).toBeGreaterThan(0)
  const telling = trips.indexOf('entrust_list contract_outbox')
  return telling < 0 ? trips : trips.slice(0, telling)
}

describe('of one user, from the first pre-sign on:', () => {
  const user = new User('oSecond_user_of_all')

  it('the pre-sign goes there 6 times at most', async () => {
    const trips = await tripsOf(async () => user.preSign())
    expect(trips.length).toBeLessThanOrEqual(6)
  })

  it('asking 3 times at most, of a session that is not signed', async () => {
    const trips = await tripsOf(async () => user.call('queryContract', {}))
    expect(trips.length).toBeLessThanOrEqual(3)
  })

  it('a notification 4 times at most', async () => {
    await user.sign()
    const trips = await tripsOf(async () => user.tell())
    expect(await user.stateOnRecord()).toBe('SIGNED')
    expect(trips.length).toBeLessThanOrEqual(4)
  })

  it('asking 3 times at most, of a contract that is signed', async () => {
    const trips = await tripsOf(async () => user.call('queryContract', {}))
    expect(trips.length).toBeLessThanOrEqual(3)
  })

  it('closing 6 times at most', async () => {
    const trips = await tripsOf(async () => user.close())
    expect(await user.stateOnRecord()).toBe('TERMINATED')
    expect(trips.length).toBeLessThanOrEqual(6)
  })
})
