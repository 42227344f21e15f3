// The WeChat Pay stand-in, put together. Read options.ts for what it is told, control/ for what can be done to it.
import { Agreements } from './agreements'
import { Bills } from './bills'
import { Charges } from './charges'
import { ContractUse } from './contractUse'
import { Nonces } from './authorization'
import type { Calls } from './control/commands'
import { controlListener } from './control/http'
import { moneyCommands } from './control/moneyCommands'
import { orderCommands } from './control/orderCommands'
import { notifyCommands } from './control/notifyCommands'
import { serverCommands, type ServerParts } from './control/serverCommands'
import { userCommands } from './control/userCommands'
import { StandInEmitter } from './events'
import { exchange, type ExchangeDeps } from './exchange'
import { billEndpoints } from './families/bills'
import { chargeEndpoints } from './families/charges'
import { combinePapayEndpoints } from './families/combinePapay'
import { orderEndpoints } from './families/orders'
import { passwordExemptEndpoints } from './families/passwordExempt'
import { platformEndpoints } from './families/platform'
import { refundEndpoints } from './families/refunds'
import { ArmedFaults, type AnswerFault, type FaultScope } from './faults'
import { Dispatcher } from './notifications/dispatcher'
import { NotifyOrigins } from './notifications/origins'
import { fillSettings, type Settings, type WechatPayOptions } from './options'
import type { Order } from './order'
import { Orders } from './orders'
import { Permissions } from './permissions'
import { Prepays } from './prepays'
import type { Refund } from './refund'
import { Refunds } from './refunds'
import { RequestLog, type RecordedExchange } from './requestLog'
import { Sales } from './sale'
import { AttemptLog, type RecordedAttempt } from './notifications/attemptLog'
import { apiListener } from './server'
import { Timeline } from './timeline'
import type { World } from './world'

export type { WechatPayOptions } from './options'

/** The clock `advanceClock` moves: everybody's in the local WeChat. */
interface WorldClock {
  /** Milliseconds since 1970. */
  now(): number
  /** How far it is ahead of what it was given. */
  movedMs(): number
  /** Runs `run` once it has come so far. @returns calls it off */
  after(ms: number, run: () => Promise<void>): () => void
}

/** Every command as a function. `GET <controlUrl>` lists them with their fields. */
export type WechatPayControl = Calls<ReturnType<typeof makeCommands>>

export interface WechatPayStandIn {
  /** Base URL in place of `https://api.mch.weixin.qq.com`. */
  url: string
  /** In place of `https://api2.mch.weixin.qq.com`. Same keys, same contracts. */
  backupUrl: string
  /** `http://127.0.0.1:<port>/_control/`. Stays up while the API is stopped. */
  controlUrl: string
  control: WechatPayControl
  events: StandInEmitter
  /** What went over the wire, by the `Request-ID` events tell; of the latest only. */
  recorded: {
    /** A request of the merchant's. */
    exchange(requestId: string): RecordedExchange | undefined
    /** An attempt of a notification. */
    attempt(requestId: string): RecordedAttempt | undefined
  }
  clock: WorldClock
  close: () => Promise<void>
}

/**
 * Starts WeChat Pay on this machine: three listeners on free ports of 127.0.0.1.
 * @throws {TypeError} a notify origin is not https, or its target not on loopback
 */
export async function startWechatPay(options: WechatPayOptions): Promise<WechatPayStandIn> {
  const settings = fillSettings(options)
  const origins = new NotifyOrigins(settings.notifyOrigins)
  const attempts = new AttemptLog()
  const world = makeWorld(settings, origins, attempts)
  const faults = new ArmedFaults<AnswerFault, FaultScope>()
  const log = new RequestLog(world.timeline, world.events)
  const families = [
    ...[passwordExemptEndpoints, combinePapayEndpoints, orderEndpoints, platformEndpoints],
    ...[chargeEndpoints, refundEndpoints, billEndpoints(() => api.main.url)],
  ]
  const endpoints = families.flatMap((endpoints) => endpoints(world))
  const api = makeApi({ world, endpoints, nonces: new Nonces(), faults, log })
  const commands = makeCommands({ world, faults, log, start: api.start, stop: api.stop }, origins)
  const control = controlListener(commands, settings.ports.control)
  await Promise.all([api.start(), control.start()])
  return {
    url: api.main.url,
    backupUrl: api.backup.url,
    controlUrl: `${control.url}/_control/`,
    control: toCalls(commands),
    events: world.events,
    recorded: { exchange: (id) => log.find(id), attempt: (id) => attempts.find(id) },
    clock: toClock(world.timeline),
    close: async () => {
      world.timeline.close()
      await Promise.all([api.stop(), control.stop()])
      await world.timeline.settled()
    },
  }
}

const toClock = (timeline: Timeline): WorldClock => ({
  now: () => timeline.nowMs(),
  movedMs: () => timeline.movedMs,
  after: (ms, run) => timeline.at(timeline.nowMs() + ms, run),
})

function makeWorld(settings: Settings, origins: NotifyOrigins, attempts: AttemptLog): World {
  const { keys, switches, sessionLifeMs, contractLifeMs } = settings
  const timeline = new Timeline(settings.nowMs)
  const events = new StandInEmitter()
  const dispatcher = new Dispatcher({
    keys,
    switches,
    timeline,
    events,
    origins,
    attempts,
    answerLimitMs: settings.answerLimitMs,
    passwordExemptEvents: settings.passwordExemptEvents,
    plans: settings.plans,
    timeScale: settings.notifyTimeScale,
  })
  const prepays = new Prepays()
  const agreements = new Agreements({
    timeline,
    events,
    sessionLifeMs,
    contractLifeMs,
    codeForOtherOrder: () => settings.switches.codeForOtherOrder,
    orderOf: (prepayId) => prepays.orderOf(prepayId),
    onChange: (agreement, change) => dispatcher.notifyChange(agreement, change),
  })
  const sales = new Sales()
  const contractUse = new ContractUse({ agreements, sales, timeline, limits: settings.contractLimits, switches })
  const onPaid = (order: Order, total: number) => dispatcher.notifyPaid(order, total)
  const onEnd = (refund: Refund) => dispatcher.notifyRefund(refund)
  const refunds = new Refunds({ timeline, events, switches, takesMs: settings.refundTakesMs, onEnd })
  return {
    ...{ keys, settings, timeline, events, prepays, agreements, dispatcher, sales, refunds },
    permissions: new Permissions(keys, settings.services, settings.plans),
    orders: new Orders({ timeline, events, prepays, sales, contractUse, switches, onPaid }),
    charges: new Charges({ timeline, events, sales, contractUse, switches }),
    bills: new Bills({ timeline, sales, refunds, mchid: keys.mchid }),
  }
}

function makeApi(deps: ExchangeDeps) {
  const { ports } = deps.world.settings
  const main = apiListener('main', (request) => exchange(deps, request), ports.main)
  const backup = apiListener('backup', (request) => exchange(deps, request), ports.backup)
  const start = async () => {
    if (main.isUp) return
    await Promise.all([main.start(), backup.start()])
    deps.world.events.emit('started')
  }
  const stop = async () => {
    if (!main.isUp) return
    await Promise.all([main.stop(), backup.stop()])
    deps.world.events.emit('stopped')
  }
  return { main, backup, start, stop }
}

function makeCommands(parts: ServerParts, origins: NotifyOrigins) {
  return {
    ...userCommands(parts.world),
    ...orderCommands(parts.world),
    ...moneyCommands(parts.world),
    ...notifyCommands(parts.world, origins),
    ...serverCommands(parts),
  }
}

function toCalls(commands: ReturnType<typeof makeCommands>): WechatPayControl {
  const calls = Object.entries(commands).map(([name, { run }]) => [name, run] as const)
  return Object.fromEntries(calls) as unknown as WechatPayControl
}
