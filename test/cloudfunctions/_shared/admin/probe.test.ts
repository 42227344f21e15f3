// What is deployed is tried from inside: each part fails by itself, and is told by name.
import * as v from 'valibot'
import type { Echo } from '../../../../cloudfunctions/_shared/admin/ports'
import { probe, probeInput } from '../../../../cloudfunctions/_shared/admin/probe'
import { StoreError } from '../../../../cloudfunctions/_shared/kernel/errors'
import { withDue } from '../../../../cloudfunctions/_shared/records/due'
import { NOW, SETTINGS } from '../../../support/builders'
import { deadlineFrom, fakeDeps } from '../../../support/fakeDeps'

const ECHO = 'id-1'
const CAME = {
  _id: 'EV-1',
  event_type: 'SECURITY_ECHO.SUCCESS',
  bodyHash: 'a',
  code: `echo:${ECHO}`,
  outcome: 'applied',
  receivedAtMs: NOW,
} as const

/** @param arrives whether the notification does, and after how long */
function world(answer?: Partial<Echo>, arrivesAfterMs?: number) {
  const base = fakeDeps()
  const sent: string[][] = []
  const arrive = () => {
    base.store.seed('contract_notifications', withDue('contract_notifications', CAME))
  }
  const deps = {
    ...base,
    deadline: deadlineFrom(base),
    newId: () => ECHO,
    sleep: async (ms: number) => {
      await base.sleep(ms)
      if (arrivesAfterMs !== undefined && base.clock.now - NOW >= arrivesAfterMs) arrive()
    },
    echo: {
      send: async (...given: string[]): Promise<Echo> => {
        sent.push(given)
        if (arrivesAfterMs === 0) arrive()
        await Promise.resolve()
        return { ok: true, message: ECHO, signedAtMs: base.clock.now, ...answer } as Echo
      },
    },
  }
  return { deps, sent }
}

const parts = async (deps: Parameters<typeof probe>[1]) =>
  Object.fromEntries((await probe({}, deps)).parts.map(({ part, ...told }) => [part, told]))

it('is fine where all is: the echo goes to the address of the settings, and nothing of the probe stays', async () => {
  const { deps, sent } = world({}, 0)
  expect(await probe({}, deps)).toEqual({
    echo: ECHO,
    parts: ['database', 'collections', 'wechatPay', 'clock', 'notification'].map((part) => ({
      part,
      result: 'fine',
      ms: 0,
    })),
  })
  expect(sent).toEqual([[ECHO, SETTINGS.notifyUrl]])
  expect(deps.store.all('call_nonces')).toEqual([])
})

it('waits for the notification, for 5 s at most, and tells how to look again', async () => {
  const late = world({}, 2000)
  expect(await parts(late.deps)).toMatchObject({ notification: { result: 'fine', ms: 2000 } })
  const never = world()
  expect(await parts(never.deps)).toMatchObject({
    notification: { result: 'waiting', ms: 5000, explanation: expect.stringContaining(`echo=${ECHO}`) as string },
  })
})

it('never waits past the deadline of its call', async () => {
  const { deps } = world()
  await parts({ ...deps, deadline: deadlineFrom(deps, 6000) })
  expect(deps.clock.now - NOW).toBeLessThanOrEqual(3500)
})

it('looks again for the notification of an earlier one, and tries nothing else', async () => {
  const { deps, sent } = world()
  expect(await probe({ echo: ECHO }, deps)).toMatchObject({ parts: [{ part: 'notification', result: 'waiting' }] })
  deps.store.seed('contract_notifications', withDue('contract_notifications', CAME))
  expect(await probe({ echo: ECHO }, deps)).toEqual({
    echo: ECHO,
    parts: [{ part: 'notification', result: 'fine' }],
  })
  expect(await probe({ echo: 'another' }, deps)).toMatchObject({ parts: [{ result: 'waiting' }] })
  expect(sent).toEqual([])
})

it.each<[what: string, answer: Partial<Echo>, told: object]>([
  [
    'refused',
    { ok: false, explanation: '401 SIGN_ERROR' },
    { wechatPay: { result: 'wrong', explanation: '401 SIGN_ERROR' }, clock: { result: 'untried' } },
  ],
  ['other words', { message: 'x' }, { wechatPay: { result: 'wrong' }, notification: { result: 'untried' } }],
  ['a clock 2 min ahead', { signedAtMs: NOW - 120_000 }, { clock: { result: 'wrong', ms: 120_000 } }],
  ['a clock 2 min behind', { signedAtMs: NOW + 120_000 }, { clock: { result: 'wrong', ms: -120_000 } }],
])('tells of WeChat Pay: %s', async (_, answer, told) => {
  const { deps } = world(answer, 0)
  expect(await parts(deps)).toMatchObject({ database: { result: 'fine' }, ...told })
})

it.each([
  ['write', 'add'],
  ['read', 'read'],
  ['change in a transaction', 'transact'],
])('tells of a database that cannot %s', async (_, name) => {
  const { deps } = world({}, 0)
  const fail = async () => Promise.reject(new StoreError('do it', 'code -1'))
  const store = Object.assign(deps.store, { [name]: fail })
  expect(await parts({ ...deps, store })).toMatchObject({
    database: { result: 'wrong', explanation: 'The database could not do it: code -1' },
    wechatPay: { result: 'fine' },
  })
})

it('tells of a database that forgets, and of one that keeps what was deleted', async () => {
  for (const broken of [{ add: async () => Promise.resolve('added') }, { transact: async () => Promise.resolve() }]) {
    const { deps } = world({}, 0)
    Object.assign(deps.store, broken)
    expect(await parts(deps)).toMatchObject({ database: { result: 'wrong' } })
  }
})

it('names the collections that are not there', async () => {
  const { deps } = world({}, 0)
  const own = deps.store.read.bind(deps.store)
  const read = async (name: string, id: string) =>
    name === 'payments'
      ? Promise.reject(new StoreError('read payments', 'a collection does not exist'))
      : own(name as 'contracts', id)
  Object.assign(deps.store, { read })
  expect(await parts(deps)).toMatchObject({
    database: { result: 'fine' },
    collections: { result: 'wrong', explanation: expect.stringMatching(/^payments: /) as string },
  })
})

it.each([[{ echo: '' }], [{ echo: 'a b' }], [{ echo: 1 }], [{ other: 'x' }]])('refuses %p', (input) => {
  expect(v.safeParse(probeInput, input).success).toBe(false)
})
