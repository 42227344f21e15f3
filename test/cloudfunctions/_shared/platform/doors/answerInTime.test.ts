// One deadline for a call, which everything inside is given; and an answer, whatever inside never ends.
import { createSecretKey } from 'node:crypto'
import type { Deadline } from '../../../../../cloudfunctions/_shared/kernel/ports'
import { answerInTime, type DoorClock } from '../../../../../cloudfunctions/_shared/platform/doors/answerInTime'
import { callable } from '../../../../../cloudfunctions/_shared/platform/doors/callable'
import { appCallable } from '../../../../../cloudfunctions/_shared/platform/doors/appCallable'
import { serverCallable } from '../../../../../cloudfunctions/_shared/platform/doors/serverCallable'
import { withDeadline } from '../../../../../cloudfunctions/_shared/platform/deadline'
import { queryContractInput } from '../../../../../cloudfunctions/_shared/contracts/inputs'
import { CALL_KEY, aSignedCall } from '../../../../support/buildersCalls'
import { NOW, OPENID, SETTINGS } from '../../../../support/builders'
import { fakeDeps, tellsNobody } from '../../../../support/fakeDeps'

const limits: number[] = []
/** Stands still; a limit is over as soon as everything else has had its turn. */
const clock: DoorClock = {
  nowMs: () => NOW,
  within: async (work, ms) => {
    limits.push(ms)
    return withDeadline(work, ms, async () => new Promise(setImmediate))
  },
}
beforeEach(() => void limits.splice(0))

it.each([
  ['what the platform tells', { time_limit_in_ms: 10_000 }, 8000],
  ['20 s, where it does not', {}, 18_000],
  ['20 s, where it tells none', undefined, 18_000],
  ['20 s, where it tells nonsense', { time_limit_in_ms: '3' }, 18_000],
])('the deadline lies 2 s under %s', async (_, context, leftMs) => {
  const given = await answerInTime(context, clock, async (deadline) => deadline.leftMs())
  expect(given).toBe(leftMs)
  expect(limits).toEqual([leftMs + 500])
})

const forEver = async () => new Promise<never>(() => undefined)
const given: Deadline[] = []
const host = {
  log: () => fakeDeps().log,
  wxContext: () => ({ OPENID, APPID: SETTINGS.appid }),
  tokenRules: () => ({}) as never,
  telling: tellsNobody,
  callKey: () => createSecretKey(Buffer.from(CALL_KEY, 'hex')),
  deps: (_log: unknown, deadline: Deadline) => {
    given.push(deadline)
    return { ...fakeDeps(), deadline }
  },
}
const verify = () => async () => Promise.resolve({ userId: 'u1' })
const schema = queryContractInput

it.each([
  ['a page', callable({ name: 'queryContract', input: schema, run: forEver }, host, clock), {}],
  [
    'the app',
    appCallable({ name: 'appQueryContract', input: schema, run: forEver }, host, verify, clock),
    { token: 'x' },
  ],
  [
    'a server',
    serverCallable({ name: 'contractAdmin', actions: { show: { input: schema, run: forEver } } }, host, clock),
    aSignedCall({ at: NOW, input: {} }),
  ],
])('the door of %s hands the deadline on, and answers though nothing inside does', async (_, main, event) => {
  const answer = await main(event, { time_limit_in_ms: 12_000, request_id: 'req-1' })
  expect(answer).toMatchObject({ ok: false, error: { code: 'STORE_FAILED', requestId: 'req-1' } })
  expect(given.at(-1)?.leftMs()).toBe(10_000)
})
