// Every fault of an answer, seen from the merchant's side of a real socket.
import { Agent } from 'node:http'
import { isSigned, rawCall, type RawAnswer } from '../../support/rawWechatPay'
import { NORMAL, normalBody, preSigned, startFixture, type Fixture } from './fixture'

const PATH = '/v3/certificates'
let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterEach(() => fixture.control.clearFaults())
afterAll(() => fixture.close())

type Fault = Parameters<Fixture['control']['armFault']>[0]['fault']

/** A call whose answer should be signed by the public key. */
const call = (path = PATH) => fixture.call({ path, headers: { 'Wechatpay-Serial': fixture.keys.wechatPay.serial } })
const isVerified = ({ headers, body }: RawAnswer) => isSigned(fixture.keys.wechatPay.publicKeyPem, headers, body)

async function callWith(fault: Fault) {
  await fixture.control.armFault({ fault })
  return call()
}

describe('scope', () => {
  test('a fault strikes as often as armed, then is gone', async () => {
    await fixture.control.armFault({ fault: { kind: 'serverError' }, times: 2 })
    const statuses = [(await call()).status, (await call()).status, (await call()).status]
    expect(statuses).toEqual([500, 500, 200])
  })

  test('always, until cleared', async () => {
    await fixture.control.armFault({ fault: { kind: 'serverError' }, times: 'always' })
    expect((await fixture.control.faults()).answers).toMatchObject([
      { fault: { kind: 'serverError' }, times: 'always' },
    ])
    for (let count = 0; count < 5; count++) expect((await call()).status).toBe(500)
    await fixture.control.clearFaults()
    expect((await call()).status).toBe(200)
  })

  test.each([
    ['path', { path: '*/pre-entrust-sign/*' }],
    ['method', { method: 'POST' }],
    ['host', { host: 'backup' as const }],
  ])('by %s: others are let through', async (_what, scope) => {
    await fixture.control.armFault({ fault: { kind: 'serverError' }, ...scope })
    expect((await call()).status).toBe(200)
    const url = 'host' in scope ? fixture.backupUrl : fixture.url
    const struck = await rawCall(url, fixture.keys, {
      path: NORMAL,
      body: normalBody(fixture),
      nowMs: fixture.baseClock.nowMs,
    })
    expect(struck.status).toBe(500)
  })

  test('a dot in a path pattern is a dot', async () => {
    await fixture.control.armFault({ fault: { kind: 'serverError' }, path: '/v3.certificates' })
    expect((await call()).status).toBe(200)
  })

  test('a delay comes together with another fault', async () => {
    await fixture.control.armFault({ fault: { kind: 'delay', ms: 1 } })
    await fixture.control.armFault({ fault: { kind: 'serverError' } })
    expect((await call()).status).toBe(500)
    expect((await fixture.control.requests()).at(-1)?.faults).toEqual(['delay', 'serverError'])
  })
})

describe('no answer', () => {
  test('delay: the answer comes, and is right', async () => {
    const answer = await callWith({ kind: 'delay', ms: 20 })
    expect(answer.status).toBe(200)
    expect((await fixture.control.requests()).at(-1)?.ms).toBeGreaterThanOrEqual(19)
  })

  test.each(['before', 'after'] as const)('drop %s: silence, and the request is processed or not', async (when) => {
    await fixture.control.armFault({ fault: { kind: 'drop', when } })
    const agent = new Agent()
    const body = normalBody(fixture, { openid: `oDrop${when}` })
    const silent = fixture.call({ path: NORMAL, body, agent })
    const outcome = silent.then(
      () => 'answered',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    )
    await new Promise((resolve) => fixture.events.once('request', resolve))
    agent.destroy()
    expect(await outcome).toBe('ECONNRESET')
    expect(await isKnown(String(body['out_contract_code']))).toBe(when === 'after')
  })

  test.each(['before', 'after'] as const)(
    'reset %s: broken connection, and the request is processed or not',
    async (when) => {
      await fixture.control.armFault({ fault: { kind: 'reset', when } })
      const body = normalBody(fixture, { openid: `oReset${when}` })
      await expect(fixture.call({ path: NORMAL, body })).rejects.toMatchObject({ code: 'ECONNRESET' })
      expect(await isKnown(String(body['out_contract_code']))).toBe(when === 'after')
      expect((await fixture.call({ path: NORMAL, body })).status).toBe(200)
    },
  )

  async function isKnown(code: string): Promise<boolean> {
    return (await fixture.control.contracts()).some(({ out_contract_code }) => out_contract_code === code)
  }
})

describe('other answers', () => {
  test('429 with Retry-After, signed, not processed', async () => {
    const answer = await callWith({ kind: 'tooManyRequests', retryAfterSec: 7 })
    expect(answer).toMatchObject({ status: 429, json: { code: 'FREQUENCY_LIMITED' } })
    expect(answer.headers['retry-after']).toBe('7')
    expect(isVerified(answer)).toBe(true)
  })

  test('members in place of the true ones, rightly signed; of a refusal it makes an answer', async () => {
    const { path } = await preSigned(fixture)
    const said = { contract_state: 'SIGNED', mchid: '1999999999' }
    await fixture.control.armFault({ fault: { kind: 'alteredAnswer', fields: said } })
    const headers = { 'Wechatpay-Serial': fixture.keys.wechatPay.serial }
    const answer = await fixture.call({ path, headers })
    expect(answer).toMatchObject({ status: 200, json: said })
    expect(isVerified(answer)).toBe(true)
    expect((await fixture.call({ path, headers })).status).toBe(404)
  })

  test.each([500, 501, 503] as const)('%i SYSTEM_ERROR', async (status) => {
    expect(await callWith({ kind: 'serverError', status })).toMatchObject({ status, json: { code: 'SYSTEM_ERROR' } })
  })

  test('500 after processing: the contract is ended all the same', async () => {
    const { code, path, openid } = await preSigned(fixture)
    await fixture.control.sign({ out_contract_code: code, openid })
    await fixture.control.armFault({ fault: { kind: 'serverError', when: 'after' } })
    const answer = await fixture.call({ path: `${path}/terminate`, body: { contract_termination_remark: 'x' } })
    expect(answer.status).toBe(500)
    expect(await fixture.control.contract({ out_contract_code: code })).toMatchObject({ contract_state: 'TERMINATED' })
  })

  test('a body cut by a closed connection', async () => {
    await expect(callWith({ kind: 'truncatedBody' })).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('a body cut as if it were whole: signed over the rest of it too', async () => {
    const answer = await callWith({ kind: 'truncatedBody', how: 'shorterLength' })
    expect(answer.json).toBeUndefined()
    expect(isVerified(answer)).toBe(false)
  })

  test('an oversized body, well-formed and signed', async () => {
    const answer = await callWith({ kind: 'oversizedBody', bytes: 3_000_000 })
    expect(answer.body.length).toBeGreaterThan(3_000_000)
    expect(isVerified(answer)).toBe(true)
    expect(answer.json).toHaveProperty('data')
  })

  test('a page of HTML, unsigned', async () => {
    const answer = await callWith({ kind: 'htmlBody' })
    expect(answer.status).toBe(502)
    expect(answer.headers['content-type']).toBe('text/html')
    expect(answer.headers).not.toHaveProperty('wechatpay-signature')
  })

  test('signed, and no JSON', async () => {
    const answer = await callWith({ kind: 'notJson' })
    expect(isVerified(answer)).toBe(true)
    expect(answer.json).toBeUndefined()
  })
})

describe('signatures', () => {
  test.each(['wrongSignature', 'wrongKey'] as const)('%s: the known serial, and not its signature', async (kind) => {
    const answer = await callWith({ kind })
    expect(answer.headers['wechatpay-serial']).toBe(fixture.keys.wechatPay.serial)
    expect(Buffer.from(String(answer.headers['wechatpay-signature']), 'base64')).toHaveLength(256)
    expect(isVerified(answer)).toBe(false)
  })

  test('probe: the prefix, in the signature header', async () => {
    const answer = await callWith({ kind: 'signtest' })
    expect(answer.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//)
    expect(isVerified(answer)).toBe(false)
  })

  test('no signature headers', async () => {
    const answer = await callWith({ kind: 'missingSignatureHeaders' })
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('wechatpay-'))).toEqual([])
  })

  test('unknown serial', async () => {
    const { headers } = await callWith({ kind: 'unknownSerial' })
    const known = [fixture.keys.wechatPay, ...fixture.keys.platformCertificates].map(({ serial }) => serial)
    expect(known).not.toContain(headers['wechatpay-serial'])
    expect(headers['wechatpay-serial']).toMatch(/^[0-9A-F]{40}$/)
  })

  test('rotated key: rightly signed by the next platform certificate', async () => {
    const answer = await callWith({ kind: 'rotatedKey' })
    const [, next] = fixture.keys.platformCertificates
    expect(answer.headers['wechatpay-serial']).toBe(next.serial)
    expect(isSigned(next.certificatePem, answer.headers, answer.body)).toBe(true)
  })

  test('stale timestamp: rightly signed 301 s ago', async () => {
    const answer = await callWith({ kind: 'staleTimestamp' })
    expect(Number(answer.headers['wechatpay-timestamp'])).toBe(Math.floor(fixture.baseClock.nowMs / 1000) - 301)
    expect(isVerified(answer)).toBe(true)
  })
})

describe('upstream down', () => {
  test('refuses connections on both hosts, and comes back on the same ports with what it knew', async () => {
    const { path } = await preSigned(fixture, 'combine-papay')
    const seen: string[] = []
    fixture.events.once('stopped', () => seen.push('stopped')).once('started', () => seen.push('started'))
    await fixture.control.stop()
    await fixture.control.stop()
    for (const url of [fixture.url, fixture.backupUrl]) {
      await expect(rawCall(url, fixture.keys, { path: PATH })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    }
    await fixture.control.start()
    expect(await fixture.call({ path })).toMatchObject({ status: 200, json: { contract_state: 'NOT_SIGNED' } })
    expect(seen).toEqual(['stopped', 'started'])
  })
})
