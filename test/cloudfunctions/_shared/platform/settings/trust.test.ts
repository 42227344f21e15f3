// Whom a function believes: nobody's key but WeChat Pay's, and no certificate that is over; in every role and every form.
import { createPublicKey } from 'node:crypto'
import { readGiven } from '../../../../../cloudfunctions/_shared/platform/settings/catalogue'
import { checkDeployment } from '../../../../../cloudfunctions/_shared/platform/settings/checkDeployment'
import { loadSettings } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { publicKeySha256 } from '../../../../../cloudfunctions/_shared/platform/settings/ownKey'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { pkcs8, rsaPair, spki, validEnv } from '../../../../support/buildersSettings'
import { makeCertificate, makeExpired, makeNotYetValid, type TestCertificate } from '../../../../support/certificates'
import { publicPems, TEXT_FORMS } from '../../../../support/keyForms'

type Env = Record<string, string | undefined>

let own: TestCertificate
let theirs: TestCertificate
let valid: Record<string, string>
beforeAll(async () => {
  own = await makeCertificate('7157F09EFDC096DE15EBE81A47057A7232F1B8E7')
  theirs = await makeCertificate()
  valid = validEnv({ merchant: own, wechatPay: rsaPair() })
})

const APP = {
  WXPAY_FAMILY: 'combine-papay',
  WXPAY_SIGN_APPIDS: 'wxbd687630cd02ce1d',
  WXPAY_APP_APPID: 'wxmobile00000001',
  WXPAY_APP_JWT_KEY: `hs256:${'s'.repeat(43)}`,
  WXPAY_APP_JWT_ISSUER: 'https://login.example.com',
  WXPAY_APP_JWT_AUDIENCE: 'app',
}
const NO_PUBLIC_KEY = { WXPAY_PUBLIC_KEY: undefined, WXPAY_PUBLIC_KEY_ID: undefined }
const ROLES = ['callables', 'app', 'notify'] as const

/** contractNotify has no private key, and knows it by the hash the build wrote. */
function problemsOf(role: (typeof ROLES)[number], changes: Env, nowMs?: number) {
  const { WXPAY_PRIVATE_KEY, ...open }: Env = { ...valid, ...(role === 'app' && APP), ...changes }
  const file = { function: '', build: '', settings: {}, ownPublicKeySha256: publicKeySha256(own.privateKey) }
  try {
    loadSettings(
      role === 'notify' ? open : { ...open, WXPAY_PRIVATE_KEY },
      role,
      role === 'notify' ? file : undefined,
      nowMs,
    )
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

const filed = (...all: TestCertificate[]) =>
  JSON.stringify(Object.fromEntries(all.map(({ serial, pem }) => [serial, pem])))
const containing = (text: string) => expect.stringContaining(text) as string

describe.each(ROLES)('of the role %s', (role) => {
  it('a right set is taken', () => {
    expect(problemsOf(role, { WXPAY_PLATFORM_CERTS: filed(theirs) })).toEqual([])
  })

  const ownKey = [{ name: 'WXPAY_PUBLIC_KEY', problem: containing("your own key's public half") }]
  const ownCertificate = [{ name: 'WXPAY_PLATFORM_CERTS', problem: containing('your own certificate') }]

  it.each(Object.entries(TEXT_FORMS))('our own key and certificate are refused as the public key: %s', (_, dress) => {
    const keys = Object.values(publicPems(rsaPublic()))
    for (const pem of [...keys, own.pem]) expect(problemsOf(role, { WXPAY_PUBLIC_KEY: dress(pem) })).toEqual(ownKey)
  })

  it.each(Object.entries(TEXT_FORMS))(
    'our own certificate is refused, alone and beside the right one: %s',
    (_, dress) => {
      const alone = { [own.serial]: dress(own.pem) }
      for (const map of [
        alone,
        { [theirs.serial]: theirs.pem, ...alone },
        { ...alone, [theirs.serial]: 'no certificate' },
      ]) {
        const WXPAY_PLATFORM_CERTS = JSON.stringify(map)
        expect(problemsOf(role, { WXPAY_PLATFORM_CERTS })).toEqual(ownCertificate)
        expect(problemsOf(role, { ...NO_PUBLIC_KEY, WXPAY_PLATFORM_CERTS })).toEqual(ownCertificate)
      }
    },
  )

  it('our own certificate is refused under any serial', () => {
    const WXPAY_PLATFORM_CERTS = JSON.stringify({ [theirs.serial]: own.pem })
    expect(problemsOf(role, { WXPAY_PLATFORM_CERTS })).toEqual(ownCertificate)
  })

  it('certificates none of which is valid now are told with their dates; beside what is, nothing stops', async () => {
    const [expired, future] = [await makeExpired(), await makeNotYetValid('6157F09EFDC096DE15EBE81A47057A7232F1B8E2')]
    const alone = { ...NO_PUBLIC_KEY, WXPAY_PLATFORM_CERTS: filed(expired, future) }
    expect(problemsOf(role, alone)).toEqual([
      {
        name: 'WXPAY_PLATFORM_CERTS',
        problem: containing(`${expired.serial} expired on 2024-03-02; ${future.serial} is not`),
      },
    ])
    expect(problemsOf(role, alone, Date.parse('2024-03-01'))).toEqual([])
    expect(problemsOf(role, alone, Date.parse('2091-03-05'))).toEqual([])
    expect(problemsOf(role, { WXPAY_PLATFORM_CERTS: filed(expired) })).toEqual([])
    const third = await makeCertificate('8157F09EFDC096DE15EBE81A47057A7232F1B8E8')
    expect(problemsOf(role, { ...NO_PUBLIC_KEY, WXPAY_PLATFORM_CERTS: filed(expired, third) })).toEqual([])
  })
})

const rsaPublic = () => createPublicKey(own.privateKey)

it.each(['callables', 'app'] as const)('of the role %s the serial is none of a trusted certificate', (role) => {
  for (const WXPAY_SERIAL of [theirs.serial, `serial=${theirs.serial.toLowerCase()}`]) {
    expect(problemsOf(role, { WXPAY_SERIAL, WXPAY_PLATFORM_CERTS: filed(theirs) })).toEqual([
      { name: 'WXPAY_SERIAL', problem: containing('is the serial of a platform certificate') },
    ])
  }
})

it('a key put in place of a serial is not repeated', () => {
  const WXPAY_PLATFORM_CERTS = JSON.stringify({ [pkcs8(own.privateKey)]: theirs.pem })
  expect(problemsOf('callables', { WXPAY_PLATFORM_CERTS })).toEqual([
    {
      name: 'WXPAY_PLATFORM_CERTS',
      problem: `entry 1: the certificate's own serial is ${theirs.serial}; file it under that`,
    },
  ])
})

describe('a deployment', () => {
  const problemsIn = (changes: Env) => {
    const given: Env = { ...valid, ...changes }
    const checked = checkDeployment(readGiven(given))
    return checked.ok ? [] : checked.problems
  }

  it('takes no certificate that has expired, and one for the change to come', async () => {
    const expired = await makeExpired('4157F09EFDC096DE15EBE81A47057A7232F1B8E0')
    expect(problemsIn({ WXPAY_PLATFORM_CERTS: filed(theirs, expired) })).toEqual([
      { name: 'WXPAY_PLATFORM_CERTS', problem: containing(`${expired.serial} expired on 2024-03-02; take it out`) },
    ])
    expect(problemsIn({ WXPAY_PLATFORM_CERTS: filed(theirs, await makeNotYetValid('61')) })).toEqual([])
  })

  it('tells what is wrong in the order of .env.example', () => {
    const wrong = {
      WXPAY_API_V3_KEY: 'short',
      WXPAY_MODE: 'qs',
      WXPAY_NOTIFY_URL: 'x',
      WXPAY_PUBLIC_KEY: spki(rsaPublic()),
    }
    expect(
      problemsIn({ ...wrong, WXPAY_MCHID: 'x', WXPAY_HOSTS: 'http://127.0.0.1:1' }).map(({ name }) => name),
    ).toEqual([
      'WXPAY_MCHID',
      'WXPAY_SUB_MCHID',
      'WXPAY_SUB_APPID',
      'WXPAY_PUBLIC_KEY',
      'WXPAY_API_V3_KEY',
      'WXPAY_NOTIFY_URL',
      'WXPAY_HOSTS',
    ])
  })
})
