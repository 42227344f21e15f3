// What contractNotify runs on. It shares no file with the callables that would pull in axios or the SDK at load.
import { randomUUID } from 'node:crypto'
import { createKeyRing } from '../../wechatpay/keyRing'
import { openDatabase } from '../database/sdk'
import { ownSettings } from '../settings/ownSettings'
import { createContractStore } from '../database/store'
import { hasCallerIdentity } from '../doors/identity'
import { createLog, writeLine } from '../log'
import { once } from '../once'
import { nowMs, random, sha256, sleep } from '../runtime'

/** Inside the 4 s of an answer: no try is started later than this, and no request to the database waits longer. */
const STORE_DEADLINE_MS = 2500
const STORE_REQUEST_MS = 2000

const settings = once(() => ownSettings('notify'))
const store = once(() =>
  createContractStore({
    openDatabase: () => openDatabase(STORE_REQUEST_MS),
    nowMs,
    random,
    sleep,
    deadlineMs: STORE_DEADLINE_MS,
  }),
)
const trust = once(() => {
  const { publicKey, platformCertificates, apiV3Keys, eventMap } = settings()
  const keys = createKeyRing({ ...(publicKey && { publicKey }), platformCertificates })
  return { keys, apiV3Keys: apiV3Keys.map((key) => key.export()), eventMap }
})

export const notifyDeps = () => ({
  hasCallerIdentity: () => hasCallerIdentity(process.env),
  trust,
  store,
  nowMs,
  sleep,
  sha256,
  log: createLog({ functionName: 'contractNotify', requestId: randomUUID(), write: writeLine, nowMs }),
})
