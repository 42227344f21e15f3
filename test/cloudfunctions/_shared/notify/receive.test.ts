import { NEVER_MS } from '../../../../cloudfunctions/_shared/records/due'
import { CONTRACT_STATES, type ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { createKeyWatch } from '../../../../cloudfunctions/_shared/notify/keyWatch'
import { createKeyRing } from '../../../../cloudfunctions/_shared/wechatpay/keyRing'
import { ConfigError } from '../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import {
  aContract,
  COMBINE,
  HOUR,
  MINUTE,
  NOW,
  SESSION,
  SETTINGS,
  sha256,
  wireContract,
} from '../../../support/builders'
import { notifyBody, notifyEvent, notifyTrust } from '../../../support/buildersNotify'
import { makeExpired, makeNotYetValid } from '../../../support/certificates'
import { fakeNotify, type FakeNotify } from '../../../support/fakeNotify'
import { FakeStore } from '../../../support/fakeStore'
import { stranger } from '../../../support/wechatPayPeer'

const nowSec = NOW / 1000
const contract = aContract({ state: 'PRESIGNED', session: SESSION, nextQueryAtMs: NOW + 900 }, COMBINE)
const signed = wireContract(contract, 'SIGNED')

let store: FakeStore
let world: FakeNotify['world']
let logged: FakeNotify['logged']
let post: FakeNotify['post']
let send: FakeNotify['send']
beforeEach(() => {
  ;({ store, world, logged, post, send } = fakeNotify())
  store.seed('contracts', contract)
})

const stored = async () => (await store.read('contracts', contract._id)) as ContractRecord
/** A store that answers nothing of its own. */
const storeWhere = (act: () => Promise<never>) =>
  Object.assign(new FakeStore(), { read: act, add: act, compareAndSet: act, transact: act })
const reasons = () => logged.filter(({ level }) => level === 'alert').map(({ fields }) => fields.reason)

const before = { ...process.env }
afterEach(() => {
  process.env = { ...before }
})

describe('a notification under a key we do not hold', () => {
  it('is refused, and a person is told what to do: WeChat Pay moves to another key by its own plan', async () => {
    const serial = 'PUB_KEY_ID_0199999999999999999999999999'
    const event = notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec, serial })
    expect(await post(event)).toMatchObject({ statusCode: 401 })
    expect(logged.filter(({ level }) => level === 'alert')).toMatchObject([
      { event: 'notification under a key not trusted', fields: { reason: 'SERIAL_UNKNOWN', httpStatus: 401 } },
    ])
    expect(JSON.stringify(logged)).toContain('API安全')
  })

  it('is one alert an hour of each instance, since anyone can name any key, and always a line', async () => {
    const forged = (serial: string, atMs: number) => {
      world.nowMs = atMs
      return post(notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: atMs / 1000, serial }))
    }
    for (const afterMs of [0, 1000, MINUTE, HOUR - 1000, HOUR, HOUR + MINUTE]) {
      for (const serial of ['PUB_KEY_ID_0199999999999999999999999999', 'AB'.repeat(20), `${afterMs}x`])
        await forged(serial, NOW + afterMs)
    }
    expect(reasons()).toEqual(['SERIAL_UNKNOWN', 'SERIAL_UNKNOWN'])
    expect(logged.filter(({ event }) => event === 'notification not taken')).toHaveLength(18)
    world.keyWatch = createKeyWatch(new FakeStore(), () => 'today')
    await forged('x', world.nowMs)
    expect(reasons()).toHaveLength(3)
  })

  it.each([
    ['CERTIFICATE_EXPIRED', makeExpired],
    ['CERTIFICATE_NOT_YET_VALID', makeNotYetValid],
  ])('is told likewise where we hold it, and it is not good now: %s', async (reason, make) => {
    const { pem, serial, privateKey: key } = await make()
    world.trust = () => ({ ...notifyTrust(), keys: createKeyRing({ platformCertificates: { [serial]: pem } }) })
    const event = notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec, serial, key })
    await post(event)
    await post(event)
    expect(logged.filter(({ level }) => level === 'alert')).toMatchObject([
      { event: 'notification under a key not trusted', fields: { reason, httpStatus: 401 } },
    ])
  })

  it('is no alert when it is merely forged', async () => {
    await post(notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec, key: stranger.privateKey }))
    expect(reasons()).toEqual([])
  })
})

describe('a notification of a signing', () => {
  it('is kept with contract, slot and outbox row in one transaction, and answered 204', async () => {
    expect(await send({ plaintext: signed })).toMatchObject({ statusCode: 204, body: '' })
    expect(await stored()).toMatchObject({
      state: 'SIGNED',
      contract_id: '123124412412423431',
      signedAtMs: Date.UTC(2026, 10, 21, 2, 5),
      evidence: [{ source: 'notify', what: 'ECOMMERCE_ENTRUST.SIGN' }],
    })
    expect(store.all('contract_notifications')).toEqual([
      expect.objectContaining({
        _id: 'EV-1',
        outcome: 'applied',
        code: contract._id,
        event_type: 'ECOMMERCE_ENTRUST.SIGN',
      }),
    ])
    expect(store.all('contract_outbox')).toMatchObject([{ _id: `${contract._id}:SIGNED` }])
    expect(store.all('contract_slots')).toMatchObject([{ inForce: [{ code: contract._id }] }])
    expect(store.begun).toBe(1)
  })

  it('is taken as the published example has it: no state, no id, only operate_time', async () => {
    const absent = { contract_state: undefined, contract_id: undefined, contract_signed_time: undefined }
    await send({ plaintext: { ...signed, ...absent, operate_time: '2026-11-21T10:06:00.120+08:00' } })
    expect(await stored()).toMatchObject({ state: 'SIGNED', signedAtMs: Date.UTC(2026, 10, 21, 2, 6, 0, 120) })
  })

  it('proves nothing where WeChat Pay has said since that it knows no such contract: it is asked', async () => {
    const disowned = { ...contract, state: 'SIGNED', voidAtMs: contract.createdAtMs - 1 } as const
    store.seed('contracts', disowned)
    await send({ plaintext: signed })
    expect(store.all('contract_notifications')).toMatchObject([{ outcome: 'setAside', reason: 'CONTRACT_VOID' }])
    const { setAsideAtMs, dueAtMs } = await stored()
    expect(setAsideAtMs).toBe(contract.createdAtMs)
    expect(dueAtMs).toBe(setAsideAtMs)
  })

  it('is understood with numbers as text and ids as numbers', async () => {
    await send({ plaintext: { ...signed, plan_id: '12535', mchid: 1900000109, contract_id: 42 } })
    expect(await stored()).toMatchObject({ state: 'SIGNED', contract_id: '42' })
  })

  it('is believed beside a termination block, and a person is told, once', async () => {
    const { contract_terminate_info } = wireContract(contract, 'TERMINATED')
    const event = notifyEvent(notifyBody({ plaintext: { ...signed, contract_terminate_info } }), {
      timestampSec: nowSec,
    })
    await post(event)
    await post(event)
    expect(await stored()).toMatchObject({ state: 'SIGNED' })
    expect(await stored()).not.toHaveProperty('terminatedAtMs')
    expect(store.all('contract_notifications')).toMatchObject([{ outcome: 'applied' }])
    expect(logged.filter(({ level }) => level === 'alert')).toMatchObject([
      {
        event: 'notification used in part',
        fields: { out_contract_code: contract._id, fields: 'contract_terminate_info' },
      },
    ])
  })

  it.each([
    ['a later end, which holds', '2028-11-21T10:05:00+08:00', Date.UTC(2028, 10, 21, 2, 5), []],
    ['an earlier end, which does not', '2026-12-21T10:05:00+08:00', Date.UTC(2027, 10, 21, 2, 5), []],
    ['an end nobody can read, and a person is told', 'soon', Date.UTC(2027, 10, 21, 2, 5), ['contract_expired_time']],
  ])('may come again with %s', async (_, contract_expired_time, contractExpiresAtMs, unused) => {
    await send({ plaintext: { ...signed, contract_expired_time: '2027-11-21T10:05:00+08:00' } })
    await send({ id: 'EV-2', plaintext: { ...signed, contract_expired_time } })
    expect(await stored()).toMatchObject({ state: 'SIGNED', contractExpiresAtMs })
    expect(logged.filter(({ level }) => level === 'alert').map(({ fields }) => fields.fields)).toEqual(unused)
  })

  it('arrives by base64 or in text, with headers in any case', async () => {
    const event = notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec })
    const headers = Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toUpperCase(), value]),
    )
    const body = Buffer.from(event.body).toString('base64')
    expect(await post({ ...event, headers, body, isBase64Encoded: true })).toMatchObject({ statusCode: 204 })
  })

  it('of the password-exempt family is understood once its event type is in the map', async () => {
    const exempt = aContract({ state: 'PRESIGNED', session: SESSION }, SETTINGS)
    store.seed('contracts', exempt)
    world.trust = () => notifyTrust({ 'PASSWORD_EXEMPT.SIGN': 'signed' })
    await send({ event_type: 'PASSWORD_EXEMPT.SIGN', plaintext: wireContract(exempt, 'SIGNED') })
    expect(await store.read('contracts', exempt._id)).toMatchObject({ state: 'SIGNED' })
  })
})

describe('a notification of a termination', () => {
  const terminated = wireContract(contract, 'TERMINATED')

  it('ends the contract, with its mode', async () => {
    await send({ event_type: 'ECOMMERCE_ENTRUST.TERMINATE', plaintext: terminated })
    expect(await stored()).toMatchObject({ state: 'TERMINATED', contract_termination_mode: 'USER_TERMINATE' })
  })

  it('may tell the mode flat', async () => {
    const plaintext = {
      ...terminated,
      contract_terminate_info: undefined,
      contract_termination_mode: 'CUSTOM_SERVICE_TERMINATE',
    }
    await send({ event_type: 'ECOMMERCE_ENTRUST.TERMINATE', plaintext })
    expect(await stored()).toMatchObject({ contract_termination_mode: 'CUSTOM_SERVICE_TERMINATE' })
  })

  it('is not undone by a signing that arrives later', async () => {
    await send({ id: 'EV-2', event_type: 'ECOMMERCE_ENTRUST.TERMINATE', plaintext: terminated })
    expect(await send({ id: 'EV-1', plaintext: signed })).toMatchObject({ statusCode: 204 })
    expect(await stored()).toMatchObject({ state: 'TERMINATED' })
    expect(store.all('contract_outbox')).toHaveLength(1)
  })
})

describe('copies', () => {
  it('that come one after the other are answered 204, and change nothing more', async () => {
    const event = notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec })
    await post(event)
    const { written } = store
    expect(await post(event)).toMatchObject({ statusCode: 204 })
    expect(store.written).toBe(written)
  })

  it('that come 200 at once change the record once', async () => {
    const event = notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec })
    const replies = await Promise.all(Array.from({ length: 200 }, () => post(event)))
    expect(replies.every(({ statusCode }) => statusCode === 204)).toBe(true)
    expect((await stored()).evidence).toHaveLength(1)
    expect(store.written).toBe(4)
  })

  it.each([
    ['sealed anew', signed],
    ['with its fields in another order', Object.fromEntries(Object.entries(signed).reverse())],
  ])('%s say the same: nothing is written, and nobody is told', async (_, plaintext) => {
    await send({ plaintext: signed })
    const { written } = store
    expect(await send({ plaintext })).toMatchObject({ statusCode: 204 })
    expect(store.written).toBe(written)
    expect(logged.at(-1)).toMatchObject({ level: 'info', fields: { outcome: 'duplicate' } })
  })

  it('of what was set aside are known too, however they are sealed', async () => {
    const parts = { event_type: 'SOMETHING.NEW', plaintext: signed }
    for (let copy = 1; copy <= 3; copy++) await send(parts)
    expect(reasons()).toEqual(['EVENT_TYPE_UNMAPPED'])
    expect(store.all('contract_notifications')).toHaveLength(1)
  })

  it('of other content under a known id are set aside once, however they are sealed', async () => {
    await send({ plaintext: signed })
    const parts = { event_type: 'ECOMMERCE_ENTRUST.TERMINATE', plaintext: wireContract(contract, 'TERMINATED') }
    for (let copy = 1; copy <= 3; copy++) await send(parts)
    expect(reasons()).toEqual(['SAME_ID_OTHER_CONTENT'])
    expect(store.all('contract_notifications')).toHaveLength(2)
  })

  it('that come 100 at once, each sealed anew, change the record once and tell nobody', async () => {
    const replies = await Promise.all(Array.from({ length: 100 }, () => send({ plaintext: signed })))
    expect(replies.every(({ statusCode }) => statusCode === 204)).toBe(true)
    expect(store.written).toBe(4)
    expect(reasons()).toEqual([])
  })

  it('with another id tell nothing new', async () => {
    await send({ id: 'EV-1', plaintext: signed })
    await send({ id: 'EV-2', plaintext: signed })
    expect(store.all('contract_notifications').map(({ outcome }) => outcome)).toEqual(['applied', 'outdated'])
    expect(store.all('contract_outbox')).toHaveLength(1)
  })
})

describe('set aside, answered 204 and shown to a person', () => {
  const other = { ...signed, openid: 'oBob' }
  /** Due now, and nobody has to wait for a turn to ask. */
  const leftOpen = { ...contract, setAsideAtMs: NOW, nextQueryAtMs: NOW, dueAtMs: NOW, revision: 2 }

  it.each([
    ['event type', { event_type: 'ECOMMERCE_ENTRUST.TERMINATE', plaintext: signed }],
    ['field', { plaintext: { ...signed, operate_time: '2026-11-21T10:06:00+08:00' } }],
  ])('is another %s under a known id, and a query decides', async (_, parts) => {
    await send({ plaintext: signed })
    expect(await send(parts)).toMatchObject({ statusCode: 204 })
    expect(await stored()).toMatchObject({ state: 'SIGNED', dueAtMs: NOW, nextQueryAtMs: NOW })
    expect(reasons()).toEqual(['SAME_ID_OTHER_CONTENT'])
  })

  it('is another content under a known id, which moves nothing', async () => {
    await send({ plaintext: { ...signed, contract_state: undefined } })
    const body = notifyBody({
      event_type: 'ECOMMERCE_ENTRUST.TERMINATE',
      plaintext: wireContract(contract, 'TERMINATED'),
    })
    const event = notifyEvent(body, { timestampSec: nowSec })
    expect(await post(event)).toMatchObject({ statusCode: 204 })
    expect(await stored()).toMatchObject({ state: 'SIGNED' })
    const id = `EV-1:${sha256(body).slice(0, 16)}`
    expect(await store.read('contract_notifications', id)).toMatchObject({
      outcome: 'setAside',
      reason: 'SAME_ID_OTHER_CONTENT',
      body,
    })
    expect(reasons()).toEqual(['SAME_ID_OTHER_CONTENT'])
    const { written } = store
    expect(await post(event)).toMatchObject({ statusCode: 204 })
    expect(store.written).toBe(written)
  })

  it.each([
    ['mchid', { mchid: '1900000110' }],
    ['appid', { appid: 'wxother' }],
    ['plan_id', { plan_id: 1 }],
    ['sp_mchid', { sp_mchid: '1900000110' }],
    ['sp_appid', { sp_appid: 'wxother' }],
  ])('is a signing with another %s, and a query decides', async (_, changes) => {
    expect(await send({ plaintext: { ...signed, ...changes } })).toMatchObject({ statusCode: 204 })
    expect(await stored()).toEqual(leftOpen)
    expect(reasons()).toEqual(['IDENTITY_MISMATCH'])
  })

  it.each(['openid', 'sp_openid'])(
    'is a signing with another %s, and the session goes to nobody any more',
    async (name) => {
      expect(await send({ plaintext: { ...signed, [name]: 'oBob' } })).toMatchObject({ statusCode: 204 })
      expect(await stored()).toEqual({ ...contract, sessionTakenAtMs: NOW, dueAtMs: NEVER_MS, revision: 2 })
      expect(reasons()).toEqual(['IDENTITY_MISMATCH'])
    },
  )

  it.each(['mchid', 'appid', 'plan_id', 'openid'])(
    'is a signing without %s, which a query may yet confirm',
    async (name) => {
      await send({ plaintext: { ...signed, [name]: undefined } })
      expect(await stored()).toEqual(leftOpen)
      expect(reasons()).toEqual(['IDENTITY_INCOMPLETE'])
    },
  )

  it('is a signing that names its signer with an empty text: nobody, so a query may yet confirm', async () => {
    await send({ plaintext: { ...signed, openid: '' } })
    expect(await stored()).toEqual(leftOpen)
    expect(reasons()).toEqual(['IDENTITY_INCOMPLETE'])
  })

  it('is an event type nobody has mapped, which lets a query decide at once', async () => {
    expect(await send({ event_type: 'SOMETHING.NEW', plaintext: signed })).toMatchObject({ statusCode: 204 })
    expect(await stored()).toEqual(leftOpen)
    expect(reasons()).toEqual(['EVENT_TYPE_UNMAPPED'])
  })

  it('is an event type named like a property of every object', async () => {
    await send({ event_type: 'constructor', plaintext: signed })
    expect(reasons()).toEqual(['EVENT_TYPE_UNMAPPED'])
  })

  it('is an event type nobody has mapped about somebody else, which a query has to tell', async () => {
    await send({ event_type: 'SOMETHING.NEW', plaintext: other })
    expect(await stored()).toEqual(leftOpen)
  })

  it.each(['SOMETHING.NEW', 'ECOMMERCE_ENTRUST.SIGNED', 'ecommerce_entrust.sign', 'ECOMMERCE_ENTRUST.SIGN '])(
    'is "%s" about a contract in whatever state, and it is due now',
    async (event_type) => {
      for (const state of CONTRACT_STATES) {
        store.seed('contracts', { ...contract, state })
        await send({ id: `EV-${state}`, event_type, plaintext: signed })
        expect(await stored()).toMatchObject({ state, dueAtMs: NOW, nextQueryAtMs: NOW })
      }
    },
  )

  it('is due until it was asked about, whatever is written meanwhile', async () => {
    store.seed('contracts', { ...contract, state: 'SIGNED' })
    await send({ event_type: 'SOMETHING.NEW', plaintext: wireContract(contract, 'TERMINATED') })
    await send({ id: 'EV-2', plaintext: signed })
    expect(await stored()).toMatchObject({ contract_id: '123124412412423431', dueAtMs: NOW })
  })

  it('is a state that contradicts the event type', async () => {
    await send({ plaintext: { ...signed, contract_state: 'TERMINATED' } })
    expect(await stored()).toEqual(leftOpen)
    expect(reasons()).toEqual(['STATE_CONTRADICTS'])
  })

  it('is a code that is not ours', async () => {
    await send({ plaintext: { ...signed, out_contract_code: 'notours' } })
    expect(store.all('contract_notifications')).toMatchObject([{ code: 'notours', reason: 'CODE_UNKNOWN' }])
  })

  it.each([
    ['out_contract_code', {}],
    ['out_contract_code', { out_contract_code: { $gt: '' } }],
    ['out_contract_code', { ...signed, out_contract_code: 'a/b' }],
    ['contract_id', { ...signed, contract_id: 5.5 }],
    ['plan_id', { ...signed, plan_id: '012535' }],
  ])('is a plaintext whose %s is of another form, which the log names: %p', async (field, plaintext) => {
    expect(await send({ plaintext })).toMatchObject({ statusCode: 204 })
    expect(logged.at(-1)).toMatchObject({ level: 'alert', fields: { reason: 'FIELDS_MALFORMED', fields: field } })
  })

  it('is a plaintext that cannot be read but names a code of ours: kept under it, told, and a query decides at once', async () => {
    await send({ plaintext: { ...signed, plan_id: '1.5', contract_id: {} } })
    expect(store.all('contract_notifications')).toMatchObject([{ code: contract._id, reason: 'FIELDS_MALFORMED' }])
    expect(logged.at(-1)?.fields).toMatchObject({ out_contract_code: contract._id, fields: 'plan_id,contract_id' })
    expect(await stored()).toEqual(leftOpen)
  })

  it('is one that names a code of nobody here, and it is told too', async () => {
    await send({ plaintext: { ...signed, plan_id: '1.5', out_contract_code: 'notours' } })
    expect(store.all('contract_notifications')).toMatchObject([{ code: 'notours', reason: 'FIELDS_MALFORMED' }])
    expect(await stored()).toEqual(contract)
  })

  it('is a contract_id that differs from the one on record', async () => {
    store.seed('contracts', { ...contract, state: 'SIGNED', contract_id: '1' })
    await send({ event_type: 'ECOMMERCE_ENTRUST.TERMINATE', plaintext: wireContract(contract, 'TERMINATED') })
    expect(await stored()).toMatchObject({ state: 'SIGNED', contract_id: '1', dueAtMs: NOW, nextQueryAtMs: NOW })
    expect(reasons()).toEqual(['IDENTITY_MISMATCH'])
  })

  it('keeps the body as it came, still encrypted', async () => {
    const body = notifyBody({ plaintext: other })
    await post(notifyEvent(body, { timestampSec: nowSec }))
    expect(store.all('contract_notifications')).toMatchObject([{ body, reason: 'IDENTITY_MISMATCH' }])
    expect(JSON.stringify(store.all('contract_notifications'))).not.toContain('oBob')
  })
})

describe('refused', () => {
  const expectFail = (reply: { statusCode: number; body: string }, status: number) => {
    expect(reply.statusCode).toBe(status)
    expect(JSON.parse(reply.body)).toEqual({ code: 'FAIL', message: expect.any(String) as string })
    expect(store.all('contract_notifications')).toEqual([])
  }
  const event = () => notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec })

  it.each(['GET', 'PUT', 'HEAD', ''])('with 405: method "%s"', async (httpMethod) => {
    expectFail(await post({ ...event(), httpMethod }), 405)
  })

  it('with 403: a mini-program user who imitates an HTTP event, however genuine it looks', async () => {
    Object.assign(process.env, { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oBob' })
    expectFail(await post(event()), 403)
  })

  it('with 413: a body over 64 KB, before settings are read or anything is verified', async () => {
    world.trust = () => {
      throw new Error('not to be read')
    }
    expectFail(await post({ ...event(), body: 'a'.repeat(65_537) }), 413)
    expectFail(await post({ ...event(), body: Buffer.alloc(65_537).toString('base64'), isBase64Encoded: true }), 413)
  })

  it('with 400: a body that came parsed, since the signed bytes are lost', async () => {
    expectFail(await post({ ...event(), body: { id: 'EV-1' } }), 400)
  })

  it.each([
    ['another key has signed', { key: stranger.privateKey }],
    ['an unknown serial names', { serial: 'PUB_KEY_ID_0000000000000000000000000000' }],
    ['is 300 s old', { timestampSec: nowSec - 300 }],
    ['is 300 s ahead', { timestampSec: nowSec + 300 }],
  ])('with 401: what %s', async (_, options) => {
    expectFail(await send({ plaintext: signed, ...options }), 401)
  })

  it.each(['wechatpay-signature', 'wechatpay-serial', 'wechatpay-timestamp', 'wechatpay-nonce'])(
    'with 401: no %s',
    async (name) => {
      const { headers, ...rest } = event()
      expectFail(await post({ ...rest, headers: { ...headers, [name]: undefined } }), 401)
    },
  )

  it('with 401: a header that came twice, even with the same value', async () => {
    const { headers, ...rest } = event()
    expectFail(await post({ ...rest, headers: { ...headers, 'Wechatpay-Nonce': headers['wechatpay-nonce'] } }), 401)
  })

  it('with 401: WeChat Pay’s own probe, whose signature is no base64', async () => {
    const { headers, ...rest } = event()
    expectFail(await post({ ...rest, headers: { ...headers, 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' } }), 401)
  })

  it('with 401: one byte changed', async () => {
    const sent = event()
    expectFail(await post({ ...sent, body: sent.body.replace('EV-1', 'EV-2') }), 401)
  })

  it('with 401: the same JSON written differently', async () => {
    const sent = event()
    expectFail(await post({ ...sent, body: JSON.stringify(JSON.parse(sent.body), null, 1) }), 401)
  })

  it.each(['not json', '[]', '{}', '{"id":"EV-1","event_type":"A","resource":{}}'])(
    'with 400: an authentic body that cannot be read: %s',
    async (body) => {
      expectFail(await post(notifyEvent(body, { timestampSec: nowSec })), 400)
    },
  )

  it('with 500 and an alert: sealed under an APIv3 key we do not have', async () => {
    expectFail(await send({ plaintext: signed, apiV3Key: 'x'.repeat(32) }), 500)
    expect(reasons()).toEqual(['APIV3_KEY_MISMATCH'])
  })

  it('with 500: wrong settings, and the log names them', async () => {
    const problems = [{ name: 'WXPAY_API_V3_KEY', problem: 'is missing' }]
    world.trust = () => {
      throw new ConfigError(problems)
    }
    const reply = await post(event())
    expectFail(reply, 500)
    expect(reply.body).not.toContain('WXPAY')
    expect(logged).toMatchObject([{ level: 'alert', fields: { problems } }])
  })

  it('without opening the database, as long as nothing is authentic', async () => {
    world.store = storeWhere(() => {
      throw new Error('not to be opened')
    })
    expectFail(await send({ plaintext: signed, key: stranger.privateKey }), 401)
  })
})

describe('a fault of ours', () => {
  it.each(['begin', 'get', 'put', 'add', 'commit'] as const)(
    'at the %s of the database is answered 503, and the next delivery makes up for it',
    async (fault) => {
      const event = notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec })
      store.failNext(fault)
      expect(await post(event)).toMatchObject({ statusCode: 503 })
      expect(await stored()).toEqual(contract)
      expect(await post(event)).toMatchObject({ statusCode: 204 })
      expect(await stored()).toMatchObject({ state: 'SIGNED' })
    },
  )

  it('that hides a commit which took place is answered 503, and the next delivery is a duplicate', async () => {
    const event = notifyEvent(notifyBody({ plaintext: signed }), { timestampSec: nowSec })
    store.failNext('commitAnswer')
    expect(await post(event)).toMatchObject({ statusCode: 503 })
    expect(await post(event)).toMatchObject({ statusCode: 204 })
    expect((await stored()).evidence).toHaveLength(1)
    expect(store.all('contract_outbox')).toHaveLength(1)
  })

  it('that takes longer than 4 s is answered 503 inside that time', async () => {
    const waits: number[] = []
    world.store = storeWhere(() => new Promise(() => undefined))
    world.sleep = (ms) => {
      waits.push(ms)
      return Promise.resolve()
    }
    expect(await send({ plaintext: signed })).toMatchObject({ statusCode: 503 })
    expect(waits).toEqual([4000])
  })

  it('that nobody foresaw is answered 500 without a word about it', async () => {
    world.store = storeWhere(() => {
      throw new Error('secret')
    })
    const reply = await send({ plaintext: signed })
    expect(reply).toMatchObject({ statusCode: 500 })
    expect(reply.body + JSON.stringify(logged)).not.toContain('secret')
  })
})

it('never answers 2xx with a FAIL, and never a failure without one', async () => {
  const replies = [await send({ plaintext: signed }), await send({ plaintext: signed, key: stranger.privateKey })]
  expect(replies.map(({ statusCode, body }) => [statusCode, body.includes('FAIL')])).toEqual([
    [204, false],
    [401, true],
  ])
})

it('logs no openid and no body, whatever happens', async () => {
  await send({ plaintext: signed })
  await send({ id: 'EV-2', plaintext: { ...signed, openid: 'oBob' } })
  await send({ id: 'EV-3', plaintext: signed, apiV3Key: 'x'.repeat(32) })
  expect(JSON.stringify(logged)).not.toMatch(/oAlice|oBob|ciphertext|signature=/)
})
