// What was set aside is read again as if it came now; what still means nothing stays, and costs nobody a question.
import { createSecretKey } from 'node:crypto'
import { reread } from '../../../../cloudfunctions/_shared/notify/reread'
import { createSealedReader } from '../../../../cloudfunctions/_shared/platform/gateways/notifyGateway'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { NEVER_MS } from '../../../../cloudfunctions/_shared/records/due'
import { aContract, COMBINE, HOUR, MINUTE, NOW, SESSION, sha256, wireContract } from '../../../support/builders'
import { aPayment, wireTransaction } from '../../../support/buildersOrders'
import { notifyTrust } from '../../../support/buildersNotify'
import { fakeNotify } from '../../../support/fakeNotify'
import type { FakeStore } from '../../../support/fakeStore'
import { API_V3_KEY } from '../../../support/wechatPayPeer'

const contract = aContract({ state: 'PRESIGNED', session: SESSION }, COMBINE)
const UNHEARD = 'CONTRACT.UNHEARD_OF'
const signed = { event_type: UNHEARD, plaintext: wireContract(contract, 'SIGNED') }

function world(...contracts: ContractRecord[]) {
  const fake = fakeNotify()
  for (const one of contracts) fake.store.seed('contracts', one)
  const { store, logged, world } = fake
  const log = {
    info: (event: string, fields = {}) => void logged.push({ level: 'info', event, fields }),
    alert: (event: string, fields = {}) => void logged.push({ level: 'alert', event, fields }),
  }
  const read = async (map: Record<string, 'signed' | 'terminated'> = {}, id = 'EV-1', key = API_V3_KEY) => {
    const { eventMap } = notifyTrust(map)
    const sealed = createSealedReader([createSecretKey(Buffer.from(key))], eventMap)
    return reread({ _id: id }, { store, clock: { nowMs: () => world.nowMs }, sha256, log, sealed })
  }
  return { ...fake, read, kept: (id = 'EV-1') => store.all('contract_notifications').find(({ _id }) => _id === id) }
}

/** All that follows from it, but for how often it was written. */
const effects = (store: FakeStore) => ({
  contracts: store.all('contracts').map(({ revision, ...one }) => (expect(revision).toBeDefined(), one)),
  slots: store.all('contract_slots').map((one) => ({ ...one, revision: 0, setAside: {} })),
  outbox: store.all('contract_outbox'),
  // A seal differs each time.
  notifications: store.all('contract_notifications').map((one) => ({ ...one, bodyHash: '' })),
})

it('a mapping that has appeared: all is as if it had been there when it came', async () => {
  const late = world(contract)
  await late.send(signed)
  expect(late.kept()).toMatchObject({ outcome: 'setAside', dueAtMs: NOW + 2 * MINUTE })
  late.world.nowMs += HOUR
  expect(await late.read({ [UNHEARD]: 'signed' })).toEqual({ outcome: 'applied' })
  const prompt = world(contract)
  prompt.world.trust = () => notifyTrust({ [UNHEARD]: 'signed' })
  await prompt.send(signed)
  const [left] = effects(late.store).contracts
  // What was left open stays so until WeChat Pay has answered: by a notification nobody need believe our map.
  expect(left).toMatchObject({ state: 'SIGNED', setAsideAtMs: NOW, dueAtMs: NOW })
  expect(late.store.all('contract_slots')).toMatchObject([{ setAside: { [contract._id]: NOW } }])
  const settled: Partial<ContractRecord> = { ...left, dueAtMs: NEVER_MS }
  delete settled.setAsideAtMs
  expect({ ...effects(late.store), contracts: [settled] }).toEqual({
    ...effects(prompt.store),
    contracts: [{ ...effects(prompt.store).contracts[0], nextQueryAtMs: NOW }],
  })
  expect(late.logged.at(-1)).toMatchObject({ level: 'info', event: 'notification read again' })
})

it('a code that has appeared', async () => {
  const { send, store, read, kept } = world()
  await send({ plaintext: wireContract(contract, 'SIGNED') })
  expect(kept()).toMatchObject({ outcome: 'setAside', reason: 'CODE_UNKNOWN' })
  store.seed('contracts', contract)
  expect(await read()).toEqual({ outcome: 'applied' })
  expect(store.all('contracts')).toMatchObject([{ state: 'SIGNED' }])
  expect(store.all('contract_outbox')).toMatchObject([{ _id: `${contract._id}:SIGNED` }])
  expect(kept()).toMatchObject({ outcome: 'applied', dueAtMs: NEVER_MS })
  expect(kept()).not.toHaveProperty('body')
  expect(kept()).not.toHaveProperty('reason')
})

it('an order that has appeared', async () => {
  const { send, store, read } = world()
  const payment = aPayment({ state: 'PLACED' })
  await send({ event_type: 'TRANSACTION.SUCCESS', plaintext: wireTransaction(payment, 'SUCCESS') })
  store.seed('payments', payment)
  expect(await read()).toEqual({ outcome: 'applied' })
  expect(store.all('payments')).toMatchObject([{ state: 'PAID' }])
  expect(store.all('contract_outbox')).toMatchObject([{ _id: `${payment._id}:PAID` }])
})

it('once it is understood nothing is done twice', async () => {
  const { send, store, read } = world(contract)
  await send(signed)
  await read({ [UNHEARD]: 'signed' })
  const before = store.written
  expect(await read({ [UNHEARD]: 'terminated' })).toEqual({ outcome: 'applied' })
  expect(store.written).toBe(before)
})

it('what still means nothing is written down as read, asks nobody again, and is due later each time', async () => {
  const { send, store, read, kept, world: now, logged } = world(contract)
  await send(signed)
  const left = store.all('contracts')
  const told = logged.length
  const dueMin: number[] = []
  for (const minutes of [2, 15, 60, 360, 360 + 1440, 360 + 2 * 1440]) {
    dueMin.push(((kept()?.dueAtMs ?? 0) - NOW) / MINUTE)
    now.nowMs = NOW + minutes * MINUTE
    expect(await read()).toEqual({ outcome: 'setAside', reason: 'EVENT_TYPE_UNMAPPED' })
  }
  expect(dueMin).toEqual([2, 15, 60, 360, 360 + 1440, 360 + 2 * 1440])
  expect(store.all('contracts')).toEqual(left)
  expect(logged).toHaveLength(told)
})

it('what proves to be of another kind leaves its contract open, as it does when it comes; and is not due by itself', async () => {
  const { send, store, read, kept, logged } = world()
  await send({ plaintext: { ...wireContract(contract, 'SIGNED'), plan_id: 99 } })
  store.seed('contracts', contract)
  expect(await read()).toEqual({ outcome: 'setAside', reason: 'IDENTITY_MISMATCH' })
  expect(store.all('contracts')).toMatchObject([{ state: 'PRESIGNED', setAsideAtMs: NOW, dueAtMs: NOW }])
  expect(logged.at(-1)).toMatchObject({ level: 'alert', event: 'notification set aside' })
  expect(kept()).toMatchObject({ reason: 'IDENTITY_MISMATCH', dueAtMs: NEVER_MS })
  const before = store.all('contracts')
  await read()
  expect(store.all('contracts')).toEqual(before)
})

it('under a key that does not open it, it stays, with its reason, and is tried again later', async () => {
  const { send, read, kept, world: now } = world(contract)
  await send(signed)
  now.nowMs += 2 * MINUTE
  expect(await read({ [UNHEARD]: 'signed' }, 'EV-1', 'k'.repeat(32))).toEqual({
    outcome: 'setAside',
    reason: 'APIV3_KEY_MISMATCH',
  })
  expect(kept()).toMatchObject({ outcome: 'setAside', reason: 'EVENT_TYPE_UNMAPPED', dueAtMs: NOW + 15 * MINUTE })
  expect(await read({ [UNHEARD]: 'signed' })).toEqual({ outcome: 'applied' })
})

it('one that is gone is none', async () => {
  expect(await world().read()).toBeUndefined()
})
