import { createKeyRing } from '../../../../cloudfunctions/_shared/wechatpay/keyRing'
import { lowerCaseNames, verifySignature } from '../../../../cloudfunctions/_shared/wechatpay/verifySignature'
import { PUBLIC_KEY_ID, signedHeaders, stranger, wechatPay } from '../../../support/wechatPayPeer'

const NOW_SEC = 1_795_247_161
const body = Buffer.from('{"id":"EV-1",  "odd": "\\u4e2d"}\n')
const keys = createKeyRing({ publicKey: { id: PUBLIC_KEY_ID, key: wechatPay.publicKey } })
const good = () => signedHeaders(body, { timestampSec: NOW_SEC })
const check = (headers: Record<string, unknown>, bytes = body) =>
  verifySignature(lowerCaseNames(headers), bytes, keys, NOW_SEC * 1000)
const without = (name: string) => Object.fromEntries(Object.entries(good()).filter(([key]) => key !== name))

describe('verifySignature', () => {
  it('accepts a genuine message', () => {
    expect(check(good())).toEqual({ ok: true, serial: PUBLIC_KEY_ID })
  })

  it.each(['Wechatpay-Signature', 'WECHATPAY-SIGNATURE', 'wechatpay-Signature'])(
    'reads the header spelt %s',
    (name) => {
      const { 'wechatpay-signature': signature, ...rest } = good()
      expect(check({ ...rest, [name]: signature })).toMatchObject({ ok: true })
    },
  )

  it('accepts an empty body whose signature fits', () => {
    const empty = Buffer.alloc(0)
    expect(check(signedHeaders(empty, { timestampSec: NOW_SEC }), empty)).toMatchObject({ ok: true })
  })

  it.each(['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature'])(
    'names the missing %s',
    (name) => {
      const verdict = check(without(name))
      expect(verdict).toMatchObject({ ok: false, reason: 'HEADER_MISSING' })
      expect(verdict).toHaveProperty('explanation', expect.stringContaining(name))
    },
  )

  it.each([
    ['a list of values', 'wechatpay-serial', [PUBLIC_KEY_ID, PUBLIC_KEY_ID]],
    ['a list of one value', 'wechatpay-serial', [PUBLIC_KEY_ID]],
    ['milliseconds with a fraction', 'wechatpay-timestamp', '1795247161.5'],
    ['a signed number', 'wechatpay-timestamp', '+1795247161'],
    ['a nonce with a line break', 'wechatpay-nonce', 'abc\ndef'],
    ['two values joined by a proxy', 'wechatpay-nonce', 'abc, def'],
    ['a serial with a quote', 'wechatpay-serial', 'PUB_KEY_ID_"'],
    ['another signature type', 'wechatpay-signature-type', 'WECHATPAY2-SM2-WITH-SM3'],
  ])('refuses %s as malformed', (_, name, value) => {
    expect(check({ ...good(), [name]: value })).toMatchObject({ ok: false, reason: 'HEADER_MALFORMED' })
  })

  it('refuses one header in two spellings', () => {
    expect(check({ ...good(), 'Wechatpay-Nonce': 'abc' })).toMatchObject({ ok: false, reason: 'HEADER_MALFORMED' })
  })

  it.each([-300, -301, 300, 301, 100_000])('refuses a message %i s from our clock', (offset) => {
    const headers = signedHeaders(body, { timestampSec: NOW_SEC + offset })
    expect(check(headers)).toMatchObject({ ok: false, reason: 'TIMESTAMP_OUTSIDE_WINDOW' })
  })

  it('refuses a message when our own time is no number', () => {
    expect(verifySignature(good(), body, keys, NaN)).toMatchObject({ reason: 'TIMESTAMP_OUTSIDE_WINDOW' })
  })

  it.each([-299, 299])('accepts a message %i s from our clock', (offset) => {
    expect(check(signedHeaders(body, { timestampSec: NOW_SEC + offset }))).toMatchObject({ ok: true })
  })

  it('refuses an unknown serial', () => {
    const headers = signedHeaders(body, { timestampSec: NOW_SEC, serial: 'PUB_KEY_ID_0199999999999999999999999999' })
    expect(check(headers)).toMatchObject({ ok: false, reason: 'SERIAL_UNKNOWN' })
  })

  const CERTIFICATE = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
  it.each<[string, string, string[], RegExp]>([
    ['the public key, to a ring without one', PUBLIC_KEY_ID, [CERTIFICATE], /public key.*download it.*API安全/],
    ['the public key, to a ring that is empty', PUBLIC_KEY_ID, [], /trusted: none;.*download it.*API安全/],
    ['another public key', 'PUB_KEY_ID_02', [PUBLIC_KEY_ID], /another WeChat Pay public key.*compare its id/],
    ['a platform certificate', CERTIFICATE, [PUBLIC_KEY_ID], /start the switch.*API安全, or add that certificate/],
  ])('tells the cure for a message under %s', (_, serial, serials, cure) => {
    const headers = signedHeaders(body, { timestampSec: NOW_SEC, serial })
    const verdict = verifySignature(
      headers,
      body,
      { find: () => undefined, lapse: () => undefined, serials },
      NOW_SEC * 1000,
    )
    expect(verdict).toMatchObject({ reason: 'SERIAL_UNKNOWN', explanation: expect.stringMatching(cure) as string })
  })

  it.each([
    ['a probe', 'WECHATPAY/SIGNTEST/abcdefg'],
    ['base64 without padding', 'QUJD'.repeat(10) + 'QQ'],
    ['base64 with a bit too many', 'QUJD'.repeat(10) + 'QR=='],
    ['base64url', '-_-_'],
  ])('refuses %s as signature', (_, signature) => {
    expect(check({ ...good(), 'wechatpay-signature': signature })).toMatchObject({
      ok: false,
      reason: 'SIGNATURE_MALFORMED',
    })
  })

  it.each([
    ['one changed byte', () => [good(), Buffer.from(body.toString().replace('EV-1', 'EV-2'))] as const],
    ['the same JSON, written anew', () => [good(), Buffer.from(JSON.stringify(JSON.parse(body.toString())))] as const],
    [
      "a stranger's key",
      () => [signedHeaders(body, { timestampSec: NOW_SEC, key: stranger.privateKey }), body] as const,
    ],
    [
      'another time than the signed one',
      () => [{ ...good(), 'wechatpay-timestamp': String(NOW_SEC + 1) }, body] as const,
    ],
    ['another nonce than the signed one', () => [{ ...good(), 'wechatpay-nonce': 'other' }, body] as const],
    ['an empty body', () => [good(), Buffer.alloc(0)] as const],
    ['a probe that is base64', () => [{ ...good(), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/w' }, body] as const],
  ])('refuses %s', (_, make) => {
    const [headers, bytes] = make()
    expect(check(headers, bytes)).toMatchObject({ ok: false, reason: 'SIGNATURE_MISMATCH' })
  })

  it('is not impressed by headers that look like a verdict', () => {
    const verdicts = { ok: 'true', serial: PUBLIC_KEY_ID, reason: 'none', explanation: 'fine' }
    const forged = { ...good(), ...verdicts, 'wechatpay-nonce': 'other' }
    expect(verifySignature(forged, body, keys, NOW_SEC * 1000)).toMatchObject({
      ok: false,
      reason: 'SIGNATURE_MISMATCH',
    })
    expect(verifySignature(verdicts, body, keys, NOW_SEC * 1000)).toMatchObject({ ok: false, reason: 'HEADER_MISSING' })
    expect(verifySignature({ ...good(), ...verdicts }, body, keys, NOW_SEC * 1000)).toEqual({
      ok: true,
      serial: PUBLIC_KEY_ID,
    })
  })

  it('never explains with the signature or the body', () => {
    const headers: Record<string, string> = { ...good(), 'wechatpay-nonce': 'other' }
    const explained = JSON.stringify(check(headers))
    expect(explained).toContain('SIGNATURE_MISMATCH')
    for (const secret of [headers['wechatpay-signature'] ?? '', 'EV-1'])
      expect(explained).not.toContain(secret.slice(0, 20))
  })
})
