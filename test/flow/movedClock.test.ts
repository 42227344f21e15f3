// Years of a contract in seconds: the clock is moved for everybody at once, nobody but the timer does anything, and what became
// of it is told to the merchant's server.
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import { Flow } from '../support/flowWechat'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

let flow: Flow
beforeAll(async () => {
  flow = await Flow.start({ bringsReceiver: true, settings: { WXPAY_RECHECK_DAYS: '7' } })
})
afterEach(async () => {
  flow.local.receiver?.behave('takes it')
  await flow.faultsOver()
})
afterAll(async () => flow.close())

const pass = async (ms: number) => flow.control.advanceClock({ ms })

/** States the merchant's server was told of this user's contract, as often as it was. */
const toldOf = ({ code }: FlowUser): string[] =>
  (flow.local.receiver?.taken ?? []).filter((id) => id.startsWith(`${code}:`)).map((id) => id.slice(code.length + 1))

it('functions, WeChat Pay, tokens and records move together, and signatures stay fresh either way', async () => {
  const before = flow.local.wechatPay.clock.now()
  const { movedMs } = await pass(DAY_MS)
  expect(movedMs).toBe(DAY_MS)
  const user = await flow.newUser().signed()
  expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
  // WeChat Pay tells it in whole seconds.
  expect(user.contract.signedAtMs).toBeGreaterThanOrEqual(Math.floor((before + DAY_MS) / 1000) * 1000)
  expect(user.contract.createdAtMs).toBeGreaterThanOrEqual(before + DAY_MS)
  // The notification was signed by one clock and judged by the other; so was each request.
  const [notification] = await flow.control.notifications({ out_contract_code: user.code })
  expect(notification?.attempts.map(({ status }) => status)).toEqual([204])
  expect((await flow.control.requests()).every(({ status }) => status < 400 || status === 404)).toBe(true)
})

it('a call that is under way ends by the clock it began with, and one that comes meanwhile waits', async () => {
  await flow.control.armFault({ fault: { kind: 'delay', ms: 300 }, path: '*pre-entrust-sign*' })
  const [early, late] = [flow.newUser(), flow.newUser()]
  const asked = once(flow.local.cloud.events, 'call')
  const answer = early.ask()
  await asked
  const moved = pass(DAY_MS)
  await turn()
  expect(await Promise.all([answer, late.ask()])).toEqual([
    expect.objectContaining({ ok: true, state: 'inProgress' }),
    expect.objectContaining({ ok: true, state: 'inProgress' }),
  ])
  await moved
  expect(late.contract.createdAtMs - early.contract.createdAtMs).toBeGreaterThanOrEqual(DAY_MS)
})

it('signed and never back, the notification never: SIGNED within 3 minutes, and told exactly once', async () => {
  const user = await flow.newUser().signedInSilence()
  await pass(3 * MINUTE_MS)
  expect(user.contract).toMatchObject({ state: 'SIGNED', contract_id: expect.any(String) as string })
  expect(toldOf(user)).toEqual(['SIGNED'])
  for (const ms of [10 * MINUTE_MS, 2 * HOUR_MS, DAY_MS]) await pass(ms)
  expect(toldOf(user)).toEqual(['SIGNED'])
})

it('closed inside WeChat, the notification lost: found out when it is asked about again, and told', async () => {
  const user = await flow.newUser().signed()
  await pass(MINUTE_MS)
  await user.loseNotifications()
  await user.terminateInWechat()
  await pass(DAY_MS)
  expect(user.contract).toMatchObject({ state: 'SIGNED' })
  await pass(7 * DAY_MS)
  expect(user.contract).toMatchObject({ state: 'TERMINATED' })
  expect(toldOf(user)).toEqual(['SIGNED', 'TERMINATED'])
})

it('a closing that met 500 is ended by the timer alone', async () => {
  const user = await flow.newUser().signed()
  await user.loseNotifications()
  await flow.spoil({ kind: 'serverError', status: 500, when: 'before' }, { path: '*/terminate' })
  expect(await user.terminate()).toMatchObject({ state: 'closing' })
  await pass(MINUTE_MS)
  expect(user.contract).toMatchObject({ state: 'SIGNED', terminateRequestedAtMs: expect.any(Number) as number })
  await flow.faultsOver()
  await user.loseNotifications()
  await pass(10 * MINUTE_MS)
  expect(user.contract).toMatchObject({ state: 'TERMINATED' })
  expect(toldOf(user)).toEqual(['SIGNED', 'TERMINATED'])
})

it('what the server did not take comes again by its plan, signed anew, until it is taken', async () => {
  const { receiver } = flow.local
  receiver?.behave('answers 503')
  const user = await flow.newUser().signed()
  const statuses = () => receiver?.received.filter(({ code }) => code === user.code).map(({ status }) => status)
  await pass(MINUTE_MS)
  await pass(MINUTE_MS)
  expect(statuses()).toEqual([503, 503])
  receiver?.behave('takes it')
  await pass(10 * MINUTE_MS)
  expect(statuses()).toEqual([503, 503, 204])
  expect(receiver?.received.filter(({ problem }) => problem !== undefined)).toEqual([])
})

it('a session that nobody signed is over after its two hours, for WeChat Pay and for us', async () => {
  const user = flow.newUser()
  await user.ask()
  await pass(2 * HOUR_MS + 11 * MINUTE_MS)
  expect(user.contract).toMatchObject({ state: 'EXPIRED' })
  const again = await user.ask()
  expect(again).toMatchObject({ ok: true, state: 'inProgress' })
})

itHasToldNoSecret(() => flow)
