// What contractNotify runs on. It shares no file with the callables that would pull in axios or the SDK at load.
import { createHmac } from 'node:crypto'
import { createKeyWatch } from '../../notify/keyWatch'
import { createKeyRing } from '../../wechatpay/keyRing'
import { ownSettings } from '../settings/ownSettings'
import { verifyNotification } from '../gateways/notifyGateway'
import { once } from '../once'
import { nowMs, sha256, within } from '../runtime'
import { hostLog } from './hostLog'
import { openDatabase } from './openDatabase'
import type { NotifyHost } from './ports'

/** Inside the 4 s of an answer: no try is started later than this, and no request to the database waits longer. */
const STORE_DEADLINE_MS = 2500
const STORE_REQUEST_MS = 2000

const settings = once(() => ownSettings('notify'))
const database = once(() => openDatabase(settings().store, STORE_REQUEST_MS))
const store = once(() => database().store({ deadlineMs: STORE_DEADLINE_MS }))
const trust = once(() => {
  const { publicKey, platformCertificates, apiV3Keys } = settings()
  return { keys: createKeyRing({ ...(publicKey && { publicKey }), platformCertificates }), apiV3Keys }
})

/** The same for the same key, and nothing of it: the key is 32 random characters. */
const keyId = once(() => {
  const [today] = settings().apiV3Keys
  if (!today) throw new Error('an APIv3 key is demanded of these settings')
  return createHmac('sha256', today).update('notify_keys').digest('hex').slice(0, 16)
})
const keyWatch = once(() => createKeyWatch(store(), keyId))

export const notifyHost: NotifyHost = {
  log: hostLog,
  verify: (raw, receivedAtMs) => verifyNotification(raw, trust(), receivedAtMs),
  deps: (log) => ({
    eventMap: () => settings().eventMap,
    // Whoever is refused early is refused without any setting.
    get store() {
      return store()
    },
    get keyWatch() {
      return keyWatch()
    },
    clock: { nowMs },
    within,
    sha256,
    log,
  }),
}
