// What readers of keys say, whatever they are given, has Chinese words; and none of English stay in them.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import {
  readApiV3Key,
  readPlatformCertificate,
  readPrivateKey,
  readPublicKey,
  readPublicKeyId,
  readSerial,
  MIX_UPS,
} from '../../../cloudfunctions/_shared/wechatpay/keys'
import { inChinese } from '../../../scripts/setup/inChinese'
import { pkcs8, rsaPair, spki } from '../../support/buildersSettings'
import { EC, makeCertificate, type TestCertificate } from '../../support/certificates'
import { lockedPems, PKCS12, sec1 } from '../../support/keyForms'

let certificate: TestCertificate
let ofEc: TestCertificate
beforeAll(async () => {
  certificate = await makeCertificate()
  ofEc = await makeCertificate('6157F09EFDC096DE15EBE81A47057A7232F1B8E1', EC)
})

const pair = rsaPair()
const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const sources = (): (string | Buffer)[] => [
  '',
  'nonsense',
  pkcs8(pair.privateKey),
  pkcs8(pair.privateKey).slice(0, 800),
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PUBLIC KEY-----',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
  pkcs8(pair.privateKey).replace(/\n.{40}/, '\n'),
  spki(pair.publicKey),
  spki(pair.publicKey).replace(/\n.{40}/, '\n'),
  certificate.pem,
  certificate.pem.replace(/\n.{40}/, '\n'),
  ofEc.pem,
  pkcs8(small.privateKey),
  spki(small.publicKey),
  sec1(ec.privateKey),
  spki(createPublicKey(ec.privateKey)),
  ...Object.values(lockedPems(pair.privateKey)),
  PKCS12,
  PKCS12.subarray(0, 3),
  Buffer.from([0x30, 0x82]),
]

it('every refusal of a key, a certificate, a serial or an id', () => {
  const texts = sources().filter((source) => typeof source === 'string')
  const reads = [
    ...sources().flatMap((source) => [
      readPrivateKey(source),
      readPublicKey(source, 'WXPAY_PLATFORM_CERTS'),
      readPlatformCertificate('AB', source),
      readApiV3Key(source),
    ]),
    readApiV3Key(`${'a'.repeat(31)}é`.slice(0, 31)),
    readApiV3Key('-'.repeat(30) + 'é'),
    ...texts.flatMap((text) => [readSerial(text), readPublicKeyId(text)]),
  ]
  const problems = [
    ...new Set([...reads.flatMap((read) => (read.ok ? [] : [read.problem])), ...Object.values(MIX_UPS)]),
  ]
  expect(problems.length).toBeGreaterThan(25)
  expect(problems.filter((problem) => inChinese(problem) === undefined)).toEqual([])
  for (const problem of problems) {
    const words = (inChinese(problem) ?? '').replace(/"[^"]*"/g, '')
    expect([problem, words]).toEqual([problem, expect.stringMatching(/\p{Script=Han}/u)])
    expect([problem, /[a-z]+ [a-z]+ [a-z]+/.exec(words)]).toEqual([problem, null])
  }
})

it('what differs is carried over, in its order or in that of the Chinese', () => {
  expect(
    inChinese('could be any of a.pem, b.pem; name the folder that holds the right one alone with --from'),
  ).toContain('a.pem, b.pem')
  expect(
    inChinese('take 5000 bytes in the environment of upkeep, and all together may take 4096: use shorter keys'),
  ).toMatch(/upkeep .*5000 .*4096/)
  expect(inChinese('something nobody has foreseen')).toBeUndefined()
})
