// What contractNotify runs on. It shares no file with the callables that would pull in axios or the SDK at load.
import { randomUUID } from 'node:crypto'
import { createKeyRing } from '../wechatpay/keyRing'
import { openDatabase } from './cloud'
import { loadSettings } from './config'
import { createContractStore } from './contractStore'
import { hasCallerIdentity } from './identity'
import { createLog, writeLine } from './log'
import { once } from './once'
import { nowMs, random, sha256, sleep } from './runtime'

/** Inside the 4 s of an answer: no try is started that could not end in time. */
const STORE_DEADLINE_MS = 2500

const settings = once(() => loadSettings(process.env))
const store = once(() => createContractStore({ openDatabase, nowMs, random, sleep, deadlineMs: STORE_DEADLINE_MS }))
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
