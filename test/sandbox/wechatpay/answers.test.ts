// Every answer is signed, by the key the request asked for; and the endpoints of APIv3 itself.
import { constants, privateDecrypt, publicEncrypt, X509Certificate } from 'node:crypto'
import { isSigned, unseal, type Sealed } from '../../support/rawWechatPay'
import { NOTIFY_URL, startFixture, type Fixture } from './fixture'

let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterAll(() => fixture.close())

const CERTIFICATES = '/v3/certificates'
const ECHO = '/v3/security/echo'

describe('signature of answers', () => {
  test('by the public key when the request names it', async () => {
    const { serial, publicKeyPem } = fixture.keys.wechatPay
    const { headers, body } = await fixture.call({ path: CERTIFICATES, headers: { 'Wechatpay-Serial': serial } })
    expect(headers['wechatpay-serial']).toBe(serial)
    expect(headers['wechatpay-signature-type']).toBe('WECHATPAY2-SHA256-RSA2048')
    expect(headers['wechatpay-timestamp']).toBe(String(Math.floor(fixture.baseClock.nowMs / 1000)))
    expect(isSigned(publicKeyPem, headers, body)).toBe(true)
    expect(isSigned(publicKeyPem, headers, Buffer.concat([body, Buffer.from(' ')]))).toBe(false)
  })

  test.each([undefined, 'PUB_KEY_ID_0100000000000000000000000000000'])(
    'by the platform certificate when it names %s',
    async (serial) => {
      const [current] = fixture.keys.platformCertificates
      const { headers, body } = await fixture.call({ path: CERTIFICATES, headers: { 'Wechatpay-Serial': serial } })
      expect(headers['wechatpay-serial']).toBe(current.serial)
      expect(isSigned(current.certificatePem, headers, body)).toBe(true)
    },
  )

  test.each([
    [400, { path: ECHO, body: {} }],
    [401, { path: CERTIFICATES, authorization: { mchid: '1' } }],
    [404, { path: '/nowhere' }],
  ])('a refusal of %i is signed too, and has a Request-ID', async (status, call) => {
    const headers = { 'Wechatpay-Serial': fixture.keys.wechatPay.serial }
    const answer = await fixture.call({ ...call, headers })
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ code: expect.any(String) as string, message: expect.any(String) as string })
    expect(answer.headers['request-id']).toMatch(/^[0-9A-F]{32}-/)
    expect(isSigned(fixture.keys.wechatPay.publicKeyPem, answer.headers, answer.body)).toBe(true)
  })
})

describe('platform certificates', () => {
  test('are sealed with the APIv3 key under the associated data "certificate"', async () => {
    const { json } = await fixture.call({ path: `${CERTIFICATES}?algorithm_type=RSA` })
    const data = json?.['data'] as { serial_no: string; effective_time: string; encrypt_certificate: Sealed }[]
    expect(data).toHaveLength(2)
    for (const { serial_no, effective_time, encrypt_certificate } of data) {
      expect(encrypt_certificate).toMatchObject({ algorithm: 'AEAD_AES_256_GCM', associated_data: 'certificate' })
      expect(effective_time).toBe('2026-05-31T08:00:00+08:00')
      const certificate = new X509Certificate(unseal(fixture.keys.apiV3Key, encrypt_certificate))
      expect(certificate.serialNumber).toBe(serial_no)
    }
  })

  test('are not issued to merchants who only ever had the public key', async () => {
    await fixture.control.setSwitches({ certificates: 'notIssued' })
    expect((await fixture.call({ path: CERTIFICATES })).status).toBe(404)
    await fixture.control.setSwitches({ certificates: 'served' })
    expect((await fixture.call({ path: `${CERTIFICATES}?algorithm_type=SM2` })).status).toBe(404)
  })
})

describe('echo', () => {
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  const sealedFor = (pem: string) => publicEncrypt({ key: pem, ...oaep }, Buffer.from('秘密')).toString('base64')

  test('gives the message back', async () => {
    expect((await fixture.call({ path: ECHO, body: { echo_message: 'hello' } })).json).toEqual({
      echo_message: 'hello',
    })
  })

  test('opens a sealed message and seals it for the merchant', async () => {
    const { serial, publicKeyPem } = fixture.keys.wechatPay
    const body = { echo_message: 'hello', encrypted_echo_message: sealedFor(publicKeyPem) }
    const { json } = await fixture.call({ path: ECHO, body, headers: { 'Wechatpay-Serial': serial } })
    const sealed = Buffer.from(String(json?.['encrypted_echo_message']), 'base64')
    expect(privateDecrypt({ key: fixture.keys.merchant.privateKeyPem, ...oaep }, sealed).toString()).toBe('秘密')
  })

  test.each([
    ['no key is named', undefined, 'Wechatpay-Serial'],
    ['another key is named', 0, '/encrypted_echo_message'],
  ])('refuses a sealed message when %s', async (_what, platform, field) => {
    const serial = platform === undefined ? undefined : fixture.keys.platformCertificates[0].serial
    const body = { echo_message: 'hello', encrypted_echo_message: sealedFor(fixture.keys.wechatPay.publicKeyPem) }
    const { status, json } = await fixture.call({ path: ECHO, body, headers: { 'Wechatpay-Serial': serial } })
    expect(status).toBe(400)
    expect(json).toMatchObject({ code: 'PARAM_ERROR', detail: { field } })
  })

  test('calls back when a notify_url is given', async () => {
    await fixture.call({ path: ECHO, body: { echo_message: 'call me', notify_url: NOTIFY_URL } })
    await fixture.control.settled()
    const [received] = fixture.callback.received
    expect(received?.json.event_type).toBe('SECURITY_ECHO.SUCCESS')
    expect(received?.json.resource.original_type).toBe('security')
    expect(unseal(fixture.keys.apiV3Key, received?.json.resource as Sealed)).toBe('{"echo_message":"call me"}')
  })

  test('refuses a notify_url with a query', async () => {
    const body = { echo_message: 'x', notify_url: `${NOTIFY_URL}?a=1` }
    expect((await fixture.call({ path: ECHO, body })).status).toBe(400)
  })
})
