import { once } from 'node:events'
import type { DoneEvent, LogEvent } from '../../../sandbox/cloud/events'
import type { CloudCallError } from '../../../sandbox/cloud/functions/failures'
import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudOptions, CloudStandIn } from '../../../sandbox/cloud/standIn'
import { manualClock } from '../../support/cloudClock'
import type { FixtureFunction } from '../../support/cloudFunctions'
import { functionsFolder } from '../../support/cloudFunctions'

// Threads and sockets take their time on a busy machine; what is tested does not depend on it.
jest.setTimeout(60_000)

const CALLER = { openid: 'oAlice', appid: 'wxTest' }

let cloud: CloudStandIn
let cleanUp: () => void = () => undefined

/** Starts a cloud with these functions; a text stands for `exports.main = <text>`. */
async function host(functions: Record<string, string | FixtureFunction>, options: CloudOptions = {}): Promise<void> {
  const fixtures = Object.entries(functions).map(([name, fixture]): [string, FixtureFunction] => [
    name,
    typeof fixture === 'string' ? { code: `exports.main = ${fixture}` } : fixture,
  ])
  const folder = functionsFolder(Object.fromEntries(fixtures))
  cleanUp = () => folder.remove()
  cloud = await startCloud({ functionsRoot: folder.root, ...options })
}

afterEach(async () => {
  await cloud.close()
  cleanUp()
})

const call = async (name: string, data: unknown = {}): Promise<unknown> => (await cloud.call(name, data, CALLER)).result

async function failure(promise: Promise<unknown>): Promise<CloudCallError> {
  const outcome: unknown = await promise.catch((error: unknown) => error)
  expect(outcome).toMatchObject({ name: 'CloudCallError' })
  return outcome as CloudCallError
}

/** Resolves with the first line a function prints that contains the text. */
async function printed(text: string): Promise<LogEvent> {
  for (;;) {
    const [event] = (await once(cloud.events, 'log')) as [LogEvent]
    if (event.line.includes(text)) return event
  }
}

describe('a call', () => {
  it('gives the function the data and userInfo, and the caller what it returned', async () => {
    await host({ echo: 'async (event) => event' })
    const answer = await cloud.call('echo', { x: [1, null], gone: undefined }, CALLER)
    expect(answer).toEqual({
      result: { x: [1, null], userInfo: { openId: 'oAlice', appId: 'wxTest' } },
      errMsg: 'cloud.callFunction:ok',
      requestID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    })
  })

  it('overwrites a userInfo that the caller made up', async () => {
    await host({ echo: 'async (event) => event' })
    const result = await call('echo', { userInfo: { openId: 'oMallory' } })
    expect(result).toEqual({ userInfo: { openId: 'oAlice', appId: 'wxTest' } })
  })

  it('gives null where the function returned nothing', async () => {
    await host({ quiet: 'async () => {}' })
    expect(await call('quiet')).toBeNull()
  })

  it('gives the function the documented context', async () => {
    await host({
      about: { code: 'exports.main = (event, context) => context', config: { timeout: 7, memorySize: 128 } },
    })
    const { result, requestID } = await cloud.call('about', {}, CALLER)
    expect(result).toMatchObject({
      memory_limit_in_mb: 128,
      time_limit_in_ms: 7000,
      request_id: requestID,
      function_name: 'about',
      function_version: '$LATEST',
      namespace: 'cb-local',
      environ: expect.stringContaining('WX_OPENID=oAlice') as string,
    })
  })

  it('says so when there is no such function', async () => {
    await host({})
    expect(await failure(call('nope'))).toMatchObject({
      errCode: -501000,
      errMsg: 'cloud.callFunction:fail Error: errCode: -501000  | errMsg: FunctionName parameter could not be found.',
    })
  })

  it('lets the security rules decide about clients, and about nobody else', async () => {
    const options = {
      rules: { '*': { invoke: 'auth != null' }, hidden: { invoke: false }, open: { invoke: true } },
      routes: { '/hidden': 'hidden' },
    } as const
    await host({ hidden: '() => 1', open: '() => 2', usual: '() => 3' }, options)
    expect(await failure(call('hidden'))).toMatchObject({ failure: { kind: 'denied' } })
    expect(await failure(cloud.call('usual', {}))).toMatchObject({ failure: { kind: 'denied' } })
    expect(await call('usual')).toBe(3)
    expect((await cloud.call('open', {})).result).toBe(2)
    expect(await cloud.fireTimer('hidden')).toBe(1)
    expect((await cloud.http({ path: '/hidden' })).body.toString()).toBe('1')
  })
})

describe('identity and environment', () => {
  const SEE = `() => Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(WX_|TCB_SOURCE|TRIGGER)/.test(name)))`

  it('never leaks from one invocation into the next', async () => {
    await host({ see: SEE }, { maxInstances: 1, routes: { '/see': 'see' } })
    const first = await cloud.call('see', {}, { ...CALLER, unionid: 'uAlice' })
    expect(first.result).toMatchObject({
      WX_OPENID: 'oAlice',
      WX_APPID: 'wxTest',
      WX_UNIONID: 'uAlice',
      TCB_SOURCE: 'wx_client',
      WX_CONTEXT_KEYS: 'WX_CLIENTIP,WX_APPID,WX_OPENID,WX_API_TOKEN,WX_UNIONID',
    })
    const http = JSON.parse((await cloud.http({ path: '/see' })).body.toString()) as object
    expect(http).toEqual({})
    expect(Object.keys((await cloud.fireTimer('see')) as object).sort()).toEqual([
      'TCB_SOURCE',
      'TRIGGER_SRC',
      'WX_CONTEXT_KEYS',
      'WX_TRIGGER_API_TOKEN_V0',
    ])
    expect((await cloud.call('see', {}, { openid: 'oBob', appid: 'wxTest' })).result).not.toHaveProperty('WX_UNIONID')
    expect(cloud.instanceCount('see')).toBe(1)
  })

  it('survives a function that plants an identity for the next caller', async () => {
    const PLANT = `() => { const seen = process.env.WX_OPENID; process.env.WX_OPENID = 'oEvil'; process.env.WX_CONTEXT_KEYS = 'WX_OPENID'; return seen ?? null }`
    await host({ plant: PLANT }, { maxInstances: 1 })
    expect(await call('plant')).toBe('oAlice')
    expect(await cloud.fireTimer('plant')).toBeNull()
  })

  it('holds the platform variables and the settings, and nothing of this process', async () => {
    process.env['SECRET_OF_THIS_PROCESS'] = 'x'
    await host(
      { env: '() => process.env' },
      { settings: { COMMON: 'c', OWN: 'common' }, functions: { env: { settings: { OWN: 'own' } } } },
    )
    const environment = (await call('env')) as Record<string, string>
    expect(environment).toMatchObject({
      ...cloud.sdkEnvironment(),
      COMMON: 'c',
      OWN: 'own',
      TCB_ENV: 'cb-local',
      TENCENTCLOUD_RUNENV: 'SCF',
    })
    const known = new Set(['PATH', 'COMMON', 'OWN', ...Object.keys(cloud.sdkEnvironment())])
    const others = Object.keys(environment).filter((name) => !known.has(name) && !/^(WX_|TCB_S)/.test(name))
    expect(others).toEqual([])
  })

  it('gives a timer function its event', async () => {
    const clock = manualClock(Date.UTC(2026, 0, 2))
    const config = { triggers: [{ name: 'every10', type: 'timer', config: '0 */10 * * * * *' }] }
    await host({ tick: { code: 'exports.main = (event) => event', config } }, { clock })
    const usual = { Type: 'Timer', TriggerName: 'every10', Time: '2026-01-02T00:00:00.000Z', Message: '' }
    expect(await cloud.fireTimer('tick')).toEqual(usual)
    expect(await cloud.fireTimer('tick', 'other')).toEqual({ ...usual, TriggerName: 'other' })
  })
})

describe('what is wrong at the start', () => {
  it.each<[string, CloudOptions, RegExp]>([
    ['settings over 4 KB', { settings: { BIG: 'x'.repeat(4094) } }, /echo: settings take 4097 bytes.*4096.*BIG 4097/],
    ['a reserved name', { settings: { TCB_ENV: 'x' } }, /echo: TCB_ENV is set by the platform/],
    ['settings for nobody', { functions: { nope: {} } }, /nope: no such function; there are echo/],
    ['a route to nobody', { routes: { '/a': 'nope' } }, /\/a: there is no function nope/],
    ['a route at /call', { routes: { '/call/x': 'echo' } }, /\/call is where the mini-program calls/],
    ['a route with a slash at its end', { routes: { '/a/': 'echo' } }, /\/a\/: a route is/],
  ])('refuses %s and says what to do', async (_name, options, message) => {
    await expect(host({ echo: '(event) => event' }, options)).rejects.toThrow(message)
    cloud = await startCloud()
  })

  it('accepts settings of exactly 4 KB', async () => {
    await host({ size: '() => process.env.BIG.length' }, { settings: { BIG: 'x'.repeat(4093) } })
    expect(await call('size')).toBe(4093)
  })

  it('refuses a config.json that is wrong, naming the file', async () => {
    const config = { timeout: 61 }
    await expect(host({ echo: { code: 'exports.main = () => 1', config } })).rejects.toThrow(/echo.config\.json/)
    cloud = await startCloud()
  })

  it('refuses a port that is taken, and leaves nothing open', async () => {
    await host({})
    await expect(startCloud({ frontPort: Number(new URL(cloud.frontUrl).port) })).rejects.toThrow('EADDRINUSE')
    // Handles close some turns of the loop later; one that stays open lets the test run into its limit.
    const servers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length
    while (servers() > 2) await new Promise((resolve) => setImmediate(resolve))
    expect(servers()).toBe(2)
  })

  it('refuses a folder that was not built', async () => {
    await expect(startCloud({ functionsRoot: '/nowhere/at/all' })).rejects.toThrow('npm run build')
    cloud = await startCloud()
  })
})

describe('instances', () => {
  it('handles one event at a time each, and queues what is more, in order', async () => {
    const CODE = `
      let busy = false, handled = 0
      exports.main = async ({ n }) => {
        if (busy) throw new Error('two at once')
        busy = true
        await new Promise((resolve) => setImmediate(resolve))
        busy = false
        handled += 1
        return { n, handled, thread: require('node:worker_threads').threadId }
      }`
    await host({ work: { code: CODE } }, { maxInstances: 2 })
    const calls = Array.from({ length: 1000 }, (_, n) => call('work', { n }))
    expect(cloud.queueLength('work')).toBeGreaterThan(0)
    const results = (await Promise.all(calls)) as { n: number; handled: number; thread: number }[]
    expect(results.map(({ n }) => n)).toEqual(Array.from({ length: 1000 }, (_, n) => n))
    expect(new Set(results.map(({ thread }) => thread)).size).toBe(2)
    expect(cloud.instanceCount('work')).toBe(2)
    expect(cloud.queueLength('work')).toBe(0)
  })

  it('keeps the state of its module from one event to the next, and starts afresh after a redeployment', async () => {
    await host({ count: { code: 'let n = 0; exports.main = () => (n += 1)' } })
    expect([await call('count'), await call('count')]).toEqual([1, 2])
    const stopped: string[] = []
    cloud.events.on('instance', ({ change }) => stopped.push(change))
    await cloud.redeploy()
    expect(stopped).toEqual(['stopped'])
    expect(await call('count')).toBe(1)
  })

  it('reads code and settings again when redeployed', async () => {
    const folder = functionsFolder({ f: { code: 'exports.main = () => process.env.V + " old"' } })
    cleanUp = () => folder.remove()
    cloud = await startCloud({ functionsRoot: folder.root, settings: { V: '1' } })
    expect(await call('f')).toBe('1 old')
    folder.write('f', { code: 'exports.main = () => process.env.V + " new"' })
    folder.write('g', { code: 'exports.main = () => "g"' })
    await cloud.redeploy({ V: '2' })
    expect(await call('f')).toBe('2 new')
    expect(await call('g')).toBe('g')
    expect(cloud.functionNames).toEqual(['f', 'g'])
  })

  it('gives no event to an instance that is about to end, but to the one after it', async () => {
    await host({ count: { code: 'let n = 0; exports.main = () => (n += 1)' } }, { maxInstances: 1 })
    await call('count')
    const killing = cloud.killInstances('count')
    const next = call('count')
    expect(await killing).toBe(1)
    expect(await next).toBe(1)
  })

  it('leaves no instance and no waiting caller behind when it closes', async () => {
    await host({ stuck: '() => { console.log("begun"); return new Promise(() => {}) }' }, { maxInstances: 1 })
    const failures = Promise.all([failure(call('stuck')), failure(call('stuck'))])
    await printed('begun')
    await cloud.close()
    for (const error of await failures) expect(error).toMatchObject({ failure: { kind: 'closed' } })
    expect(cloud.instanceCount('stuck')).toBe(0)
    expect(await failure(call('stuck'))).toMatchObject({ failure: { kind: 'closed' } })
  })
})

describe('failures of a function', () => {
  const thrice = async (name: string, kind: string): Promise<CloudCallError> => {
    const error = await failure(call(name, { fail: true }))
    expect(error.failure.kind).toBe(kind)
    expect(await call(name, { fail: false })).toBe('fine')
    return error
  }

  it('an exception is told with its text, and the instance lives on', async () => {
    await host({
      f: { code: 'let n = 0; exports.main = async (e) => { n += 1; if (e.fail) throw new Error("boom"); return n }' },
    })
    const error = await failure(call('f', { fail: true }))
    expect(error.errCode).toBe(-504002)
    expect(error.errMsg).toContain('errCode: -504002 functions execute fail | errMsg: Error: boom')
    expect(await call('f')).toBe(2)
  })

  it.each([
    ['an unhandled rejection', 'void Promise.reject(new Error("stray")); return new Promise(() => {})', 'stray'],
    [
      'an exception outside of the call',
      'setImmediate(() => { throw new Error("late") }); return new Promise(() => {})',
      'late',
    ],
    ['process.exit', 'process.exit(0)', 'User process exit when running'],
  ])('%s ends the instance and answers the caller; the next event gets a new one', async (_name, code, text) => {
    await host({ f: `(event) => { if (event.fail) { ${code} } return 'fine' }` })
    const error = await thrice('f', 'exited')
    expect(error.errCode).toBe(-504002)
    expect(error.errMsg).toContain(text)
  })

  it('too much memory ends the instance', async () => {
    const HOG =
      '(event) => { const hoard = []; while (event.fail) hoard.push(new Array(1e5).fill(event)); return "fine" }'
    await host({ f: HOG }, { functions: { f: { memorySizeMb: 64 } } })
    const error = await thrice('f', 'outOfMemory')
    expect(error.errMsg).toContain('64 MB')
  })

  it('a bundle that cannot be loaded, or has no main, is told to each caller', async () => {
    await host({ broken: { code: 'require("not-there")' }, empty: { code: 'exports.handler = () => 1' } })
    expect((await failure(call('broken'))).errMsg).toContain("Cannot find module 'not-there'")
    expect((await failure(call('broken'))).errMsg).toContain("Cannot find module 'not-there'")
    expect((await failure(call('empty'))).errMsg).toContain('must export main')
  })

  it('too much time ends the instance, even in a loop, with the words of the platform', async () => {
    const clock = manualClock()
    const code = 'exports.main = ({ fail }) => { if (fail) { console.log("begun"); for (;;); } return "fine" }'
    await host({ f: { code, config: { timeout: 5 } } }, { clock })
    const refused = failure(call('f', { fail: true }))
    await printed('begun')
    clock.advance(4999)
    expect(cloud.instanceCount('f')).toBe(1)
    clock.advance(1)
    expect(await refused).toMatchObject({
      errCode: -504003,
      errMsg: 'cloud.callFunction:fail Error: errCode: -504003  | errMsg: Invoking task timed out after 5 seconds',
    })
    expect(await call('f')).toBe('fine')
    expect(clock.pending).toBe(0)
  })

  it('a bundle that never finishes loading is given up after 65 seconds', async () => {
    const clock = manualClock()
    await host({ f: { code: 'console.log("loading"); for (;;);' } }, { clock })
    const refused = failure(call('f'))
    await printed('loading')
    clock.advance(65_000)
    expect(await refused).toMatchObject({ failure: { message: 'Initialization timed out after 65 seconds' } })
    expect(cloud.instanceCount('f')).toBe(0)
  })

  it('has 3 seconds when nothing else is said', async () => {
    await host({ f: '(event, context) => context.time_limit_in_ms' })
    expect(await call('f')).toBe(3000)
  })

  it('refuses an event and a result over 6 MB', async () => {
    await host({ grow: '({ bytes }) => "x".repeat(bytes)' })
    const limit = 6 * 1024 * 1024
    expect(await call('grow', { bytes: limit - 2 })).toHaveLength(limit - 2)
    expect(await failure(call('grow', { bytes: limit - 1 }))).toMatchObject({ failure: { kind: 'resultTooLarge' } })
    const event = { text: 'x'.repeat(limit) }
    expect(await failure(call('grow', event))).toMatchObject({ failure: { kind: 'eventTooLarge' } })
  })

  it('killed in the middle, the event under way fails and those that wait are served', async () => {
    const code = '({ stuck }) => stuck ? (console.log("begun"), new Promise(() => {})) : "fine"'
    await host({ f: code }, { maxInstances: 1 })
    const stuck = failure(call('f', { stuck: true }))
    const waiting = call('f', {})
    await printed('begun')
    expect(await cloud.killInstances('f')).toBe(1)
    expect(await stuck).toMatchObject({ errCode: -504002, failure: { kind: 'exited' } })
    expect(await waiting).toBe('fine')
  })
})

describe('logs', () => {
  it('loses no line, whole or broken over writes, before the answer, and knows whose it is', async () => {
    const CODE = `async ({ lines }) => {
      for (let n = 0; n < lines; n += 1) console.log('line ' + n)
      console.error('to stderr'); process.stdout.write('bro'); process.stdout.write('ken\\nrest without end')
    }`
    await host({ f: CODE })
    const told: LogEvent[] = []
    cloud.events.on('log', (event) => told.push(event))
    const { requestID } = await cloud.call('f', { lines: 500 }, CALLER)
    const stdout = told.filter(({ stream }) => stream === 'stdout').map(({ line }) => line)
    expect(stdout).toEqual([...Array.from({ length: 500 }, (_, n) => `line ${n}`), 'broken', 'rest without end'])
    expect(told.filter(({ stream }) => stream === 'stderr').map(({ line }) => line)).toEqual(['to stderr'])
    expect(new Set(told.map(({ requestId }) => requestId))).toEqual(new Set([requestID]))
  })

  it('keeps the last words of an instance that dies', async () => {
    await host({ f: '() => { console.log("last words"); process.exit(1) }' })
    const told: string[] = []
    cloud.events.on('log', ({ line }) => told.push(line))
    await failure(call('f'))
    expect(told).toEqual(['last words'])
  })

  it('tells each invocation and how it ended', async () => {
    await host({ f: '({ fail }) => { if (fail) throw new Error("x") }' })
    const done: DoneEvent[] = []
    cloud.events.on('done', (event) => done.push(event))
    await call('f')
    await failure(call('f', { fail: true }))
    expect(done).toMatchObject([
      { functionName: 'f', trigger: 'client', outcome: 'ok' },
      { functionName: 'f', trigger: 'client', outcome: 'exception', message: expect.stringContaining('x') as string },
    ])
  })
})

describe('the cloud API', () => {
  it('hands over the data as it is, with no user and no source', async () => {
    await host({
      echo: 'async (event) => ({ event, source: process.env.TCB_SOURCE, keys: process.env.WX_CONTEXT_KEYS })',
    })
    const { result, requestID } = await cloud.invoke('echo', { x: 1 })
    expect(result).toEqual({ event: { x: 1 } })
    expect(requestID).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is not held by the rules for clients', async () => {
    await host({ closed: 'async () => 1' }, { rules: { '*': { invoke: false } } })
    expect((await cloud.invoke('closed')).result).toBe(1)
    expect((await failure(cloud.call('closed', {}, CALLER))).errCode).toBe(-501023)
  })

  it('is served at /invoke/<name>, and tells what went wrong', async () => {
    await host({ echo: 'async (event) => event', bad: 'async () => { throw new Error("no") }' })
    const post = async (path: string, body: string): Promise<unknown> =>
      (await fetch(cloud.frontUrl + path, { method: 'POST', body })).json()
    expect(await post('/invoke/echo', '{"x":1}')).toMatchObject({ result: { x: 1 } })
    expect(await post('/invoke/bad', '{}')).toMatchObject({ errCode: -504002 })
    expect(await post('/invoke/none', '{}')).toMatchObject({ errCode: -501000 })
  })

  it('keeps its path from routes', async () => {
    await expect(host({ echo: 'async () => 1' }, { routes: { '/invoke/echo': 'echo' } })).rejects.toThrow(
      '/invoke is where',
    )
    await host({ echo: 'async () => 1' })
  })
})
