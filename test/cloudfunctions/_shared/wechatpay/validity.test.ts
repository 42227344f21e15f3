// A platform certificate that is not valid now is told with its date: at load where nobody else can be believed, and when met.
import { createKeyRing } from '../../../../cloudfunctions/_shared/wechatpay/keyRing'
import { readOptions } from '../../../../cloudfunctions/_shared/wechatpay/readOptions'
import { verifySignature } from '../../../../cloudfunctions/_shared/wechatpay/verifySignature'
import { makeCertificate, makeExpired, makeNotYetValid, type TestCertificate } from '../../../support/certificates'
import { clientOptions } from '../../../support/clients'
import { API_V3_KEY, PUBLIC_KEY_ID, signedHeaders, wechatPay } from '../../../support/wechatPayPeer'

const NOW_MS = Date.now()
const body = Buffer.from('{}')
let good: TestCertificate
let expired: TestCertificate
let future: TestCertificate
beforeAll(async () => {
  good = await makeCertificate()
  expired = await makeExpired('4157F09EFDC096DE15EBE81A47057A7232F1B8E0')
  future = await makeNotYetValid('6157F09EFDC096DE15EBE81A47057A7232F1B8E2')
})

const filed = (...all: TestCertificate[]) => Object.fromEntries(all.map(({ serial, pem }) => [serial, pem]))
const told = (verdict: unknown) => (verdict as { explanation: string }).explanation

describe('a message signed with it', () => {
  const check = (signer: TestCertificate, nowMs = NOW_MS) => {
    const keys = createKeyRing({ platformCertificates: filed(good, expired, future) })
    const { serial, privateKey: key } = signer
    return verifySignature(
      signedHeaders(body, { serial, key, timestampSec: Math.floor(nowMs / 1000) }),
      body,
      keys,
      nowMs,
    )
  }

  it('is refused with the date it expired on', () => {
    expect(check(expired)).toMatchObject({ ok: false, reason: 'CERTIFICATE_EXPIRED' })
    expect(told(check(expired))).toContain(`${expired.serial} expired on 2024-03-02`)
  })

  it('is refused with the date it becomes valid on', () => {
    expect(check(future)).toMatchObject({ ok: false, reason: 'CERTIFICATE_NOT_YET_VALID' })
    expect(told(check(future))).toContain(`${future.serial} is not valid before 2091-03-04`)
  })

  it('is taken from the first millisecond to the last', () => {
    const [from, to] = [Date.parse('2019-03-04T05:06:07Z'), Date.parse('2024-03-02T05:06:07Z')]
    expect([from - 1000, from, to - 1000, to].map((nowMs) => check(expired, nowMs).ok)).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})

it('a name nobody has is not repeated; ours are told, each with what is wrong with it', () => {
  const keys = createKeyRing({
    publicKey: { id: PUBLIC_KEY_ID, key: wechatPay.publicKey },
    platformCertificates: filed(expired),
  })
  const names = [
    'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    'PUB_KEY_ID_0199999999999999999999999999',
    'A'.repeat(40),
    'x'.repeat(128),
  ]
  const explained = names.map((serial) => {
    const verdict = verifySignature(signedHeaders(body, { serial }), body, keys, NOW_MS)
    expect(verdict).toMatchObject({ ok: false, reason: 'SERIAL_UNKNOWN' })
    expect(told(verdict)).not.toContain(serial)
    return told(verdict)
  })
  const trusted = `trusted: ${PUBLIC_KEY_ID}, ${expired.serial} (expired on 2024-03-02)`
  // What there is to do about it comes behind (verifySignature.test.ts); nothing about what is neither.
  expect(explained).toEqual([
    `Wechatpay-Serial names a key that is not trusted; ${trusted}`,
    expect.stringMatching(
      /^Wechatpay-Serial names a public key \(PUB_KEY_ID_\.\.\.\) that is not trusted; .*compare its id$/,
    ),
    expect.stringMatching(/^Wechatpay-Serial names a certificate that is not trusted; .*or add that certificate$/),
    `Wechatpay-Serial names a key that is not trusted; ${trusted}`,
  ])
})

describe('a client', () => {
  const options = { ...clientOptions(['http://127.0.0.1:1']), publicKey: undefined as never }
  const withCertificates = (...all: TestCertificate[]) => ({ ...options, platformCertificates: filed(...all) })

  it('that could believe nobody is refused, and each is told', () => {
    expect(() => readOptions(withCertificates(expired, future))).toThrow(
      new RegExp(`${expired.serial}: expired on 2024-03-02.*\\n.*${future.serial}: is not valid before 2091-03-04`),
    )
  })

  it.each<[beside: string, more: object]>([
    ['a public key', { publicKey: { id: PUBLIC_KEY_ID, key: wechatPay.publicKey } }],
    ['an APIv3 key to download another with', { apiV3Keys: [API_V3_KEY] }],
  ])('is made beside %s', (_, more) => {
    expect(readOptions({ ...withCertificates(expired), ...more }).keys.serials).toContain(expired.serial)
  })

  it('is made beside one that is valid, and by its own clock', () => {
    expect(readOptions(withCertificates(expired, good)).keys.serials).toHaveLength(2)
    const runtime = { nowMs: () => Date.parse('2023-01-01') }
    expect(readOptions({ ...withCertificates(expired), runtime }).keys.serials).toHaveLength(1)
  })
})
