// Every kind of key in every form that an environment variable can hold. The rules are those of the client:
// test/cloudfunctions/_shared/wechatpay/keys.test.ts has each refusal.
import { X509Certificate } from 'node:crypto'
import { loadSettings } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { API_V3_KEY, rsaPair, validEnv } from '../../../../support/buildersSettings'
import { makeCertificate, type TestCertificate } from '../../../../support/certificates'
import { pairs, privatePems, publicPems, TEXT_FORMS, toBase64 } from '../../../../support/keyForms'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = validEnv(keys)
let platform: TestCertificate
beforeAll(async () => {
  platform = await makeCertificate()
})

it.each(pairs(privatePems(keys.merchant.privateKey), TEXT_FORMS))(
  'WXPAY_PRIVATE_KEY may be %s %s',
  (_format, _form, pem, dress) => {
    const { privateKey } = loadSettings({ ...valid, WXPAY_PRIVATE_KEY: dress(pem) }, 'callables')
    expect(privateKey.equals(keys.merchant.privateKey)).toBe(true)
  },
)

it.each(pairs(publicPems(keys.wechatPay.publicKey), TEXT_FORMS))(
  'WXPAY_PUBLIC_KEY may be %s %s',
  (_format, _form, pem, dress) => {
    const { publicKey } = loadSettings({ ...valid, WXPAY_PUBLIC_KEY: dress(pem) }, 'callables')
    expect(publicKey?.key.equals(keys.wechatPay.publicKey)).toBe(true)
  },
)

describe.each([
  ['JSON', (json: string) => json],
  ['base64 of JSON', toBase64],
])('WXPAY_PLATFORM_CERTS as %s', (_, wrap) => {
  it.each(Object.entries(TEXT_FORMS))('may hold a certificate %s', (_form, dress) => {
    const WXPAY_PLATFORM_CERTS = wrap(JSON.stringify({ [platform.serial]: dress(platform.pem) }))
    const { platformCertificates } = loadSettings({ ...valid, WXPAY_PLATFORM_CERTS }, 'callables')
    expect(Object.keys(platformCertificates)).toEqual([platform.serial])
    expect(platformCertificates[platform.serial]?.raw).toEqual(new X509Certificate(platform.pem).raw)
  })
})

it('the APIv3 key is one key object, and prints as nothing', () => {
  const { apiV3Keys } = loadSettings(valid, 'notify')
  expect(apiV3Keys.map(({ type, symmetricKeySize }) => [type, symmetricKeySize])).toEqual([['secret', 32]])
  expect(JSON.stringify(apiV3Keys)).not.toContain(API_V3_KEY)
})
