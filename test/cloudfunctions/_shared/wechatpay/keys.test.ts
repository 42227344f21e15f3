// Every kind of key in every form, for a client of the package; and each wrong one with its refusal, word for word.
import { createSecretKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto'
import type { KeySource } from '../../../../cloudfunctions/_shared/wechatpay/keyFile'
import {
  readApiV3Key,
  readPlatformCertificate,
  readPrivateKey,
  readPublicKey,
  readPublicKeyId,
  readSerial,
  type Read,
} from '../../../../cloudfunctions/_shared/wechatpay/keys'
import type { WechatPayOptions } from '../../../../cloudfunctions/_shared/wechatpay/options'
import { readOptions } from '../../../../cloudfunctions/_shared/wechatpay/readOptions'
import { ConfigError } from '../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { pkcs8, rsaPair, spki } from '../../../support/buildersSettings'
import { EC, makeCertificate, makeRequest, type TestCertificate } from '../../../support/certificates'
import { clientOptions } from '../../../support/clients'
import {
  BYTE_FORMS,
  derOf,
  lockedPems,
  pairs,
  PKCS12,
  privatePems,
  publicPems,
  sec1,
  TEXT_FORMS,
  toBase64,
} from '../../../support/keyForms'
import { API_V3_KEY, merchant, MERCHANT_SERIAL, PUBLIC_KEY_ID, wechatPay } from '../../../support/wechatPayPeer'

const FORMS: Record<string, (pem: string) => string | Buffer> = { ...TEXT_FORMS, ...BYTE_FORMS }
const options = clientOptions(['http://127.0.0.1:1'])
let platform: TestCertificate
let ecCertificate: TestCertificate
let csr: string
beforeAll(async () => {
  platform = await makeCertificate()
  ecCertificate = await makeCertificate(undefined, EC)
  csr = await makeRequest()
})

describe('a client takes', () => {
  it.each(pairs(privatePems(merchant.privateKey), FORMS))('a private key of %s %s', (_format, _form, pem, dress) => {
    expect(readOptions({ ...options, privateKey: dress(pem) }).signer.privateKey.equals(merchant.privateKey)).toBe(true)
  })

  it.each(pairs(publicPems(wechatPay.publicKey), FORMS))('a public key of %s %s', (_format, _form, pem, dress) => {
    const { keys } = readOptions({ ...options, publicKey: { id: PUBLIC_KEY_ID, key: dress(pem) } })
    expect(keys.find(PUBLIC_KEY_ID, 0)?.equals(wechatPay.publicKey)).toBe(true)
  })

  it.each(Object.entries(FORMS))('a platform certificate %s', (_, dress) => {
    const { keys } = readOptions({ ...options, platformCertificates: { [platform.serial]: dress(platform.pem) } })
    const { publicKey } = new X509Certificate(platform.pem)
    expect(keys.find(platform.serial, Date.now())?.equals(publicKey)).toBe(true)
  })

  it('what was parsed before, as the same object', () => {
    const certificate = new X509Certificate(platform.pem)
    const apiV3Key = createSecretKey(Buffer.from(API_V3_KEY))
    const { signer, keys, apiV3Keys } = readOptions({
      ...options,
      platformCertificates: { [platform.serial]: certificate },
      apiV3Keys: [apiV3Key],
    })
    expect(signer.privateKey).toBe(options.privateKey)
    expect(keys.find(PUBLIC_KEY_ID, 0)).toBe(options.publicKey?.key)
    expect(keys.find(platform.serial, Date.now())).toBe(certificate.publicKey)
    expect(apiV3Keys[0]).toBe(apiV3Key)
  })

  it.each<[string, KeySource]>([
    ['text', API_V3_KEY],
    ['text read from a file', `${API_V3_KEY}\n`],
    ['bytes', Buffer.from(API_V3_KEY)],
  ])('an APIv3 key as %s', (_, key) => {
    const [read] = readOptions({ ...options, apiV3Keys: [key] }).apiV3Keys
    expect(read?.equals(createSecretKey(Buffer.from(API_V3_KEY)))).toBe(true)
  })

  it('serial and id as they were copied, with a line end', () => {
    const { signer, publicKeyId } = readOptions({
      ...options,
      serial: `${MERCHANT_SERIAL}\n`,
      publicKey: { id: ` ${PUBLIC_KEY_ID}\n`, key: wechatPay.publicKey },
    })
    expect([signer.serial, publicKeyId]).toEqual([MERCHANT_SERIAL, PUBLIC_KEY_ID])
  })
})

describe('a file that holds a private key beside what is public', () => {
  const key = pkcs8(merchant.privateKey)
  const cutKey = key.slice(0, -60)
  const files: [string, () => string][] = [
    ['a certificate first', () => platform.pem + key],
    ['a public key first', () => spki(wechatPay.publicKey) + key],
    ['in base64', () => toBase64(platform.pem + key)],
  ]

  it.each(files)('is its private key: %s', (_, file) => {
    const read = readPrivateKey(file())
    expect(read.ok && read.value.equals(merchant.privateKey)).toBe(true)
  })

  // What is public is kept as it was given, in settings.json beside the code.
  it.each([
    ...files,
    ['with the key cut short', () => spki(wechatPay.publicKey) + cutKey],
    ['a certificate with the key cut short', () => platform.pem + cutKey],
    ['a key with a passphrase', () => platform.pem + lockedPems(merchant.privateKey)['PKCS#8']],
  ])('never passes for a public key or a certificate: %s', (_, file) => {
    expect(readPublicKey(file(), 'platformCertificates').ok).toBe(false)
    expect(readPlatformCertificate(platform.serial, file()).ok).toBe(false)
  })
})

describe("a client refuses what is its own as WeChat Pay's", () => {
  const OTHER = '6157F09EFDC096DE15EBE81A47057A7232F1B8E2'
  let other: TestCertificate
  beforeAll(async () => (other = await makeCertificate(OTHER)))
  const refused = (changes: Partial<WechatPayOptions>) => {
    try {
      readOptions({ ...options, ...changes })
    } catch (error) {
      if (error instanceof ConfigError) return error.problems
      throw error
    }
    return []
  }
  const own = "is your own key's public half; expected WeChat Pay's, pub_key.pem of the merchant platform"
  const ownCertificate = "holds your own certificate (apiclient_cert.pem); expected WeChat Pay's, from /v3/certificates"

  it.each(pairs(publicPems(merchant.publicKey), FORMS))('its public key of %s %s', (_format, _form, pem, dress) => {
    const problem = { name: 'publicKey.key', problem: own }
    expect(refused({ publicKey: { id: PUBLIC_KEY_ID, key: dress(pem) } })).toEqual([problem])
  })

  it.each(Object.entries(FORMS))(
    'its certificate %s, alone, beside the right one, and in place of the key',
    (_, dress) => {
      const privateKey = platform.privateKey
      const certificate = dress(platform.pem)
      const problem = { name: `platformCertificates.${platform.serial}`, problem: ownCertificate }
      const alone = { [platform.serial]: certificate }
      expect(refused({ privateKey, publicKey: undefined as never, platformCertificates: alone })).toEqual([problem])
      expect(refused({ privateKey, platformCertificates: { [other.serial]: other.pem, ...alone } })).toEqual([problem])
      const inPlaceOfTheKey = { id: PUBLIC_KEY_ID, key: certificate }
      expect(refused({ privateKey, publicKey: inPlaceOfTheKey })).toEqual([{ name: 'publicKey.key', problem: own }])
    },
  )

  it('its certificate, filed under any serial', () => {
    const platformCertificates = { [OTHER]: platform.pem }
    expect(refused({ privateKey: platform.privateKey, platformCertificates })).toEqual([
      { name: `platformCertificates.${OTHER}`, problem: ownCertificate },
    ])
  })

  it.each([
    (serial: string) => serial,
    (serial: string) => serial.toLowerCase(),
    (serial: string) => `serial=${serial}`,
  ])('the serial of a certificate it trusts: %s', (spell) => {
    const serial = spell(platform.serial)
    expect(refused({ serial, platformCertificates: { [platform.serial]: platform.pem } })).toEqual([
      {
        name: 'serial',
        problem:
          "is the serial of a platform certificate; expected that of your own API certificate, apiclient_cert.pem, which is none of WeChat Pay's",
      },
    ])
  })
})

it('a client never repeats what was put in place of a serial', () => {
  const pem = pkcs8(merchant.privateKey)
  expect(() => readOptions({ ...options, platformCertificates: { [pem]: 'x' } })).toThrow(
    'platformCertificates.entry 1: ',
  )
  expect(() => readOptions({ ...options, platformCertificates: { [pem]: 'x' } })).not.toThrow('PRIVATE KEY')
})

// ---- Refusals ------------------------------------------------------------------------------------------------------

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
const small = rsaPair(1024)
const PRIVATE = 'expected the private key of the merchant API certificate, apiclient_key.pem'
const PUBLIC = 'expected the WeChat Pay public key, pub_key.pem'
const DAMAGED = 'the text between BEGIN and END is damaged; paste the file again'
const UNLOCK =
  'this key has a passphrase; remove it with "openssl pkcs8 -in encrypted.pem -out apiclient_key.pem -topk8 -nocrypt"'

const withoutLines = (pem: string) => pem.replace(/\n.{64}\n.{64}\n/, '\n')
const cut = (pem: string) => toBase64(derOf(pem).subarray(0, 200))
const request = '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----'
/** How a file of certificates begins (.p7b); what follows is never read. */
const PKCS7 = Buffer.concat([Buffer.from('308205a006092a864886f70d010702', 'hex'), Buffer.alloc(1400, 7)])
const secret = createSecretKey(Buffer.alloc(32, 1))

/** Refused with these words, and without a piece of what was given. */
function expectRefusal(read: Read<unknown>, problem: string): void {
  expect(read).toEqual({ ok: false, problem })
  expect(problem).not.toMatch(/[A-Za-z0-9+/=]{41}/)
}

describe('as the private key', () => {
  it.each<[what: string, given: () => KeySource, problem: string]>([
    ['a public key', () => spki(merchant.publicKey), `this is a public key; ${PRIVATE}`],
    ['a public key of PKCS#1', () => publicPems(merchant.publicKey)['PKCS#1'], `this is a public key; ${PRIVATE}`],
    ['a public key as DER', () => derOf(spki(merchant.publicKey)), `this is a public key; ${PRIVATE}`],
    ['a public KeyObject', () => merchant.publicKey, `this is a public key; ${PRIVATE}`],
    ['a secret KeyObject', () => secret, `this is a secret key; ${PRIVATE}`],
    ['a certificate', () => platform.pem, `this is a certificate; ${PRIVATE}`],
    ['a certificate in base64', () => toBase64(platform.pem), `this is a certificate; ${PRIVATE}`],
    ['a certificate as DER in base64', () => toBase64(derOf(platform.pem)), `this is a certificate; ${PRIVATE}`],
    ['a damaged certificate', () => withoutLines(platform.pem), `this is a certificate; ${PRIVATE}`],
    ['a request for a certificate', () => request, `this is a CERTIFICATE REQUEST; ${PRIVATE}`],
    ['a request as DER in base64', () => toBase64(derOf(csr)), `this is a CERTIFICATE REQUEST; ${PRIVATE}`],
    ['a request cut short', () => csr.slice(0, 300), `this is a CERTIFICATE REQUEST; ${PRIVATE}`],
    ['a chain (PKCS#7)', () => PKCS7, `this is a PKCS7; ${PRIVATE}`],
    ['a certificate cut short', () => platform.pem.slice(0, 300), `this is a certificate; ${PRIVATE}`],
    ['the first line of a certificate', () => '-----BEGIN CERTIFICATE-----', `this is a certificate; ${PRIVATE}`],
    ['the first line of a key with a passphrase', () => '-----BEGIN ENCRYPTED PRIVATE KEY-----', UNLOCK],
    ['one cut short', () => lockedPems(merchant.privateKey)['PKCS#8'].slice(0, 300), UNLOCK],
    ['one of PKCS#1 cut short', () => lockedPems(merchant.privateKey)['PKCS#1'].slice(0, 300), UNLOCK],
    [
      'one of PKCS#1 without its first and last line',
      () => lockedPems(merchant.privateKey)['PKCS#1'].replace(/-----.*?-----/g, ''),
      UNLOCK,
    ],
    [
      'the first line of a key',
      () => '-----BEGIN PRIVATE KEY-----\\n',
      'has only the first line of a key: put its whole text into double quotes, or in .env name its file',
    ],
    ['a PKCS#12 file', () => PKCS12, `this is a PKCS#12 file; ${PRIVATE}`],
    ['a PKCS#12 file in base64', () => toBase64(PKCS12), `this is a PKCS#12 file; ${PRIVATE}`],
    ['a key with a passphrase', () => lockedPems(merchant.privateKey)['PKCS#8'], UNLOCK],
    ['one as DER', () => derOf(lockedPems(merchant.privateKey)['PKCS#8']), UNLOCK],
    ['one of PKCS#1', () => lockedPems(merchant.privateKey)['PKCS#1'], UNLOCK],
    ['an EC key in its own format', () => sec1(ec.privateKey), 'this is an EC key; expected RSA: ' + PRIVATE.slice(9)],
    ['an EC key in PKCS#8', () => pkcs8(ec.privateKey), 'this is an EC key; expected RSA: ' + PRIVATE.slice(9)],
    ['an EC KeyObject', () => ec.privateKey, 'this is an EC key; expected RSA: ' + PRIVATE.slice(9)],
    ['an RSA-PSS key', () => pkcs8(pss.privateKey), 'this is an RSA-PSS key; expected RSA: ' + PRIVATE.slice(9)],
    ['a key of 1024 bits', () => pkcs8(small.privateKey), 'this key has 1024 bits; expected 2048 or more'],
    ['a KeyObject of 1024 bits', () => small.privateKey, 'this key has 1024 bits; expected 2048 or more'],
    ['a key with lines missing', () => withoutLines(pkcs8(merchant.privateKey)), DAMAGED],
    [
      'a key cut short, as DER in base64',
      () => cut(pkcs8(merchant.privateKey)),
      'this is cut short or damaged; expected the whole of apiclient_key.pem, or base64 of it',
    ],
    ...['apiclient_key.pem', '', '中文', pkcs8(merchant.privateKey).slice(0, 300), toBase64('apiclient_key.pem')].map(
      (text): [string, () => string, string] => [
        `other text, ${text.slice(0, 17)}`,
        () => text,
        'expected the whole text of apiclient_key.pem, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, or base64 of it',
      ],
    ),
    ...[undefined, null, 42, {}].map((value): [string, () => never, string] => [
      `no text at all, ${typeof value}`,
      () => value as never,
      'expected the whole text of apiclient_key.pem, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, or base64 of it',
    ]),
  ])('%s is refused', (_, given, problem) => {
    expectRefusal(readPrivateKey(given()), problem)
  })
})

describe('as the public key', () => {
  const certificates = 'this is a certificate; platform certificates go into THERE'
  it.each<[what: string, given: () => KeySource, problem: string]>([
    ['a private key', () => pkcs8(wechatPay.privateKey), `this is a PRIVATE KEY; ${PUBLIC}`],
    ['a private key of PKCS#1', () => privatePems(wechatPay.privateKey)['PKCS#1'], `this is a PRIVATE KEY; ${PUBLIC}`],
    ['a private key as DER', () => toBase64(derOf(pkcs8(wechatPay.privateKey))), `this is a PRIVATE KEY; ${PUBLIC}`],
    ['a private KeyObject', () => wechatPay.privateKey, `this is a PRIVATE KEY; ${PUBLIC}`],
    ['a secret KeyObject', () => secret, `this is a secret key; ${PUBLIC}`],
    [
      'a locked private key',
      () => lockedPems(wechatPay.privateKey)['PKCS#8'],
      `this is a locked private key; ${PUBLIC}`,
    ],
    ['a certificate', () => platform.pem, certificates],
    ['a certificate as DER', () => derOf(platform.pem), certificates],
    ['a damaged certificate', () => withoutLines(platform.pem), certificates],
    ['a request for a certificate', () => request, `this is a CERTIFICATE REQUEST; ${PUBLIC}`],
    ['a PKCS#12 file', () => PKCS12, `this is a PKCS#12 file; ${PUBLIC}`],
    ['an EC key', () => spki(ec.publicKey), `this is an EC key; expected RSA: ${PUBLIC.slice(9)}`],
    ['a key of 1024 bits', () => spki(small.publicKey), 'this key has 1024 bits; expected 2048 or more'],
    ['a key with lines missing', () => withoutLines(spki(wechatPay.publicKey)), DAMAGED],
    [
      'a key cut short, as DER in base64',
      () => cut(spki(wechatPay.publicKey)),
      'this is cut short or damaged; expected the whole of pub_key.pem, or base64 of it',
    ],
    [
      'other text',
      () => 'pub_key.pem',
      'expected the whole text of pub_key.pem, from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----, or base64 of it',
    ],
  ])('%s is refused', (_, given, problem) => {
    expectRefusal(readPublicKey(given(), 'THERE'), problem)
  })
})

describe('as a platform certificate', () => {
  const expected = 'expected a platform certificate, wechatpay_<serial>.pem'
  it.each<[what: string, given: () => string | Buffer | KeyObject, problem: string]>([
    ['a public key', () => spki(wechatPay.publicKey), `this is a public key; ${expected}`],
    ['a public KeyObject', () => wechatPay.publicKey, `this is a public key; ${expected}`],
    ['a private key', () => platform.privateKey, `this is a PRIVATE KEY; ${expected}`],
    ['a request for one', () => request, `this is a CERTIFICATE REQUEST; ${expected}`],
    ['a PKCS#12 file', () => PKCS12, `this is a PKCS#12 file; ${expected}`],
    ['one of an EC key', () => ecCertificate.pem, `this is an EC key; expected RSA: ${expected.slice(9)}`],
    ['one with lines missing', () => withoutLines(platform.pem), DAMAGED],
    [
      'one with a key of an unknown kind',
      () => Buffer.from(derOf(ecCertificate.pem).toString('hex').replaceAll('2a8648ce3d0201', '2a8648ce3d0277'), 'hex'),
      'this is cut short or damaged; expected the whole of wechatpay_<serial>.pem, or base64 of it',
    ],
    [
      'one cut short, as DER in base64',
      () => cut(platform.pem),
      'this is cut short or damaged; expected the whole of wechatpay_<serial>.pem, or base64 of it',
    ],
    [
      'other text',
      () => 'cert.pem',
      'expected the whole text of wechatpay_<serial>.pem, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, or base64 of it',
    ],
  ])('%s is refused', (_, given, problem) => {
    expectRefusal(readPlatformCertificate(platform.serial, given() as never), problem)
  })

  it.each([
    ['in lower case', (serial: string) => serial.toLowerCase()],
    ['with zeros in front', (serial: string) => `00${serial}`],
  ])('one filed under its serial %s is taken', (_, spell) => {
    expect(readPlatformCertificate(spell(platform.serial), platform.pem)).toMatchObject({ ok: true })
  })

  it.each(['A'.repeat(40), '', 'no serial', PUBLIC_KEY_ID])('one filed under %j is refused', (serial) => {
    const problem = `the certificate's own serial is ${platform.serial}; file it under that`
    expectRefusal(readPlatformCertificate(serial, platform.pem), problem)
  })
})

describe('as the APIv3 key', () => {
  const expected = 'expected the APIv3 key: exactly 32 ASCII letters and digits'
  it.each<[what: string, given: KeySource, problem: string]>([
    ['31 characters', 'a'.repeat(31), `${expected}; this has 31 bytes`],
    ['an umlaut', `${'a'.repeat(31)}é`, `${expected}; this has 33 bytes`],
    ['an umlaut in 32 bytes', `${'a'.repeat(30)}é`, `${expected}; this has others too`],
    ['a blank inside', `${'a'.repeat(16)} ${'a'.repeat(15)}`, `${expected}; this has others too`],
    ['16 bytes', Buffer.alloc(16, 97), `${expected}; this has 16 bytes`],
    ['a private KeyObject', merchant.privateKey, `${expected}; this is another key`],
    ['a secret KeyObject of 16 bytes', createSecretKey(Buffer.alloc(16)), `${expected}; this is another key`],
  ])('%s is refused', (_, given, problem) => {
    expectRefusal(readApiV3Key(given), problem)
  })
})

describe('the serial', () => {
  const colons = MERCHANT_SERIAL.toLowerCase().match(/../g)?.join(':') ?? ''
  it.each([
    ['as openssl prints it', `serial=${MERCHANT_SERIAL}\n`],
    ['as openssl prints it with all else', `        Serial Number:\n            ${colons}\n`],
    ['with colons', colons],
    ['with blanks', MERCHANT_SERIAL.match(/.{1,4}/g)?.join(' ') ?? ''],
    ['in lower case', MERCHANT_SERIAL.toLowerCase()],
    ['with 0x', `0x${MERCHANT_SERIAL}`],
    ['as openssl prints it, with 0x', `serial=0x${MERCHANT_SERIAL}`],
    ['in quotes', `"${MERCHANT_SERIAL}"`],
    ['with a name as in a request', `serial_no="${MERCHANT_SERIAL}"`],
    ['with its name', `证书序列号：${MERCHANT_SERIAL}`],
    ['with the unseen mark of a dialog of Windows', `\u200e${MERCHANT_SERIAL}`],
  ])('is taken %s', (_, text) => {
    expect(readSerial(text)).toEqual({ ok: true, value: MERCHANT_SERIAL })
  })

  it.each([
    ['in colons', (serial: string) => serial.match(/../g)?.join(':') ?? ''],
    ['as openssl prints it', (serial: string) => `serial=${serial}`],
    ['with 0x', (serial: string) => `0x${serial}`],
  ])('of a platform certificate may be written %s', (_, spell) => {
    expect(readPlatformCertificate(spell(platform.serial), platform.pem)).toMatchObject({ ok: true })
  })

  it('is not the certificate itself, and that is told', () => {
    expectRefusal(
      readSerial(platform.pem),
      'this is the certificate itself; expected the serial of the merchant API certificate: 40 hex digits, as "openssl x509 -in apiclient_cert.pem -noout -serial" shows; not a PUB_KEY_ID',
    )
  })
})

it.each(['', 'serial=', 'serial=1DDE', '1DDE', `${MERCHANT_SERIAL}0`, 'G'.repeat(40), PUBLIC_KEY_ID])(
  'as the serial %j is refused',
  (text) => {
    expectRefusal(
      readSerial(text),
      'expected the serial of the merchant API certificate: 40 hex digits, as "openssl x509 -in apiclient_cert.pem -noout -serial" shows; not a PUB_KEY_ID',
    )
  },
)

it.each(['', 'PUB_KEY_ID_', '0114232134912410000000000000', 'pub_key_id_01'])('as the id %j is refused', (text) => {
  const problem = 'expected the id shown beside the WeChat Pay public key: PUB_KEY_ID_ and digits'
  expectRefusal(readPublicKeyId(text), problem)
})
