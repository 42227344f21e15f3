// Notifications: what is in them, how often they come, and everything that can go wrong on the way.
import { startWechatPay } from '../../../sandbox/wechatpay/standIn'
import { isSigned, unseal, type Received } from '../../support/rawWechatPay'
import {
  COMBINE,
  combineBody,
  NORMAL,
  normalBody,
  NOTIFY_URL,
  preSigned,
  signed,
  startFixture,
  TEMPLATE_ID,
  type Fixture,
} from './fixture'

let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const received = () => fixture.callback.received
const plaintextOf = (one: Received | undefined) =>
  JSON.parse(unseal(fixture.keys.apiV3Key, one?.json.resource as Received['json']['resource'])) as Record<
    string,
    unknown
  >
const isVerified = (one: Received | undefined) =>
  one !== undefined && isSigned(fixture.keys.wechatPay.publicKeyPem, one.headers, one.body)
const answer = (status: number) => {
  fixture.callback.respond = (response) => response.writeHead(status).end('{"code":"FAIL","message":"not now"}')
}
async function attemptsOf(code: string) {
  const [notification] = await fixture.control.notifications({ out_contract_code: code })
  return notification?.attempts ?? []
}

describe('content', () => {
  test('password-exempt: made-up event type, modelled on the query', async () => {
    const { code, openid } = await signed(fixture)
    const [one] = received()
    expect(one?.path).toBe('/wxpay/notify')
    expect(one?.json).toMatchObject({
      id: expect.stringMatching(/^EV-[0-9]{14}/) as string,
      create_time: '2026-06-01T20:00:00+08:00',
      event_type: 'SANDBOX_PASSWORD_EXEMPT.SIGN',
      resource_type: 'encrypt-resource',
      resource: { algorithm: 'AEAD_AES_256_GCM', associated_data: 'contract' },
    })
    expect(plaintextOf(one)).toMatchObject({
      mchid: fixture.keys.mchid,
      appid: fixture.keys.appid,
      openid,
      service_id: TEMPLATE_ID,
      out_contract_code: code,
      contract_state: 'SIGNED',
      operate_time: '2026-06-01T20:00:00+08:00',
    })
  })

  test('combine-papay: the published plaintext, no more and no less', async () => {
    const { code } = await signed(fixture, 'combine-papay')
    await fixture.control.terminate({ out_contract_code: code })
    await fixture.control.settled()
    const common = {
      mchid: fixture.keys.mchid,
      out_contract_code: code,
      plan_id: TEMPLATE_ID,
      appid: fixture.keys.appid,
      openid: `o-${code}`,
      operate_time: '2026-06-01T20:00:00.120+08:00',
    }
    expect(received().map(({ json }) => json.event_type)).toEqual([
      'ECOMMERCE_ENTRUST.SIGN',
      'ECOMMERCE_ENTRUST.TERMINATE',
    ])
    expect(plaintextOf(received()[0])).toEqual({ ...common, contract_expired_time: '2027-06-01T20:00:00.120+08:00' })
    expect(plaintextOf(received()[1])).toEqual({ ...common, contract_termination_mode: 'USER_TERMINATE' })
  })

  test("the merchant's own termination is notified too", async () => {
    const { path } = await signed(fixture)
    await fixture.call({ path: `${path}/terminate`, body: { contract_termination_remark: 'x' } })
    await fixture.control.settled()
    expect(plaintextOf(received()[1])).toMatchObject({
      contract_state: 'TERMINATED',
      contract_terminate_info: { contract_termination_mode: 'MCH_API_TERMINATE' },
    })
  })

  test.each(['refuse', 'fail', 'lapse'] as const)('%s is told to nobody', async (what) => {
    const { code } = await preSigned(fixture)
    await fixture.control[what]({ out_contract_code: code })
    await fixture.control.settled()
    expect(await fixture.control.notifications()).toEqual([])
  })

  test('a session that runs out is told to nobody', async () => {
    await preSigned(fixture)
    await fixture.control.advanceClock({ ms: 3 * 3_600_000 })
    expect(await fixture.control.notifications()).toEqual([])
  })

  test('event types of the password-exempt family are an option', async () => {
    const other = await startFixture({ passwordExemptEvents: { signed: 'X.SIGN', terminated: 'X.END' } })
    const { code } = await signed(other)
    await other.control.terminate({ out_contract_code: code })
    await other.control.settled()
    expect(other.callback.received.map(({ json }) => json.event_type)).toEqual(['X.SIGN', 'X.END'])
    await other.close()
  })

  test('terminations of a plan go to the URL set on its template', async () => {
    const terminationNotifyUrl = 'https://merchant.example.com/terminated'
    const other = await startFixture({ plans: [{ planId: TEMPLATE_ID, terminationNotifyUrl }] })
    const { code } = await signed(other, 'combine-papay')
    await other.control.terminate({ out_contract_code: code })
    await other.control.settled()
    expect(other.callback.received.map(({ path }) => path)).toEqual(['/wxpay/notify', '/terminated'])
    await other.close()
  })
})

describe('signature', () => {
  test('by the public key, or by the platform certificate when switched', async () => {
    await signed(fixture)
    expect(isVerified(received()[0])).toBe(true)
    await fixture.control.setSwitches({ notificationKey: 'platformCertificate' })
    await signed(fixture)
    const [current] = fixture.keys.platformCertificates
    const second = received()[1]
    expect(second?.headers['wechatpay-serial']).toBe(current.serial)
    expect(second && isSigned(current.certificatePem, second.headers, second.body)).toBe(true)
  })

  test('a repeat is sealed anew when switched: the same id and plaintext, under another nonce', async () => {
    answer(500)
    await fixture.control.setSwitches({ repeats: 'sealedAnew' })
    await signed(fixture)
    await fixture.control.advanceClock({ ms: 15_000 })
    const [first, second] = received()
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(false)
    expect(isVerified(second)).toBe(true)
    expect(plaintextOf(second)).toEqual(plaintextOf(first))
    expect(second?.json.id).toBe(first?.json.id)
  })

  test('a repeat has the same id and body, and a fresh timestamp, nonce and signature', async () => {
    answer(500)
    await signed(fixture)
    await fixture.control.advanceClock({ ms: 15_000 })
    const [first, second] = received()
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true)
    expect(isVerified(second)).toBe(true)
    for (const name of ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature']) {
      expect(second?.headers[name]).not.toBe(first?.headers[name])
    }
  })
})

describe('repeats', () => {
  const startsSec = (attempts: { atMs: number }[]) =>
    attempts.map(({ atMs }) => Math.round((atMs - fixture.baseClock.nowMs) / 1000))
  const HOUR = 3_600
  const GENERAL_SEC = [
    15,
    15,
    30,
    180,
    600,
    1200,
    1800,
    1800,
    1800,
    HOUR,
    3 * HOUR,
    3 * HOUR,
    3 * HOUR,
    6 * HOUR,
    6 * HOUR,
  ]
  const summed = (waits: number[]) =>
    waits.map((_wait, index) => waits.slice(0, index + 1).reduce((sum, wait) => sum + wait, 0))

  test('combine-papay: 30 attempts in 117 minutes by the printed plan, then never again', async () => {
    answer(500)
    const { code } = await signed(fixture, 'combine-papay')
    await fixture.control.advanceClock({ ms: 24 * HOUR * 1000 })
    const waits = [0, 10, 10, 10, 30, 30, 30, ...Array.from({ length: 23 }, () => 300)]
    expect(startsSec(await attemptsOf(code))).toEqual(summed(waits))
    expect((await fixture.control.notifications())[0]).toMatchObject({ state: 'ended' })
    expect(received()).toHaveLength(30)
  })

  test('password-exempt: at once and 15 repeats by the general plan, then never again', async () => {
    answer(404)
    const { code } = await signed(fixture)
    await fixture.control.advanceClock({ ms: 48 * HOUR * 1000 })
    expect(startsSec(await attemptsOf(code))).toEqual(summed([0, ...GENERAL_SEC]))
  })

  test.each([200, 204])('%i ends them', async (status) => {
    answer(500)
    const { code } = await signed(fixture)
    answer(status)
    await fixture.control.advanceClock({ ms: 48 * HOUR * 1000 })
    expect((await attemptsOf(code)).map(({ outcome }) => outcome)).toEqual(['refused', 'accepted'])
    expect((await fixture.control.notifications())[0]).toMatchObject({ state: 'accepted' })
  })

  test.each([201, 202, 206, 301, 400, 401, 500, 503])('%i does not', async (status) => {
    answer(status)
    const { code } = await signed(fixture)
    const attempts = await attemptsOf(code)
    expect(attempts[0]).toMatchObject({ outcome: 'refused', status, answer: '{"code":"FAIL","message":"not now"}' })
    expect((await fixture.control.notifications())[0]).toMatchObject({
      state: 'waiting',
      nextAttemptAtMs: fixture.baseClock.nowMs + 15_000,
    })
  })

  test('no answer within the limit does not', async () => {
    const hasty = await startFixture({ answerLimitMs: 50 })
    hasty.callback.respond = () => undefined
    await signed(hasty)
    const [notification] = await hasty.control.notifications()
    expect(notification).toMatchObject({ state: 'waiting', attempts: [{ outcome: 'timeout' }] })
    await hasty.close()
  })

  test('a broken connection does not', async () => {
    fixture.callback.respond = (response) => response.destroy()
    const { code } = await signed(fixture)
    expect(await attemptsOf(code)).toMatchObject([{ outcome: 'connectionLost', networkCode: 'ECONNRESET' }])
  })

  test('an origin nobody listens at is unreachable until it is mapped', async () => {
    await fixture.control.mapNotifyOrigin({ origin: 'https://merchant.example.com' })
    const { code } = await signed(fixture)
    expect(await attemptsOf(code)).toMatchObject([{ outcome: 'unreachable', networkCode: 'UNMAPPED_ORIGIN' }])
    await fixture.control.mapNotifyOrigin({ origin: 'https://merchant.example.com', target: fixture.callback.url })
    await fixture.control.advanceClock({ ms: 15_000 })
    expect(received()).toHaveLength(1)
  })

  test('a target that is down is unreachable', async () => {
    await fixture.control.mapNotifyOrigin({ origin: 'https://merchant.example.com', target: 'http://127.0.0.1:9' })
    const { code } = await signed(fixture)
    expect(await attemptsOf(code)).toMatchObject([{ outcome: 'unreachable', networkCode: 'ECONNREFUSED' }])
  })

  test('the time scale shortens waits, also of what is planned already', async () => {
    answer(500)
    const { code } = await signed(fixture)
    await fixture.control.setNotifyTimeScale({ scale: 100 })
    await fixture.control.advanceClock({ ms: 150 })
    await fixture.control.advanceClock({ ms: 150 })
    expect((await attemptsOf(code)).map(({ atMs }) => atMs - fixture.baseClock.nowMs)).toEqual([0, 150, 300])
  })
})

describe('delivery faults', () => {
  const arm = (input: Parameters<Fixture['control']['armNotificationFault']>[0]) =>
    fixture.control.armNotificationFault(input)

  test('drop: never arrives, counts as an attempt, comes again by the plan', async () => {
    await arm({ fault: { kind: 'drop' }, times: 2 })
    const { code } = await signed(fixture)
    expect(received()).toHaveLength(0)
    await fixture.control.advanceClock({ ms: 30_000 })
    expect((await attemptsOf(code)).map(({ outcome }) => outcome)).toEqual(['dropped', 'dropped', 'accepted'])
  })

  test('drop always: the merchant never hears of it', async () => {
    await arm({ fault: { kind: 'drop' }, times: 'always' })
    await signed(fixture, 'combine-papay')
    await fixture.control.advanceClock({ ms: 48 * 3_600_000 })
    expect(received()).toHaveLength(0)
    expect((await fixture.control.notifications())[0]).toMatchObject({ state: 'ended' })
  })

  test('duplicate: copies of one notification at once, each signed afresh', async () => {
    await arm({ fault: { kind: 'duplicate', copies: 20 } })
    const { code } = await signed(fixture)
    expect(new Set(received().map(({ json }) => json.id)).size).toBe(1)
    expect(new Set(received().map(({ headers }) => headers['wechatpay-nonce'])).size).toBe(20)
    expect((await attemptsOf(code)).map(({ attempt, copy }) => [attempt, copy])).toContainEqual([1, 20])
  })

  test('duplicate: are there before the first is answered', async () => {
    const waiting: (() => void)[] = []
    fixture.callback.respond = (response) => {
      waiting.push(() => response.writeHead(204).end())
      if (waiting.length === 5) for (const end of waiting) end()
    }
    await arm({ fault: { kind: 'duplicate', copies: 5 } })
    const { code } = await signed(fixture)
    expect((await attemptsOf(code)).map(({ outcome }) => outcome)).toEqual(Array(5).fill('accepted'))
  })

  test('a copy that is refused is reason to repeat', async () => {
    let count = 0
    fixture.callback.respond = (response) => response.writeHead((count += 1) === 2 ? 500 : 204).end()
    await arm({ fault: { kind: 'duplicate', copies: 3 } })
    const { code } = await signed(fixture)
    expect((await fixture.control.notifications({ out_contract_code: code }))[0]).toMatchObject({ state: 'waiting' })
  })

  test('delay: comes later, and is right', async () => {
    await arm({ fault: { kind: 'delay', ms: 10 } })
    await signed(fixture)
    expect(isVerified(received()[0])).toBe(true)
  })

  test('a repeat by hand, 50 copies at once, after it was accepted', async () => {
    await signed(fixture)
    const [notification] = await fixture.control.notifications()
    const sent = await fixture.control.duplicateNotification({ id: notification?.id ?? '', copies: 50 })
    expect(sent).toHaveLength(50)
    expect(received()).toHaveLength(51)
  })

  test('a repeat by hand that is accepted ends the plan', async () => {
    answer(500)
    const { code } = await signed(fixture)
    answer(204)
    const [notification] = await fixture.control.notifications()
    await fixture.control.duplicateNotification({ id: notification?.id ?? '', copies: 1 })
    await fixture.control.advanceClock({ ms: 3_600_000 })
    expect(await attemptsOf(code)).toHaveLength(2)
  })

  test('a repeat by hand that is accepted while a planned attempt is still out ends the plan too', async () => {
    const { code } = await preSigned(fixture)
    const firstIsIn = new Promise<() => void>((resolve) => {
      fixture.callback.respond = (response) => resolve(() => response.writeHead(500).end())
    })
    await fixture.control.sign({ out_contract_code: code })
    const refuseFirst = await firstIsIn
    answer(204)
    const [notification] = await fixture.control.notifications()
    await fixture.control.duplicateNotification({ id: notification?.id ?? '', copies: 1 })
    refuseFirst()
    await fixture.control.settled()
    await fixture.control.advanceClock({ ms: 3_600_000 })
    expect((await attemptsOf(code)).map(({ outcome }) => outcome)).toEqual(['accepted', 'refused'])
  })

  test('scope: by event type and by code', async () => {
    await arm({ fault: { kind: 'drop' }, times: 'always', eventType: '*.TERMINATE' })
    const { code } = await signed(fixture)
    expect(received()).toHaveLength(1)
    await arm({ fault: { kind: 'drop' }, times: 'always', out_contract_code: 'another' })
    await fixture.control.terminate({ out_contract_code: code })
    await fixture.control.settled()
    expect(received()).toHaveLength(1)
    await signed(fixture)
    expect(received()).toHaveLength(2)
  })
})

describe('order', () => {
  async function signAndTerminate() {
    const { code } = await preSigned(fixture)
    await fixture.control.sign({ out_contract_code: code })
    await fixture.control.terminate({ out_contract_code: code })
    await fixture.control.settled()
  }
  const types = () => received().map(({ json }) => json.event_type.split('.')[1])

  test('held until released, oldest first', async () => {
    await fixture.control.holdNotifications()
    await signAndTerminate()
    expect(received()).toHaveLength(0)
    expect((await fixture.control.notifications()).map(({ state }) => state)).toEqual(['held', 'held'])
    await fixture.control.releaseNotifications()
    expect(types()).toEqual(['SIGN', 'TERMINATE'])
    await signed(fixture)
    expect(received()).toHaveLength(3)
  })

  test('released in the order asked for', async () => {
    await fixture.control.holdNotifications()
    await signAndTerminate()
    const ids = (await fixture.control.notifications()).map(({ id }) => id).reverse()
    await fixture.control.releaseNotifications({ ids })
    expect(types()).toEqual(['TERMINATE', 'SIGN'])
  })

  test('reorder: TERMINATE before SIGN, the second only after the answer to the first', async () => {
    const log: string[] = []
    fixture.callback.respond = (response, { json }) => {
      log.push(`in ${json.event_type}`)
      // Long enough for the other one to come in, were it sent without waiting.
      setTimeout(() => {
        log.push(`out ${json.event_type}`)
        response.writeHead(204).end()
      }, 50)
    }
    await fixture.control.reorderNotifications({ count: 2 })
    await signAndTerminate()
    const [SIGN, TERMINATE] = ['SANDBOX_PASSWORD_EXEMPT.SIGN', 'SANDBOX_PASSWORD_EXEMPT.TERMINATE']
    expect(log).toEqual([`in ${TERMINATE}`, `out ${TERMINATE}`, `in ${SIGN}`, `out ${SIGN}`])
    await signed(fixture)
    expect(types()).toEqual(['TERMINATE', 'SIGN', 'SIGN'])
  })

  test('a released one that is refused is repeated by the plan', async () => {
    await fixture.control.holdNotifications()
    const { code } = await signed(fixture)
    answer(500)
    await fixture.control.releaseNotifications()
    answer(204)
    await fixture.control.advanceClock({ ms: 15_000 })
    expect((await attemptsOf(code)).map(({ outcome }) => outcome)).toEqual(['refused', 'accepted'])
  })
})

type Fault = Parameters<Fixture['control']['armNotificationFault']>[0]['fault']

async function spoiled(fault: Fault): Promise<Received> {
  await fixture.control.armNotificationFault({ fault })
  await signed(fixture)
  const [one] = received()
  if (!one) throw new Error('nothing arrived')
  return one
}

describe('not authentic', () => {
  test.each(['wrongKey', 'wrongSignature', 'changedBody'] as const)(
    '%s: does not verify under the serial it names',
    async (kind) => {
      const one = await spoiled({ kind })
      expect(one.headers['wechatpay-serial']).toBe(fixture.keys.wechatPay.serial)
      expect(isVerified(one)).toBe(false)
      expect(plaintextOf(one)).toHaveProperty('out_contract_code')
    },
  )

  test('probe: then, as the real one does, once more and right', async () => {
    answer(401)
    const one = await spoiled({ kind: 'signtest' })
    expect(one.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//)
    await fixture.control.advanceClock({ ms: 15_000 })
    expect(isVerified(received()[1])).toBe(true)
  })

  test.each([-301, 301])('stale timestamp of %i s, rightly signed', async (skewSec) => {
    const one = await spoiled({ kind: 'staleTimestamp', skewSec })
    expect(Number(one.headers['wechatpay-timestamp'])).toBe(Math.floor(fixture.baseClock.nowMs / 1000) + skewSec)
    expect(isVerified(one)).toBe(true)
  })

  test('no signature headers, unknown serial, rotated key', async () => {
    expect((await spoiled({ kind: 'missingSignatureHeaders' })).headers).not.toHaveProperty('wechatpay-signature')
    await fixture.control.armNotificationFault({ fault: { kind: 'unknownSerial' } })
    await signed(fixture)
    await fixture.control.armNotificationFault({ fault: { kind: 'rotatedKey' } })
    await signed(fixture)
    const [, unknown, rotated] = received()
    const [current, next] = fixture.keys.platformCertificates
    expect([fixture.keys.wechatPay.serial, current.serial, next.serial]).not.toContain(
      unknown?.headers['wechatpay-serial'],
    )
    expect(rotated && isSigned(next.certificatePem, rotated.headers, rotated.body)).toBe(true)
  })
})

describe('authentic, and wrong inside', () => {
  test('wrong APIv3 key: the tag does not match', async () => {
    const one = await spoiled({ kind: 'wrongApiV3Key' })
    expect(isVerified(one)).toBe(true)
    expect(() => plaintextOf(one)).toThrow('unable to authenticate')
  })

  test.each([
    ['algorithm', { algorithm: 'AEAD_SM4_GCM' }],
    ['nonceLength', { nonce: expect.stringMatching(/^.{11}$/) as string }],
    ['notBase64', { ciphertext: expect.stringMatching(/\*\?$/) as string }],
    ['tooShort', { ciphertext: Buffer.alloc(16).toString('base64') }],
  ] as const)('malformed: %s', async (how, resource) => {
    const one = await spoiled({ kind: 'malformedResource', how })
    expect(isVerified(one)).toBe(true)
    expect(one.json.resource).toMatchObject(resource)
  })

  test('malformed: no ciphertext at all', async () => {
    const one = await spoiled({ kind: 'malformedResource', how: 'missingCiphertext' })
    expect(one.json.resource).not.toHaveProperty('ciphertext')
  })

  test('malformed: a plaintext that is no JSON', async () => {
    const one = await spoiled({ kind: 'malformedResource', how: 'plaintextNotJson' })
    expect(() => plaintextOf(one)).toThrow(SyntaxError)
  })

  test('an event type nobody mapped', async () => {
    const one = await spoiled({ kind: 'unmappedEventType' })
    expect(one.json.event_type).toBe('SANDBOX_UNHEARD.OF')
    expect(isVerified(one)).toBe(true)
  })

  test('a plaintext of somebody else', async () => {
    const fields = { openid: 'oSomebodyElse', mchid: '1900000001', appid: 'wx0000000000000000' }
    const one = await spoiled({ kind: 'alteredPlaintext', fields })
    expect(isVerified(one)).toBe(true)
    expect(plaintextOf(one)).toMatchObject(fields)
  })

  test('a spoiled attempt that is refused is repeated as it should have been', async () => {
    answer(500)
    const one = await spoiled({ kind: 'alteredPlaintext', fields: { openid: 'oSomebodyElse' } })
    await fixture.control.advanceClock({ ms: 15_000 })
    const second = received()[1]
    expect(second?.json.id).toBe(one.json.id)
    expect(plaintextOf(second)['openid']).not.toBe('oSomebodyElse')
  })
})

describe('forge', () => {
  test('a signing that never happened: plausible, by a wrong key, once, and nothing changes', async () => {
    answer(500)
    const { code, openid } = await preSigned(fixture)
    const forged = await fixture.control.forgeNotification({ out_contract_code: code })
    expect(forged).toMatchObject({ state: 'ended', attempts: [{ outcome: 'refused' }] })
    expect(plaintextOf(received()[0])).toMatchObject({ out_contract_code: code, openid, contract_state: 'SIGNED' })
    expect(isVerified(received()[0])).toBe(false)
    await fixture.control.advanceClock({ ms: 3_600_000 })
    expect(received()).toHaveLength(1)
    expect(await fixture.control.contract({ out_contract_code: code })).toMatchObject({ contract_state: 'NOT_SIGNED' })
  })

  test.each<[string, Fault, (one: Received | undefined) => boolean]>([
    ['a wrong key', { kind: 'wrongKey' }, (one) => !isVerified(one)],
    [
      'another name in it',
      { kind: 'alteredPlaintext', fields: { openid: 'oX' } },
      (one) => plaintextOf(one)['openid'] === 'oX',
    ],
  ])('sent again it is not made good: %s', async (_, fault, isSpoilt) => {
    answer(500)
    const { code } = await preSigned(fixture)
    const { id } = await fixture.control.forgeNotification({ out_contract_code: code, fault })
    await fixture.control.duplicateNotification({ id, copies: 2 })
    expect(received().map(isSpoilt)).toEqual([true, true, true])
  })

  test('nor by a release of what is held while it is on its way', async () => {
    const { code } = await preSigned(fixture)
    const forging = fixture.control.forgeNotification({ out_contract_code: code })
    await fixture.control.releaseNotifications()
    await forging
    expect(received().map(isVerified)).toEqual([false, false])
  })

  test.each(['password-exempt', 'combine-papay'] as const)('a termination that never happened, %s', async (family) => {
    const { code } = await signed(fixture, family)
    await fixture.control.forgeNotification({
      out_contract_code: code,
      change: 'terminated',
      fault: { kind: 'wrongSignature' },
    })
    expect(received()[1]?.json.event_type).toMatch(/TERMINATE$/)
    expect(await fixture.control.contract({ out_contract_code: code })).toMatchObject({ contract_state: 'SIGNED' })
  })
})

test('events tell of each step, and of no secret', async () => {
  const seen: [string, string][] = []
  const names = [
    'request',
    'session',
    'signed',
    'notification',
    'notificationLeaves',
    'notificationAttempt',
    'terminated',
    'refused',
    'failed',
    'lapsed',
  ] as const
  for (const name of names) fixture.events.on(name, (payload: unknown) => seen.push([name, JSON.stringify(payload)]))
  const { code } = await preSigned(fixture)
  await fixture.control.refuse({ out_contract_code: code })
  await fixture.control.sign({ out_contract_code: code })
  await fixture.control.settled()
  expect(seen.map(([name]) => name)).toEqual([
    'session',
    'request',
    'refused',
    'signed',
    'notification',
    'notificationLeaves',
    'notificationAttempt',
  ])
  const text = seen.map(([, payload]) => payload).join()
  for (const secret of [fixture.keys.apiV3Key, 'PRIVATE', 'WECHATPAY2-SHA256']) expect(text).not.toContain(secret)
})

test.each([
  ['http://merchant.example.com', 'http://127.0.0.1:1'],
  ['https://merchant.example.com/path', 'http://127.0.0.1:1'],
  ['https://merchant.example.com', 'http://192.168.0.1:1'],
  ['https://merchant.example.com', 'https://merchant.example.com'],
])('%s cannot lead to %s', async (origin, target) => {
  await expect(fixture.control.mapNotifyOrigin({ origin, target })).rejects.toThrow('expected')
  await expect(startWechatPay({ keys: fixture.keys, notifyOrigins: { [origin]: target } })).rejects.toThrow('expected')
})

test('both families share one callback', async () => {
  await fixture.call({ path: NORMAL, body: normalBody(fixture, { out_contract_code: 'a1', notify_url: NOTIFY_URL }) })
  await fixture.call({ path: COMBINE, body: combineBody(fixture, { out_contract_code: 'b1' }) })
  await fixture.control.sign({ out_contract_code: 'a1' })
  await fixture.control.sign({ out_contract_code: 'b1', openid: 'oSomeone' })
  await fixture.control.settled()
  expect(received()).toHaveLength(2)
})
