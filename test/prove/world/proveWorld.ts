// A local WeChat for proofs: the fault world, with time that can be moved, a merchant's server that is told, and the timer as
// the only one left at the end.
import type { LocalWechatOptions } from '../../../sandbox/localWechat'
import { CHANGE_SECRET, ChangeReceiver } from '../../support/changeReceiver'
import { startFaultWorld, type FaultWorld } from '../../support/faultWorld'
import { watchNewCodes } from './watchNewCodes'
import { movedTime, type MovedTime } from './movedTime'

export interface ProveWorld extends FaultWorld {
  time: MovedTime
  changes: ChangeReceiver
  /** Told of every answer to a user. */
  onReply: (openid: string, reply: object) => void
  /** Codes that were begun too early, since the last look. */
  takeEarlyCodes: () => string[]
  /** Everything is forgotten: users, records, what was told. */
  clear: () => void
  /** Time passes for everybody: notifications that are due on the way go out. */
  pass: (ms: number) => Promise<void>
  /** So long nobody is there but the timer: it runs in every minute in which it has something to do. */
  leaveToTimer: (ms: number) => Promise<void>
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

export async function startProveWorld(options: Partial<LocalWechatOptions> = {}): Promise<ProveWorld> {
  const time = movedTime()
  const receiver = new ChangeReceiver(time.nowMs)
  const world = await startFaultWorld({
    functionsRoot: time.functionsRoot,
    ...options,
    settings: {
      WXPAY_CHANGE_URL: await receiver.start(),
      WXPAY_CHANGE_SECRET: CHANGE_SECRET,
      WXPAY_RECHECK_DAYS: '1',
      ...options.settings,
    },
    wechatPay: { notifyTimeScale: 1, ...options.wechatPay },
  })
  const pass = async (ms: number): Promise<void> => {
    // Both go on in small steps: nothing is signed at a time that is far from the other's.
    for (let left = ms; left > 0; left -= MINUTE_MS) {
      const step = Math.min(left, MINUTE_MS)
      time.move(step)
      await world.wechatPay.control.advanceClock({ ms: step })
      world.clock.advance(step)
    }
  }
  const early = watchNewCodes(world)
  const prove: ProveWorld = {
    ...world,
    time,
    changes: receiver,
    onReply: () => undefined,
    newPerson() {
      const person = world.newPerson()
      person.onReply = (reply) => prove.onReply(person.openid, reply)
      return person
    },
    takeEarlyCodes: () => early.splice(0),
    clear() {
      world.cloud.db.clear()
      receiver.told.splice(0)
    },
    pass,
    async leaveToTimer(ms) {
      for (let left = ms; left > 0; left -= MINUTE_MS) {
        await pass(MINUTE_MS)
        if (hasWork(world, time.nowMs())) await world.cloud.fireTimer('upkeep')
      }
    },
    async close() {
      await world.close()
      await receiver.close()
      time.remove()
    },
  }
  return prove
}

const DAY_MS = 24 * HOUR_MS

/** What the timer would find: its lists, and those who are asked about again after a day. */
function hasWork({ cloud: { db } }: FaultWorld, nowMs: number): boolean {
  const due = { dueAtMs: { $lte: nowMs } }
  const isDue = ['contracts', 'payments', 'contract_outbox', 'contract_notifications'].some(
    (name) => db.find(name, due).length > 0,
  )
  return isDue || db.find('contracts', { state: 'SIGNED', nextQueryAtMs: { $lte: nowMs - DAY_MS } }).length > 0
}
