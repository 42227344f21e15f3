import path from 'node:path'
import { systemClock } from './clock'
import { Database } from './database/database'
import { readCollections } from './database/schema'
import { DatabaseControl } from './databaseControl'
import { CallLog } from './callLog'
import { createCloudEvents } from './events'
import { callFromClient } from './front/clientCall'
import { createFrontServer } from './front/frontServer'
import type { HttpAccessOptions, HttpRequest } from './front/httpAccess'
import { answerHttp } from './front/httpEntry'
import { checkRoutes } from './front/routes'
import { invokeFromServer } from './front/serverInvoke'
import { platformEnvironment } from './functions/environment'
import { CloudCallError } from './functions/failures'
import { FunctionHost } from './functions/host'
import { DEFAULT_RULES } from './functions/securityRules'
import { TimerRuns } from './functions/timerRuns'
import { Faults } from './gateway/faults'
import { GatewayServer } from './gateway/gatewayServer'
import { baseUrl, closeServer, listen } from './httpServer'
import { LIMITS } from './limits'
import type { CloudOptions, CloudStandIn, HttpCall } from './standIn'

const COLLECTIONS_FILE = path.join(__dirname, '../../database/collections.json')

/**
 * Starts the stand-in for CloudBase on free ports of 127.0.0.1: the gateway of the server SDK with its document
 * database, and the host of the functions with `callFunction`, HTTP access and timers. Nothing is kept on disk.
 *
 * @throws {Error} when folder, `config.json`, settings or routes are wrong, naming all of it, or when the port is taken
 */
export async function startCloud(options: CloudOptions = {}): Promise<CloudStandIn> {
  const { environmentId, clock, database, host, gateway, faults, events, calls } = assemble(options)
  const httpAccess: HttpAccessOptions = { headerSpelling: 'lower', textBodies: 'utf8', ...options.httpAccess }
  const { routes = {}, rules = DEFAULT_RULES } = options
  const call: CloudStandIn['call'] = (name, data, caller) => callFromClient({ host, rules }, name, data, caller)
  const http = (request: HttpRequest) => answerHttp({ host, routes, environmentId, access: httpAccess }, request)
  const invoke: CloudStandIn['invoke'] = (name, data, requestId) => invokeFromServer(host, name, data, requestId)
  const fire: CloudStandIn['fireTimer'] = (name, triggerName) => fireTimer(host, name, triggerName)
  const front = createFrontServer({ call, http, invoke, fireTimer: fire })
  const timers = new TimerRuns({ host, clock, runByThemselves: options.runsTimers === true })
  const close = async (): Promise<void> => {
    timers.close()
    await Promise.all([host.close(), gateway.close(), closeServer(front)])
    database.close()
  }
  const open = async (): Promise<number> => {
    host.deploy()
    checkRoutes(routes, host.functionNames)
    return await listen(front, options.frontPort)
  }

  await gateway.start()
  const frontPort = await open().catch(async (error: unknown) => {
    await close()
    throw error
  })
  timers.start()

  return {
    environmentId,
    frontUrl: baseUrl(frontPort),
    gatewayUrl: gateway.url,
    events,
    calls,
    db: new DatabaseControl(database, gateway, faults),
    httpAccess,
    get functionNames() {
      return host.functionNames
    },
    sdkEnvironment: () => platformEnvironment(environmentId, gateway.url),
    call,
    http: (request) => http(toHttpRequest(request)),
    invoke,
    fireTimer: fire,
    whileTimePasses: (move, but) => timers.whileTimePasses(move, but),
    instanceCount: (name) => host.instanceCount(name),
    queueLength: (name) => host.queueLength(name),
    killInstances: (name) => host.killInstances(name),
    redeploy: (settings) => host.redeploy(settings),
    upload: () => host.standStill(() => host.redeploy(), []),
    close,
  }
}

/** Makes the parts and ties them together; nothing runs yet. */
function assemble(options: CloudOptions) {
  const { environmentId = 'cb-local', clock = systemClock } = options
  const events = createCloudEvents()
  const calls = new CallLog(events)
  const faults = new Faults(clock)
  const database = new Database({
    collections: options.collections ?? readCollections(COLLECTIONS_FILE),
    clock,
    events,
    documentBytes: options.documentBytes ?? LIMITS.documentBytes,
    transactionMs: LIMITS.transactionMs,
    lockWaitMs: LIMITS.lockWaitMs,
  })
  const host: FunctionHost = new FunctionHost({
    root: options.functionsRoot,
    environmentId,
    gatewayUrl: () => gateway.url,
    settings: options.settings ?? {},
    settingsOf: options.settingsOf ?? ((_, all) => all),
    overrides: options.functions ?? {},
    maxInstances: options.maxInstances ?? LIMITS.instancesPerFunction,
    clock,
    events,
    calls,
  })
  const gateway: GatewayServer = new GatewayServer({
    environmentId,
    database,
    faults,
    clock,
    events,
    calls,
    invokeFunction: (request) => host.invokeForFunction(request),
  })
  return { environmentId, clock, database, host, gateway, faults, events, calls }
}

async function fireTimer(host: FunctionHost, functionName: string, triggerName?: string): Promise<unknown> {
  const { requestId, outcome } = await host.fireTimer(functionName, triggerName)
  if (!outcome.ok) throw new CloudCallError(outcome.failure, requestId)
  return JSON.parse(outcome.json) as unknown
}

function toHttpRequest({ method = 'GET', path: target, headers = {}, body = '' }: HttpCall): HttpRequest {
  const url = new URL(target, 'http://front')
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.entries(headers),
    body: typeof body === 'string' ? Buffer.from(body) : body,
  }
}
