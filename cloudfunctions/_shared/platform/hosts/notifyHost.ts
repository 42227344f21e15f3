// What contractNotify runs on. It shares no file with the callables that would pull in axios or the SDK at load.
import { createKeyRing } from '../../wechatpay/keyRing'
import { ownSettings } from '../settings/ownSettings'
import { verifyNotification } from '../gateways/notifyGateway'
import { once } from '../once'
import { nowMs, sha256, within } from '../runtime'
import { hostLog } from './hostLog'
import { openDatabase } from './openDatabase'
import type { NotifyHost } from './ports'

/** Inside the 4 s of an answer: no try is started later than this, and no request to the database waits longer. */
const LIMITS = { requestMs: 2000, deadlineMs: 2500 } as const

const settings = once(() => ownSettings('notify'))
const database = once(() => openDatabase(settings().store, LIMITS))
const trust = once(() => {
  const { apiV3Keys } = settings()
  return { keys: createKeyRing(settings()), apiV3Keys }
})

export const notifyHost: NotifyHost = {
  log: hostLog,
  verify: (raw, receivedAtMs) => verifyNotification(raw, trust(), receivedAtMs),
  deps: (log) => ({
    eventMap: () => settings().eventMap,
    // Whoever is refused early is refused without any setting.
    get store() {
      return database().store
    },
    clock: { nowMs },
    within,
    sha256,
    log,
  }),
}
