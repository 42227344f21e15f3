// The local WeChat, put together: WeChat Pay, CloudBase with the built functions, and the way between them.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { belongsToSubMerchant, modeOf, type FamilyChoice, type ModeChoice, type StoreChoice } from './choices'
import { systemClock, type Clock } from './cloud/clock'
import type { Gate } from './cloud/postgres/gate'
import { startCloud } from './cloud/startCloud'
import type { CloudOptions, CloudStandIn } from './cloud/standIn'
import { readDeployedLimits } from './deployedLimits'
import { makeSandboxKeys, type SandboxKeys } from './keys'
import { APP_PATHS, EVENTS, kitSettings, NOTIFY_ORIGIN, NOTIFY_PATH, settingsOf } from './kitSettings'
import type { LocalRecords } from './localRecords'
import { openLocalStore, type LocalDatabase, type LocalStore } from './localStore'
import { anyPorts, freeOf, type LocalPorts } from './ports'
import { SampleReceiver } from './receiver/sampleReceiver'
import { startWechatPay, type WechatPayOptions, type WechatPayStandIn } from './wechatpay/standIn'

export type { FamilyChoice, ModeChoice } from './choices'
export { NOTIFY_ORIGIN, NOTIFY_PATH } from './kitSettings'

export interface LocalWechatOptions {
  /** Folder of the built functions: `dist/cloudfunctions`. */
  functionsRoot: string
  /** `password-exempt` unless told otherwise. */
  family?: FamilyChoice | undefined
  /** The first of the family's unless told otherwise: `normal`, or `ecommerce` for combine-papay. */
  mode?: ModeChoice | undefined
  /**
   * False: the functions are not told what the password-exempt family's event types mean, as a merchant's are before its first
   * notification. True by default.
   */
  isEventMapSet?: boolean
  /** The database of the functions: `document` unless told otherwise. */
  store?: StoreChoice | undefined
  /** Of a PostgreSQL that runs already, its owner's; one is started for the stores on it unless told otherwise. */
  postgresUrl?: string
  /** Settings of the functions on top of the ones made here; `undefined` takes one away. */
  settings?: Readonly<Record<string, string | undefined>>
  /** Whether it has a merchant's server of its own, which is told of every change. Not so unless told otherwise. */
  bringsReceiver?: boolean
  /** Ports its addresses take, where they are free. Free ones unless told otherwise. */
  ports?: LocalPorts | undefined
  wechatPay?: Partial<WechatPayOptions>
  cloud?: Partial<CloudOptions>
}

export interface LocalWechat {
  keys: SandboxKeys
  /** Of the mini-program the users have: the merchant's, or in the modes of providers the sub-merchant's. */
  miniProgramAppid: string
  wechatPay: WechatPayStandIn
  cloud: CloudStandIn
  /** What the functions keep, on whichever database. */
  records: LocalRecords
  /** The way to a PostgreSQL, where they keep them in one. */
  gate: Gate | undefined
  /** What they keep their records in. */
  database: LocalDatabase
  /** The merchant's server, where it brings one. */
  receiver: SampleReceiver | undefined
  /** What the functions were configured with, all together; each has those it uses. */
  settings: Readonly<Record<string, string>>
  /** Leaves nothing running. */
  close(): Promise<void>
}

const CLOUDBASERC = path.join(__dirname, '../cloudbaserc.json')

/** Called by servers that have its key, and by the timer; a client's call is refused. */
const NOT_FOR_CLIENTS = ['contractAdmin', 'chargeContract', 'refundOrder', 'upkeep']

const NOTIFY_FUNCTION = 'contractNotify'

/** Called over HTTP access only, by path; a client's call is refused. */
const OVER_HTTP: Readonly<Record<string, string>> = { [NOTIFY_PATH]: NOTIFY_FUNCTION, ...APP_PATHS }

/** What is up so far. */
interface Up {
  wechatPay?: WechatPayStandIn
  receiver?: SampleReceiver
  store?: LocalStore
  cloud?: CloudStandIn
}

/**
 * Starts everything on 127.0.0.1, with keys of its own.
 * @throws {Error} when the functions are not built or their settings are refused by the platform; then nothing is left running
 * @throws {RangeError} the family has no such mode
 */
export async function startLocalWechat(options: LocalWechatOptions): Promise<LocalWechat> {
  const up: Up = {}
  let closing: Promise<void> | undefined
  const close = () => (closing ??= closeAll(up))
  try {
    return { ...(await putTogether(options, up)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function putTogether(options: LocalWechatOptions, up: Up): Promise<Omit<LocalWechat, 'close'>> {
  const { functionsRoot, family = 'password-exempt', isEventMapSet = true } = options
  const mode = modeOf(family, options.mode)
  const keys = await makeSandboxKeys()
  const { front, ...ports } = await freeOf(options.ports ?? anyPorts)
  let whileTimePasses = (move: () => Promise<void>): Promise<void> => move()
  const wechatPay = (up.wechatPay = await startWechatPay({
    keys,
    passwordExemptEvents: EVENTS,
    // A template new enough for both ways an app may launch.
    switches: { appLaunchTarget: 'miniprogram_' },
    whileTimePasses: (move) => whileTimePasses(move),
    ports,
    ...options.wechatPay,
  }))
  if (options.bringsReceiver) up.receiver = await SampleReceiver.start(() => wechatPay.clock.now())
  const { receiver } = up
  const hosts = [wechatPay.url, wechatPay.backupUrl] as const
  const miniProgramAppid = belongsToSubMerchant(mode) ? keys.subAppid : keys.appid
  const store = (up.store = await openLocalStore(options.store ?? 'document', options.postgresUrl))
  const made = { ...kitSettings({ keys, family, mode, hosts, isEventMapSet, receiver }), ...store.settings }
  const settings = withoutUndefined({ ...made, ...options.settings })
  const clock = options.cloud?.clock ?? clockOf(wechatPay)
  const cloud = (up.cloud = await startCloud({
    functionsRoot,
    settings,
    settingsOf,
    clock,
    frontPort: front,
    functions: readDeployedLimits(CLOUDBASERC, functionsRoot),
    routes: builtOnly(OVER_HTTP, functionsRoot),
    rules: { '*': { invoke: 'auth != null' }, ...closedToClients([...Object.values(OVER_HTTP), ...NOT_FOR_CLIENTS]) },
    ...options.cloud,
  }))
  // What WeChat Pay tells on the way has to arrive then.
  whileTimePasses = (move) => cloud.whileTimePasses(move, [NOTIFY_FUNCTION])
  await wechatPay.control.mapNotifyOrigin({ origin: NOTIFY_ORIGIN, target: cloud.frontUrl })
  const records = await store.records(cloud, () => clock.now())
  const { gate, what: database } = store
  return { keys, miniProgramAppid, wechatPay, cloud, receiver, records, gate, database, settings }
}

/** Of one that is up: what the next one is to have, once this one has gone. */
export const portsOf = ({ cloud, wechatPay }: LocalWechat): LocalPorts => ({
  front: portOf(cloud.frontUrl),
  main: portOf(wechatPay.url),
  backup: portOf(wechatPay.backupUrl),
  control: portOf(wechatPay.controlUrl),
})

const portOf = (url: string): number => Number(new URL(url).port)

/** The functions live by WeChat Pay's clock. How long they may run is measured by this machine's. */
const clockOf = ({ clock }: WechatPayStandIn): Clock => ({
  now: () => clock.now(),
  movedMs: () => clock.movedMs(),
  after: (ms, callback) => systemClock.after(ms, callback),
})

/** A merchant who builds a part of the functions has routes to that part. */
function builtOnly(routes: Readonly<Record<string, string>>, functionsRoot: string): Record<string, string> {
  const isBuilt = (name: string): boolean => existsSync(path.join(functionsRoot, name, 'index.js'))
  return Object.fromEntries(Object.entries(routes).filter(([, name]) => isBuilt(name)))
}

const closedToClients = (names: readonly string[]): Record<string, { invoke: false }> =>
  Object.fromEntries(names.map((name) => [name, { invoke: false }]))

/** WeChat Pay first, so that no notification is sent to a front that is gone. */
async function closeAll({ wechatPay, cloud, receiver, store }: Up): Promise<void> {
  for (const part of [wechatPay, cloud, receiver, store]) await part?.close()
}

function withoutUndefined(settings: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
