// The door of the timer: a genuine one, and nobody else, whatever they send.
import { timerDoor } from '../../../../../cloudfunctions/_shared/platform/doors/timerDoor'
import { StoreError } from '../../../../../cloudfunctions/_shared/kernel/errors'
import type { Within } from '../../../../../cloudfunctions/_shared/kernel/ports'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { createLog } from '../../../../../cloudfunctions/_shared/platform/log'
import { NOW } from '../../../../support/builders'

const TIMER = { Type: 'Timer', TriggerName: 'upkeep', Time: '2026-11-29T00:00:00Z', Message: '' }
const FROM_THE_TIMER = { TCB_SOURCE: 'wx_trigger', WX_CONTEXT_KEYS: 'WX_TRIGGER_API_TOKEN_V0' }

const before = { ...process.env }
let lines: string[]
let ran: number[]
let given: number[]
let clock: number
beforeEach(() => {
  lines = []
  ran = []
  given = []
  clock = NOW
})
afterEach(() => {
  process.env = { ...before }
})

const within: Within = async (work, ms) => {
  given.push(ms)
  return work
}

const doorTo = (run: () => Promise<object>, deps = () => ({ clock: { nowMs: () => clock } })) =>
  timerDoor(
    {
      name: 'upkeep',
      run: async (_, untilMs) => {
        ran.push(untilMs)
        return run()
      },
    },
    {
      log: (functionName, requestId) =>
        createLog({ functionName, requestId, write: (line) => lines.push(line), nowMs: () => NOW }),
      deps,
    },
    { nowMs: () => clock, within },
  )
const figures = async () => {
  await Promise.resolve()
  clock += 1234
  return { contractsAsked: 3, changesTold: 2 }
}
const main = doorTo(figures)
const told = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)

it('runs for the timer, nothing begun after 45 s and all over after 58, and writes one line of figures', async () => {
  Object.assign(process.env, FROM_THE_TIMER)
  expect(await main(TIMER, { time_limit_in_ms: 60_000 })).toEqual({ ok: true, contractsAsked: 3, changesTold: 2 })
  expect([ran, given]).toEqual([[NOW + 45_000], [58_500]])
  expect(told()).toEqual([
    expect.objectContaining({ level: 'info', event: 'upkeep', contractsAsked: 3, changesTold: 2, durationMs: 1234 }),
  ])
})

describe('refuses, tells, and runs nothing', () => {
  it.each<[what: string, event: unknown, env: object]>([
    ['a page', TIMER, { TCB_SOURCE: 'wx_client', WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oAlice' }],
    ['DevTools', TIMER, { TCB_SOURCE: 'wx_devtools' }],
    ['a function that serves a user', TIMER, { TCB_SOURCE: 'wx_client,scf' }],
    ['a function that a timer started', TIMER, { TCB_SOURCE: 'wx_trigger,scf' }],
    ['a user behind a timer', TIMER, { ...FROM_THE_TIMER, WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oAlice' }],
    ['a source that only begins so', TIMER, { TCB_SOURCE: 'wx_trigger2' }],
    ['the cloud API', TIMER, {}],
    ['WeChat’s HTTP API', TIMER, { TCB_SOURCE: 'wx_http' }],
    ['another event of the platform', { ...TIMER, Type: 'Cos' }, FROM_THE_TIMER],
    ['an event that is nothing', null, FROM_THE_TIMER],
    ['an event without a type', {}, FROM_THE_TIMER],
  ])('%s', async (_, event, env) => {
    Object.assign(process.env, env)
    expect(await main(event)).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
    expect(ran).toEqual([])
    expect(told()).toEqual([expect.objectContaining({ event: 'refused', errorCode: 'UNAUTHENTICATED' })])
  })

  it('a request over HTTP access', async () => {
    Object.assign(process.env, FROM_THE_TIMER)
    expect(await main({ httpMethod: 'POST', ...TIMER })).toMatchObject({ statusCode: 403 })
    expect(ran).toEqual([])
  })
})

it.each<[what: string, run: () => Promise<object>, code: string]>([
  ['the database', async () => Promise.reject(new StoreError('list dueContracts', 'code -1')), 'STORE_FAILED'],
  ['nobody foresaw', async () => Promise.reject(new TypeError('oAlice')), 'INTERNAL'],
])('what fails by %s is an alert, and an answer', async (_, run, code) => {
  Object.assign(process.env, FROM_THE_TIMER)
  expect(await doorTo(run)(TIMER)).toMatchObject({ ok: false, error: { code } })
  expect(told()).toEqual([expect.objectContaining({ level: 'alert' })])
  expect(lines.join()).not.toContain('oAlice')
})

it('settings that are wrong are named', async () => {
  Object.assign(process.env, FROM_THE_TIMER)
  const wrong = doorTo(figures, () => {
    throw new ConfigError([{ name: 'ONE', problem: 'is missing' }])
  })
  expect(await wrong(TIMER)).toMatchObject({ ok: false, error: { code: 'NOT_CONFIGURED' } })
  expect(lines.join()).toContain('"name":"ONE"')
})
