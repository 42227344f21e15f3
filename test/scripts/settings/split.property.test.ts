// Whatever a merchant writes in `.env`: no piece of a secret reaches settings.json, in any kind of merchant, scene or dress.
import fc from 'fast-check'
import { FUNCTION_ROLES, type Given } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { KINDS } from '../../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { choiceOf } from '../../../cloudfunctions/_shared/platform/settings/merchantKinds'
import { planDeployment } from '../../../scripts/settings/planDeployment'
import { API_V3_KEY, pkcs8, rsaPair, spki, validSettings } from '../../support/buildersSettings'
import { makeCertificate } from '../../support/certificates'
import { derOf, TEXT_FORMS } from '../../support/keyForms'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = validSettings(keys)
const login = rsaPair()
const PRIVATE_PEM = pkcs8(keys.merchant.privateKey)
const PREVIOUS_KEY = 'v'.repeat(32)
const LOGIN_SECRET = 's1A-'.repeat(10)
const SUB = { WXPAY_SUB_MCHID: '1900000110', WXPAY_SUB_APPID: 'wxsub00000000000001' }
const APP = { WXPAY_APP_APPID: 'wxmobile00000001', WXPAY_APP_JWT_ISSUER: 'login', WXPAY_APP_JWT_AUDIENCE: 'app' }
const PG_PASSWORD = 'p2B-'.repeat(8)
const API_KEY = 'k3C.'.repeat(10)
const STORES: readonly Given[] = [
  {},
  { WXPAY_STORE: 'postgres', WXPAY_PG_URL: `postgresql://kit:${PG_PASSWORD}@db.example.com/d?sslmode=verify-full` },
  { WXPAY_STORE: 'postgrest', WXPAY_PGREST_URL: 'https://e.example.com/v1/rdb/rest', WXPAY_PGREST_KEY: API_KEY },
]
const TOKEN_KEYS = [
  `hs256:${LOGIN_SECRET}`,
  `HS256:${LOGIN_SECRET}`,
  `pem:${spki(login.publicKey)}`,
  'jwks:https://a.cn/k',
]

let certificates: string
beforeAll(async () => {
  const { serial, pem } = await makeCertificate()
  certificates = JSON.stringify({ [serial]: pem })
})

const choice = fc.record({
  kind: fc.constantFrom(...KINDS),
  trust: fc.constantFrom('public key', 'certificate', 'both'),
  dress: fc.constantFrom(...Object.values(TEXT_FORMS)),
  hasPrevious: fc.boolean(),
  tokenKey: fc.option(fc.constantFrom(...TOKEN_KEYS)),
  store: fc.constantFrom(...STORES),
})
type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never

function settingsOf({ kind, trust, dress, hasPrevious, tokenKey, store }: Choice): Given {
  const { WXPAY_PUBLIC_KEY, WXPAY_PUBLIC_KEY_ID, ...rest } = valid
  return {
    ...rest,
    ...choiceOf(kind),
    ...store,
    WXPAY_PRIVATE_KEY: dress(PRIVATE_PEM),
    ...(trust !== 'certificate' && { WXPAY_PUBLIC_KEY, WXPAY_PUBLIC_KEY_ID }),
    ...(trust !== 'public key' && { WXPAY_PLATFORM_CERTS: certificates }),
    ...(hasPrevious && { WXPAY_API_V3_KEY_PREVIOUS: PREVIOUS_KEY }),
    ...((kind === 'service-provider' || kind === 'qs') && SUB),
    ...(kind === 'combine-papay' && tokenKey !== null && { ...APP, WXPAY_APP_JWT_KEY: tokenKey }),
  }
}

/** Every piece of the private key that is long enough to be no accident, as PEM has it and as its base64 has. */
const pieces = (text: string): string[] => text.replace(/-----.*?-----|\s/g, '').match(/.{40}/g) ?? []
const SECRETS = [
  ...pieces(derOf(PRIVATE_PEM).toString('base64')),
  ...Object.values(TEXT_FORMS).flatMap((dress) => pieces(dress(PRIVATE_PEM))),
  API_V3_KEY,
  PREVIOUS_KEY,
  LOGIN_SECRET,
  PG_PASSWORD,
  API_KEY,
]

it('settings.json never holds a piece of a secret, and no setting lies in both places', () => {
  fc.assert(
    fc.property(choice, (chosen) => {
      const plan = planDeployment(settingsOf(chosen), Object.keys(FUNCTION_ROLES))
      if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
      for (const { name, settings, environment } of plan.functions) {
        const text = JSON.stringify(settings).replaceAll('\\n', '')
        expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([])
        expect(Object.keys(environment).filter((one) => one in settings)).toEqual([])
        if (name === 'contractNotify') expect(environment).not.toHaveProperty('WXPAY_PRIVATE_KEY')
        else expect(environment).toHaveProperty('WXPAY_PRIVATE_KEY')
      }
    }),
  )
})
