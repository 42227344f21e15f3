// After everything is back: does the record say what WeChat Pay says?
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import type { NotificationRecord } from '../../cloudfunctions/_shared/records/notifications'
import type { OutboxRecord } from '../../cloudfunctions/_shared/records/outbox'
import type { SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import { codesOf } from './slotViews'
import type { LocalWechat } from '../../sandbox/localWechat'
import type { AgreementView } from '../../sandbox/wechatpay/agreement'
import type { LoggedRequest } from '../../sandbox/wechatpay/requestLog'
import type { NotificationView } from '../../sandbox/wechatpay/notifications/notification'
import { RULES } from './agreeRules'
import type { Person } from './person'

/** Both sides, as they are at one moment. */
export interface Sides {
  contracts: ContractRecord[]
  slots: SlotRecord[]
  outbox: OutboxRecord[]
  kept: NotificationRecord[]
  upstream: AgreementView[]
  notifications: NotificationView[]
  /** The latest pre-sign requests. */
  preSigns: LoggedRequest[]
}

/** What the two sides disagree about, in words; empty when they agree. Nothing is asked or repaired on the way. */
export async function disagreements(local: LocalWechat, person?: Person): Promise<string[]> {
  return differences(await bothSides(local, person))
}

export function differences(sides: Sides): string[] {
  return Object.entries(RULES).flatMap(([rule, check]) => check(sides).map((found) => `${rule}: ${found}`))
}

/**
 * The owner looks a last time, and attempts without an outcome are taken up again; then nothing may differ.
 * @throws {Error} what differs
 */
export async function agree(local: LocalWechat, ...people: Person[]): Promise<void> {
  for (const person of people) {
    await person.redeliver()
    for (const { _id, state } of await person.records()) {
      await person.letTimePass()
      if (state !== 'TERMINATED') await person.call('queryContract', { out_contract_code: _id })
    }
    await resume(person)
    orThrow(await disagreements(local, person))
  }
}

/** @throws {Error} all of what was found, where there is something */
export function orThrow(found: readonly string[]): void {
  if (found.length > 0) throw new Error(found.join('\n'))
}

/** A record that is REQUESTED says "outcome unknown": asking again must lead on, under the same code. */
async function resume(person: Person): Promise<void> {
  const unknown = (await person.records()).find(({ state }) => state === 'REQUESTED')
  if (!unknown) return
  const { out_contract_code } = await person.openSession()
  if (out_contract_code !== unknown._id) throw new Error(`${unknown._id} was not taken up again: ${out_contract_code}`)
}

async function bothSides({ records, wechatPay: { control } }: LocalWechat, person?: Person): Promise<Sides> {
  const all = async <Stored>(collection: string) => (await records.all(collection)) as unknown as Stored[]
  const contracts = person ? await person.records() : await all<ContractRecord>('contracts')
  const upstream = person ? await person.upstream() : await control.contracts()
  const codes = [...new Set([...contracts.map(({ _id }) => _id), ...upstream.map((one) => one.out_contract_code)])]
  const isAbout = ({ code }: { code: string }) => !person || codes.includes(code)
  const requests = await control.requests({ last: 1000 })
  const notifications = person ? await person.notifications() : await control.notifications()
  // One that lies of its code is about nobody, and kept all the same.
  const isKept = (one: NotificationRecord) => isAbout(one) || notifications.some(({ id }) => id === one._id)
  return {
    contracts,
    slots: (await all<SlotRecord>('contract_slots')).filter(
      (slot) => !person || codesOf(slot).some((code) => codes.includes(code)),
    ),
    outbox: (await all<OutboxRecord>('contract_outbox')).filter(isAbout),
    kept: (await all<NotificationRecord>('contract_notifications')).filter(isKept),
    upstream,
    notifications,
    preSigns: requests.filter(
      ({ path, body }) => path.includes('pre-entrust-sign') && codes.some((code) => body.includes(code)),
    ),
  }
}
