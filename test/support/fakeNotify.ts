// A notification's way in: the real door and real signatures, a store in memory, a clock that stands still.
import type { LogFields, Store } from '../../cloudfunctions/_shared/kernel/ports'
import { createKeyWatch } from '../../cloudfunctions/_shared/notify/keyWatch'
import type { KeyWatch } from '../../cloudfunctions/_shared/notify/ports'
import { withDeadline, type Sleep } from '../../cloudfunctions/_shared/platform/deadline'
import type { HttpReply } from '../../cloudfunctions/_shared/platform/doors/http'
import { notifyDoor } from '../../cloudfunctions/_shared/platform/doors/notifyDoor'
import { verifyNotification } from '../../cloudfunctions/_shared/platform/gateways/notifyGateway'
import type { NotifyHost } from '../../cloudfunctions/_shared/platform/hosts/ports'
import { NOW, sha256 } from './builders'
import { notifyBody, notifyEvent, notifyTrust, type NotifyParts } from './buildersNotify'
import { FakeStore } from './fakeStore'

/** What the host hands over, to be changed by a test. */
export interface NotifyWorld {
  trust: () => ReturnType<typeof notifyTrust>
  /** In place of the store in memory. */
  store: Store
  keyWatch: KeyWatch
  nowMs: number
  sleep: Sleep
}

export interface FakeNotify {
  store: FakeStore
  /** What is known of the APIv3 key: apart, so that `store` counts what notifications cost. */
  keys: FakeStore
  world: NotifyWorld
  logged: { level: 'info' | 'alert'; event: string; fields: LogFields }[]
  post: (event: unknown) => Promise<HttpReply>
  /** Sealed and signed now, but for what the parts say. */
  send: (parts: NotifyParts) => Promise<HttpReply>
}

/** Until it is woken: no deadline passes. */
const asleep: Sleep = (_ms, signal) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('woken'))))

export function fakeNotify(): FakeNotify {
  const store = new FakeStore()
  const keys = new FakeStore()
  const keyWatch = createKeyWatch(keys, () => 'today')
  const world: NotifyWorld = { trust: () => notifyTrust(), store, keyWatch, nowMs: NOW, sleep: asleep }
  const logged: FakeNotify['logged'] = []
  const toLog =
    (level: 'info' | 'alert') =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, fields })
  const host: NotifyHost = {
    log: () => ({ info: toLog('info'), alert: toLog('alert') }),
    verify: (raw, nowMs) => verifyNotification(raw, world.trust(), nowMs),
    deps: (log) => ({
      eventMap: () => world.trust().eventMap,
      store: world.store,
      keyWatch: world.keyWatch,
      clock: { nowMs: () => world.nowMs },
      within: async (work, ms) => withDeadline(work, ms, world.sleep),
      sha256,
      log,
    }),
  }
  const post = notifyDoor('contractNotify', host)
  const send = async (parts: NotifyParts) =>
    post(notifyEvent(notifyBody(parts), { timestampSec: Math.floor(world.nowMs / 1000), ...parts }))
  return { store, keys, world, logged, post, send }
}
