// A local WeChat for proofs: the fault world, with time that can be moved, a merchant's server that is told, and the timer as
// the only one left at the end.
import type { LocalWechatOptions } from '../../../sandbox/localWechat'
import { CHANGE_SECRET, ChangeReceiver } from '../../support/changeReceiver'
import { startFaultWorld, type FaultWorld } from '../../support/faultWorld'
import { BookMark, type Books } from './books'
import { Clocks } from './clocks'
import { watchMoney } from './watchMoney'
import { watchNewCodes } from './watchNewCodes'
import { Work } from './work'

export interface ProveWorld extends FaultWorld {
  time: Clocks
  changes: ChangeReceiver
  /** Told of every answer to a user. */
  onReply: (openid: string, reply: object) => void
  /** Told of every answer to the merchant's server. */
  onServerReply: (reply: unknown) => void
  /** Codes that were begun too early, since the last look. */
  takeEarlyCodes: () => Promise<string[]>
  /** What was said of money that was not so, since the last look. */
  takeFalseMoney: () => Promise<string[]>
  /** What is in WeChat Pay's books since everything was last forgotten. */
  books: () => Promise<Books>
  /** Everything is forgotten: users, records, what was told. */
  clear: () => Promise<void>
  /** Time passes for everybody: notifications that are due on the way go out. */
  pass: (ms: number) => Promise<void>
  /** So long nobody is there but the timer: it runs in every minute in which it has something to do. */
  leaveToTimer: (ms: number) => Promise<void>
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

export async function startProveWorld(options: Partial<LocalWechatOptions> = {}): Promise<ProveWorld> {
  const clocks = new Clocks()
  const receiver = new ChangeReceiver(clocks.nowMs)
  const all: Partial<LocalWechatOptions> = {
    ...options,
    settings: {
      WXPAY_CHANGE_URL: await receiver.start(),
      WXPAY_CHANGE_SECRET: CHANGE_SECRET,
      WXPAY_RECHECK_DAYS: '1',
      ...options.settings,
    },
    wechatPay: { notifyTimeScale: 1, ...options.wechatPay },
  }
  const world = await startFaultWorld(all, (instanceId) => clocks.movedMs(instanceId))
  const work = new Work(world)
  const pass = async (ms: number): Promise<void> => {
    // Both go on in small steps: nothing is signed at a time that is far from the other's.
    for (let left = ms; left > 0; left -= MINUTE_MS) {
      const step = Math.min(left, MINUTE_MS)
      clocks.move(step)
      await world.wechatPay.control.advanceClock({ ms: step })
      world.clock.advance(step)
    }
  }
  const early = watchNewCodes(world)
  const falseMoney = watchMoney(world)
  const bookMark = new BookMark(world.wechatPay)
  const prove: ProveWorld = {
    ...world,
    time: clocks,
    changes: receiver,
    onReply: () => undefined,
    onServerReply: () => undefined,
    newPerson() {
      const person = world.newPerson()
      person.onReply = (reply) => prove.onReply(person.openid, reply)
      return person
    },
    takeEarlyCodes: async () => early.take(),
    takeFalseMoney: async () => falseMoney.take(),
    books: async () => bookMark.read(),
    async clear() {
      await bookMark.turn()
      await world.records.clear()
      receiver.told.splice(0)
    },
    pass,
    async leaveToTimer(ms) {
      await work.nextMs(true)
      for (let left = ms; left > 0; left -= MINUTE_MS) {
        await pass(MINUTE_MS)
        if ((await work.nextMs()) <= clocks.nowMs()) await world.cloud.fireTimer('upkeep')
      }
    },
    async close() {
      await world.close()
      await receiver.close()
    },
  }
  return prove
}
