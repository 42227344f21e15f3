// A notification that no key of ours opens: always answered 500, and told to a person only where it is news.
import { createKeyWatch } from '../../../../cloudfunctions/_shared/notify/keyWatch'
import { HOUR, MINUTE, NOW } from '../../../support/builders'
import { notifyTrust } from '../../../support/buildersNotify'
import { fakeNotify, type FakeNotify } from '../../../support/fakeNotify'
import { API_V3_KEY } from '../../../support/wechatPayPeer'

const DAY = 24 * HOUR
const plaintext = { out_contract_code: 'notours' }

let fake: FakeNotify
beforeEach(() => {
  fake = fakeNotify()
})

/** Genuine, and for somebody else; or for us, under a key we do not have. */
async function foreign(atMs: number): Promise<boolean> {
  fake.world.nowMs = atMs
  const before = alerts()
  expect(await fake.send({ plaintext, apiV3Key: 'x'.repeat(32) })).toMatchObject({ statusCode: 500 })
  expect(fake.logged.at(-1)).toMatchObject({
    event: 'notification not taken',
    fields: { reason: 'APIV3_KEY_MISMATCH' },
  })
  return alerts() > before
}
const alerts = () => fake.logged.filter(({ level, fields }) => level === 'alert' && fields.httpStatus === 500).length

let count = 0
async function ours(atMs: number): Promise<void> {
  fake.world.nowMs = atMs
  expect(await fake.send({ id: `EV-ours-${++count}`, plaintext })).toMatchObject({ statusCode: 204 })
}

/** Another instance of the function, which remembers nothing, with today's key. */
function newInstance(keyId = 'today'): void {
  fake.world.keyWatch = createKeyWatch(fake.keys, () => keyId)
}

const instances: [string, () => void][] = [
  ['the same instance', () => undefined],
  ['an instance each', newInstance],
]

describe.each(instances)('in %s', (_, between) => {
  it('is one alert an hour', async () => {
    const told: boolean[] = []
    for (const afterMs of [0, MINUTE, HOUR - 1, HOUR, HOUR + MINUTE, 2 * HOUR]) {
      between()
      told.push(await foreign(NOW + afterMs))
    }
    expect(told).toEqual([true, false, false, true, false, true])
  })

  it('is none while another was opened in the last 24 hours', async () => {
    await ours(NOW)
    for (const afterMs of [0, HOUR, DAY - 1]) {
      between()
      expect(await foreign(NOW + afterMs)).toBe(false)
    }
    between()
    expect(await foreign(NOW + DAY)).toBe(true)
    between()
    expect(await foreign(NOW + DAY + 1)).toBe(false)
    await ours(NOW + DAY + 2)
    between()
    expect(await foreign(NOW + DAY + 2 * HOUR)).toBe(false)
  })

  it('is one where only the key before has opened something', async () => {
    fake.world.trust = () => ({ ...notifyTrust(), apiV3Keys: [Buffer.from('n'.repeat(32)), Buffer.from(API_V3_KEY)] })
    await ours(NOW)
    between()
    expect(await foreign(NOW + 1)).toBe(true)
  })
})

it('is one after the key was changed, whatever the one before had opened', async () => {
  await ours(NOW)
  newInstance('tomorrow')
  expect(await foreign(NOW + 1)).toBe(true)
})

it('is one, once, where a clock that went wrong has left its stamps', async () => {
  fake.keys.seed('notify_keys', {
    _id: 'today',
    openedAtMs: NOW + 400 * DAY,
    alertedAtMs: NOW + 400 * DAY,
    revision: 1,
  })
  expect([await foreign(NOW), await foreign(NOW + 1)]).toEqual([true, false])
})

it('is one alert an hour of each instance while the database cannot be asked', async () => {
  fake.keys.failNext('read', 'read')
  expect([await foreign(NOW), await foreign(NOW + 1)]).toEqual([true, false])
  newInstance()
  expect(await foreign(NOW + 2)).toBe(true)
})

it('does not keep ours from being taken, when what is known of the key cannot be kept', async () => {
  for (const fault of ['read', 'write'] as const) {
    newInstance()
    fake.keys.failNext(fault)
    await ours(NOW)
  }
})

it('costs ours one question an instance and one write in ten minutes', async () => {
  for (let instance = 0; instance < 3; instance++) {
    newInstance()
    for (let one = 0; one < 5; one++) await ours(NOW + instance * MINUTE + one)
  }
  expect(fake.keys.written).toBe(1)
  await ours(NOW + 15 * MINUTE)
  expect(fake.keys.written).toBe(2)
})
