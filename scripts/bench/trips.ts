// How often the built functions go to PostgreSQL. Over HTTP every trip is seen; by TCP they are the same calls.
import { randomBytes } from 'node:crypto'
import type { GatewayEvent } from '../../sandbox/cloud/events'
import type { LocalWechat } from '../../sandbox/localWechat'
import { consentToday } from '../start/consentToday'

/** At most, of one user's call or notification, but for telling the merchant's own code, which comes behind. */
export const MOST_TRIPS = { preSign: 6, asking: 3, notification: 4, closing: 6 } as const

export type Trips = Readonly<Record<keyof typeof MOST_TRIPS, readonly string[]>>

/** @param local on the store `postgrest` @throws {Error} a call did not end as it should */
export async function countTrips(local: LocalWechat): Promise<Trips> {
  const { control } = local.wechatPay
  // Whoever comes first has the instance note under which key notifications come: that is done once in ten minutes.
  const first = new TripUser(local)
  await first.call('preEntrustSign', { consent: consentToday() }, 'inProgress')
  await first.sign()
  // Counted is what a function does by itself, without the notification of what it does.
  await control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
  const user = new TripUser(local)
  const preSign = await tripsOf(local, async () =>
    user.call('preEntrustSign', { consent: consentToday() }, 'inProgress'),
  )
  const asking = await tripsOf(local, async () => user.call('queryContract', {}, 'inProgress'))
  await user.sign()
  const notification = await tripsOf(local, async () => user.tell())
  await user.call('queryContract', {}, 'signed')
  const closing = await tripsOf(local, async () => user.call('terminateContract', user.named(), 'terminated'))
  return { preSign, asking, notification, closing }
}

export class TripUser {
  readonly #openid = `o${randomBytes(20).toString('base64url').slice(0, 27)}`
  #code = ''

  constructor(private readonly local: LocalWechat) {}

  async call(name: string, data: object, state: string): Promise<void> {
    const caller = { openid: this.#openid, appid: this.local.miniProgramAppid }
    const result = (await this.local.cloud.call(name, data, caller)).result as Record<string, unknown>
    if (result['state'] !== state) throw new Error(`${name} answered ${JSON.stringify(result)} and not ${state}`)
    const { out_contract_code: code } = result
    if (typeof code === 'string') this.#code = code
  }

  named(): { out_contract_code: string } {
    return { out_contract_code: this.#code }
  }

  async sign(): Promise<void> {
    await this.local.wechatPay.control.sign({ ...this.named(), openid: this.#openid })
    await this.local.wechatPay.control.settled()
  }

  /** Sends the first notification of the contract again, or one that was dropped. */
  async tell(): Promise<void> {
    const { control } = this.local.wechatPay
    const [{ id } = { id: '' }] = await control.notifications(this.named())
    await control.duplicateNotification({ id, copies: 1 })
    await control.settled()
  }
}

const TELLING = /^entrust_(read|list) contract_outbox$/

async function tripsOf(local: LocalWechat, act: () => Promise<unknown>): Promise<string[]> {
  const trips: string[] = []
  const note = ({ action, collection = '' }: GatewayEvent) => trips.push(`${action} ${collection}`)
  local.cloud.events.on('gateway', note)
  try {
    await act()
  } finally {
    local.cloud.events.off('gateway', note)
  }
  const telling = trips.findIndex((trip) => TELLING.test(trip))
  return telling < 0 ? trips : trips.slice(0, telling)
}
