// The time that proofs move: what they rest on.
import { startProveWorld, HOUR_MS, MINUTE_MS, type ProveWorld } from './proveWorld'

let world: ProveWorld
beforeAll(async () => {
  world = await startProveWorld()
})
afterAll(async () => world.close())

it('moves for functions, WeChat Pay and notifications together', async () => {
  const person = world.newPerson()
  await person.openSession()
  await world.wechatPay.control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
  await person.sign()
  await world.wechatPay.control.settled()
  expect(await person.records()).toMatchObject([{ state: 'PRESIGNED' }])
  await world.leaveToTimer(3 * MINUTE_MS)
  expect(await person.records()).toMatchObject([{ state: 'SIGNED' }])
  expect(world.changes.statesOf(await person.code())).toEqual(['SIGNED'])
})

it('takes a notification that comes hours later by its plan', async () => {
  const { control } = world.wechatPay
  const person = world.newPerson()
  await control.clearFaults()
  await person.openSession()
  await control.armNotificationFault({ fault: { kind: 'drop' }, times: 4 })
  await person.sign()
  await world.pass(4 * HOUR_MS)
  expect(await person.records()).toMatchObject([{ state: 'SIGNED' }])
  expect((await person.lastAttempts()).map(({ outcome }) => outcome).at(-1)).toBe('accepted')
})

it('lets instances have clocks of their own', async () => {
  world.time.drift([-60_000])
  const person = world.newPerson()
  await person.openSession()
  const [record] = await person.records()
  const { nowMs } = await world.wechatPay.control.now()
  expect(nowMs - Number(record?.createdAtMs)).toBeGreaterThan(50_000)
  world.time.drift([0])
})
