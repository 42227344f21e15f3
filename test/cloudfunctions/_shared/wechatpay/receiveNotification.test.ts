import { createCipheriv } from 'node:crypto'
import { createKeyRing } from '../../../../cloudfunctions/_shared/wechatpay/keyRing'
import type { GivenNotification } from '../../../../cloudfunctions/_shared/wechatpay/rawNotification'
import { receiveNotification } from '../../../../cloudfunctions/_shared/wechatpay/receiveNotification'
import { API_V3_KEY, PUBLIC_KEY_ID, seal, signedHeaders, stranger, wechatPay } from '../../../support/wechatPayPeer'

const NOW_SEC = 1_795_247_161
const keys = createKeyRing({ publicKey: { id: PUBLIC_KEY_ID, key: wechatPay.publicKey } })
const plaintext = { out_contract_code: 'wxwtdk20200910100000', openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' }
const PREVIOUS_KEY = 'vutsrqponmlkjihgfedcba9876543210'

const envelope = (more: object = {}) => ({
  id: 'EV-2018022511223320873',
  create_time: '2015-05-20T13:29:35+08:00',
  event_type: 'ECOMMERCE_ENTRUST.SIGN',
  resource_type: 'encrypt-resource',
  resource: seal(JSON.stringify(plaintext)),
  ...more,
})

interface Given {
  body?: Buffer | string
  headers?: Record<string, unknown>
  apiV3Keys?: string[]
}

function receive({ body = JSON.stringify(envelope()), headers, apiV3Keys = [API_V3_KEY] }: Given = {}) {
  const bytes = Buffer.from(body)
  const raw = { headers: headers ?? signedHeaders(bytes, { timestampSec: NOW_SEC }), body: bytes }
  return receiveNotification(raw, { keys, apiV3Keys: apiV3Keys.map((key) => Buffer.from(key)) }, NOW_SEC * 1000)
}

/** Sealed without the usual care: `bytes` of tag are kept. */
function sealWithTag(bytes: number) {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(API_V3_KEY), Buffer.from('123456789012'), {
    authTagLength: 16,
  })
  const sealed = Buffer.concat([cipher.update('{}'), cipher.final(), cipher.getAuthTag().subarray(0, bytes)])
  return {
    algorithm: 'AEAD_AES_256_GCM',
    nonce: '123456789012',
    associated_data: '',
    ciphertext: sealed.toString('base64'),
  }
}

describe('receiveNotification', () => {
  it('opens a genuine notification', () => {
    expect(receive()).toEqual({
      ok: true,
      event: {
        envelope: expect.objectContaining({ id: 'EV-2018022511223320873' }) as unknown,
        plaintext,
        keyIndex: 0,
      },
    })
  })

  it.each([
    [
      'odd spacing and escapes',
      JSON.stringify(envelope(), null, 3).replaceAll('":', '" :\t').replace('SIGN', '\\u0053IGN'),
    ],
    [
      'no associated_data',
      JSON.stringify(envelope({ resource: { ...seal('{}', API_V3_KEY, ''), associated_data: undefined } })),
    ],
    [
      'null associated_data',
      JSON.stringify(envelope({ resource: { ...seal('{}', API_V3_KEY, ''), associated_data: null } })),
    ],
    ['a field nobody announced', JSON.stringify(envelope({ brand_new: { deep: true } }))],
    ['plaintext in Chinese', JSON.stringify(envelope({ resource: seal('{"remark":"用户解约"}') }))],
  ])('takes %s', (_, body) => {
    expect(receive({ body })).toMatchObject({ ok: true })
  })

  it('opens with the previous APIv3 key while a change is on', () => {
    const body = JSON.stringify(envelope({ resource: seal('{}', PREVIOUS_KEY) }))
    expect(receive({ body, apiV3Keys: [API_V3_KEY, PREVIOUS_KEY] })).toMatchObject({ ok: true })
  })

  it('refuses a body over 64 KB before it looks at anything else', () => {
    expect(receive({ body: Buffer.alloc(65_537, 0x20), headers: {} })).toMatchObject({ ok: false, kind: 'tooLarge' })
  })

  it('verifies before it parses', () => {
    expect(receive({ body: 'not json', headers: {} })).toMatchObject({ kind: 'notAuthentic', reason: 'HEADER_MISSING' })
  })

  it('is not convinced by a body that merely decrypts', () => {
    const body = JSON.stringify(envelope())
    const headers = signedHeaders(body, { timestampSec: NOW_SEC, key: stranger.privateKey })
    expect(receive({ body, headers })).toMatchObject({ kind: 'notAuthentic', reason: 'SIGNATURE_MISMATCH' })
  })

  it.each([
    ['text', 'hello', 'BODY_NOT_JSON'],
    ['nothing', '', 'BODY_NOT_JSON'],
    [
      'bytes that are not UTF-8',
      Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}')]),
      'BODY_NOT_JSON',
    ],
    ['a byte order mark', `\ufeff${JSON.stringify(envelope())}`, 'BODY_NOT_JSON'],
    ['a list', '[]', 'ENVELOPE_MALFORMED'],
    ['no id', JSON.stringify(envelope({ id: undefined })), 'ENVELOPE_MALFORMED'],
    ['an id of 65 characters', JSON.stringify(envelope({ id: 'x'.repeat(65) })), 'ENVELOPE_MALFORMED'],
    ['an empty event_type', JSON.stringify(envelope({ event_type: '' })), 'ENVELOPE_MALFORMED'],
    ['no resource', JSON.stringify(envelope({ resource: undefined })), 'ENVELOPE_MALFORMED'],
    [
      'a resource without nonce',
      JSON.stringify(envelope({ resource: { ...seal('{}'), nonce: undefined } })),
      'ENVELOPE_MALFORMED',
    ],
    [
      'a number as ciphertext',
      JSON.stringify(envelope({ resource: { ...seal('{}'), ciphertext: 1 } })),
      'ENVELOPE_MALFORMED',
    ],
    [
      'a number as associated_data',
      JSON.stringify(envelope({ resource: { ...seal('{}'), associated_data: 1 } })),
      'ENVELOPE_MALFORMED',
    ],
    [
      'another algorithm',
      JSON.stringify(envelope({ resource: { ...seal('{}'), algorithm: 'AEAD_SM4_GCM' } })),
      'RESOURCE_MALFORMED',
    ],
    [
      'a nonce of 11 bytes',
      JSON.stringify(envelope({ resource: { ...seal('{}'), nonce: '12345678901' } })),
      'RESOURCE_MALFORMED',
    ],
    [
      'a nonce of 12 characters and 14 bytes',
      JSON.stringify(envelope({ resource: { ...seal('{}'), nonce: '1234567890é中'.slice(0, 12) } })),
      'RESOURCE_MALFORMED',
    ],
    [
      'ciphertext that is not base64',
      JSON.stringify(envelope({ resource: { ...seal('{}'), ciphertext: '*'.repeat(44) } })),
      'RESOURCE_MALFORMED',
    ],
    [
      'ciphertext of 16 bytes',
      JSON.stringify(envelope({ resource: { ...seal('{}'), ciphertext: Buffer.alloc(16).toString('base64') } })),
      'RESOURCE_MALFORMED',
    ],
    ['plaintext that is a list', JSON.stringify(envelope({ resource: seal('[]') })), 'PLAINTEXT_MALFORMED'],
    [
      'plaintext that is not JSON',
      JSON.stringify(envelope({ resource: seal('out_contract_code=1') })),
      'PLAINTEXT_MALFORMED',
    ],
    [
      'plaintext that is not UTF-8',
      JSON.stringify(envelope({ resource: seal(Buffer.from([0x22, 0xc3, 0x22])) })),
      'PLAINTEXT_MALFORMED',
    ],
  ])('calls %s unreadable', (_, body, reason) => {
    expect(receive({ body })).toMatchObject({ ok: false, kind: 'unreadable', reason })
  })

  it.each([
    ['another APIv3 key', seal('{}', PREVIOUS_KEY)],
    ['changed associated_data', { ...seal('{}'), associated_data: 'other' }],
    ['a tag cut to 15 bytes', { ...sealWithTag(15) }],
    ['one changed byte', { ...seal('{"a":1}'), ciphertext: flip(seal('{"a":1}').ciphertext) }],
  ])('blames its own key for %s', (_, resource) => {
    expect(receive({ body: JSON.stringify(envelope({ resource })) })).toMatchObject({ ok: false, kind: 'keyMismatch' })
  })

  it('never explains with values from the body', () => {
    const secret = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
    const results = [envelope({ id: { secret } }), envelope({ resource: { ...seal('{}'), algorithm: secret } })]
    for (const body of results) expect(JSON.stringify(receive({ body: JSON.stringify(body) }))).not.toContain(secret)
  })
})

describe('what a notification is handed over as', () => {
  const bytes = Buffer.from(JSON.stringify(envelope({ resource: seal('{"remark":"用户解约"}') })))
  const headers = signedHeaders(bytes, { timestampSec: NOW_SEC })
  const trust = { keys, apiV3Keys: [API_V3_KEY] }
  const nowMs = NOW_SEC * 1000

  it.each<[string, GivenNotification['body']]>([
    ['a Buffer', bytes],
    ['text', bytes.toString()],
    ['a Uint8Array', new Uint8Array(bytes)],
    ['a part of a Uint8Array', new Uint8Array(Buffer.concat([Buffer.from('xx'), bytes])).subarray(2)],
    ['an ArrayBuffer', new Uint8Array(bytes).buffer],
  ])('may be %s', (_, body) => {
    expect(receiveNotification({ headers, body }, trust, nowMs)).toMatchObject({ ok: true })
  })

  it.each<[string, GivenNotification['headers']]>([
    ['Headers of fetch', new Headers(headers)],
    ['a Map', new Map(Object.entries(headers))],
    [
      'an object of many spellings',
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    ],
  ])('may have %s', (_, given) => {
    expect(receiveNotification({ headers: given, body: bytes }, trust, nowMs)).toMatchObject({ ok: true })
  })

  it.each<[string, unknown, string]>([
    ['a parsed body', { headers, body: JSON.parse(bytes.toString()) as unknown }, 'body'],
    ['a Blob', { headers, body: new Blob([bytes]) }, 'body'],
    ['no body', { headers }, 'body'],
    ['a list of headers', { headers: Object.entries(headers), body: bytes }, 'headers'],
    ['headers as text', { headers: 'Wechatpay-Nonce: 1', body: bytes }, 'headers'],
    ['nothing', undefined, 'raw'],
  ])('is refused by name with %s', (_, raw, field) => {
    expect(() => receiveNotification(raw as never, trust, nowMs)).toThrow(expect.objectContaining({ field }) as Error)
  })

  it.each([undefined, null])('is not authentic where headers are %s', (none) => {
    expect(receiveNotification({ headers: none as never, body: bytes }, trust, nowMs)).toMatchObject({
      reason: 'HEADER_MISSING',
    })
  })

  it.each([undefined, NaN, new Date() as never])('is not checked against the time %p', (time) => {
    expect(() => receiveNotification({ headers, body: bytes }, trust, time as never)).toThrow(/^nowMs: expected/)
  })

  it.each<[string, unknown, string[]]>([
    ['a key of 33 bytes', { keys, apiV3Keys: [API_V3_KEY, 'k'.repeat(33)] }, ['apiV3Keys[1]']],
    ['a key of 33 bytes as bytes', { keys, apiV3Keys: [Buffer.alloc(33, 0x61)] }, ['apiV3Keys[0]']],
    ['an RSA key', { keys, apiV3Keys: [wechatPay.publicKey] }, ['apiV3Keys[0]']],
    ['a key that is no list', { keys, apiV3Keys: API_V3_KEY }, ['apiV3Keys']],
    ['no key', { keys, apiV3Keys: [] }, ['apiV3Keys']],
    ['no ring', { apiV3Keys: [API_V3_KEY] }, ['keys']],
    ['the options of a ring', { keys: { publicKey: {} }, apiV3Keys: ['short'] }, ['keys', 'apiV3Keys[0]']],
    ['nothing', undefined, ['keys', 'apiV3Keys']],
  ])('is not looked at with %s: that is for the merchant to mend', (_, given, names) => {
    expect(() => receiveNotification({ headers, body: bytes }, given as never, nowMs)).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        problems: names.map((name) => expect.objectContaining({ name }) as object),
      }) as Error,
    )
  })
})

function flip(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
  return bytes.toString('base64')
}
