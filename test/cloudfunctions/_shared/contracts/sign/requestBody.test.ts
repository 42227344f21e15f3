// Golden bodies: what goes over the wire for every family, mode and scene, field by field and in order. Each is held to the
// type of its own endpoint, which the code that builds them is not.
import {
  combinePapayBody,
  passwordExemptBody,
  type AttemptRequest,
} from '../../../../../cloudfunctions/_shared/contracts/sign/requestBody'
import type { Routes } from '../../../../../cloudfunctions/_shared/wechatpay/routes'
import { COMBINE, OPENID, PREPAY_ID, PROVIDER, QS, SETTINGS, SUB_MERCHANT } from '../../../../support/builders'

const ECOMMERCE = { ...SETTINGS, mode: 'ecommerce', subMerchant: { mchid: SUB_MERCHANT.mchid } } as const
const MINI_PROGRAM = { scene: 'mini-program' } as const
const AFTER_PAYMENT = { scene: 'pay-redirect-sign', prepay_id: PREPAY_ID } as const
const attempt = { out_contract_code: 'code1', contract_display_account: '微信用户8F3A' }
const user = { openid: OPENID }
const subUser = { sub_openid: 'oUnderSub' }

type BodyOf<Path extends keyof Routes> = Routes[Path] extends { post: { body: infer Body } } ? Body : never
type PasswordExempt<
  Mode extends string,
  Scene extends string,
> = `v3/password-exempt-contract/contracts/${Mode}/pre-entrust-sign/${Scene}` extends infer Path extends keyof Routes
  ? BodyOf<Path>
  : never

const COMMON = {
  service_id: 12535,
  out_contract_code: 'code1',
  notify_url: 'https://pay.example.com/contract-notify',
  contract_display_account: '微信用户8F3A',
}
const OWN = { appid: 'wxd678efh567hg6787', openid: OPENID }
const SUB = { sub_mchid: '1900000110', sub_appid: 'wxsub00000000000001' }
const PREPAY = { prepay_id: PREPAY_ID }
const UNDER_PROVIDER = { sp_appid: OWN.appid, ...SUB, sp_openid: OPENID, ...COMMON }
const UNDER_SUB = { sp_appid: OWN.appid, ...SUB, sub_openid: 'oUnderSub', ...COMMON }
const INSTITUTION = { appid: OWN.appid, ...SUB, openid: OPENID, ...COMMON }
const INSTITUTION_SUB = { appid: OWN.appid, ...SUB, sub_openid: 'oUnderSub', ...COMMON }

type Choice = Pick<AttemptRequest, 'settings' | 'caller' | 'wish'>
const of = (settings: Choice['settings'], caller: Choice['caller'], wish: Choice['wish']) => ({
  settings,
  caller,
  wish,
})

it.each<[name: string, choice: Choice, body: object]>([
  [
    'normal, mini-program',
    of(SETTINGS, user, MINI_PROGRAM),
    { ...OWN, ...COMMON } satisfies PasswordExempt<'normal', 'mini-program'>,
  ],
  [
    'normal, after payment',
    of(SETTINGS, user, AFTER_PAYMENT),
    { ...OWN, ...COMMON, ...PREPAY } satisfies PasswordExempt<'normal', 'pay-redirect-sign'>,
  ],
  [
    'ecommerce, mini-program',
    of(ECOMMERCE, user, MINI_PROGRAM),
    { ...OWN, ...COMMON } satisfies PasswordExempt<'ecommerce', 'mini-program'>,
  ],
  [
    'ecommerce, after payment',
    of(ECOMMERCE, user, AFTER_PAYMENT),
    { ...OWN, ...COMMON, ...PREPAY } satisfies PasswordExempt<'ecommerce', 'pay-redirect-sign'>,
  ],
  [
    "service-provider, in the provider's mini-program",
    of(PROVIDER, user, MINI_PROGRAM),
    UNDER_PROVIDER satisfies PasswordExempt<'service-provider', 'mini-program'>,
  ],
  [
    "service-provider, in the sub-merchant's mini-program",
    of(PROVIDER, subUser, MINI_PROGRAM),
    UNDER_SUB satisfies PasswordExempt<'service-provider', 'mini-program'>,
  ],
  [
    'service-provider, after payment',
    of(PROVIDER, subUser, AFTER_PAYMENT),
    { ...UNDER_SUB, ...PREPAY } satisfies PasswordExempt<'service-provider', 'pay-redirect-sign'>,
  ],
  [
    "qs, in the institution's mini-program",
    of(QS, user, MINI_PROGRAM),
    INSTITUTION satisfies PasswordExempt<'qs', 'mini-program'>,
  ],
  [
    "qs, in the sub-merchant's mini-program",
    of(QS, subUser, MINI_PROGRAM),
    INSTITUTION_SUB satisfies PasswordExempt<'qs', 'mini-program'>,
  ],
  [
    'qs, after payment',
    of(QS, user, AFTER_PAYMENT),
    { ...INSTITUTION, ...PREPAY } satisfies PasswordExempt<'qs', 'pay-redirect-sign'>,
  ],
])('password-exempt: %s', (_, choice, body) => {
  expect(JSON.stringify(passwordExemptBody({ ...attempt, ...choice }))).toBe(JSON.stringify(body))
})

const COMBINED = {
  appid: 'wxd678efh567hg6787',
  plan_id: 12535,
  out_contract_code: 'code1',
  contract_display_account: '微信用户8F3A',
  notify_url: 'https://pay.example.com/contract-notify',
}
type InPage = BodyOf<'v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program'>
type InApp = BodyOf<'v3/ecommerce/combine-papay/contracts/pre-entrust-sign'>

it.each<[name: string, choice: Choice, body: object]>([
  ['mini-program: nobody is bound', of(COMBINE, user, MINI_PROGRAM), COMBINED satisfies InPage],
  ['app', of(COMBINE, { userId: 'u1' }, { scene: 'app' }), COMBINED satisfies InApp],
  [
    'app, with a way back and a packet',
    of(COMBINE, { userId: 'u1' }, { scene: 'app', return_app: true, attach: 'a=1' }),
    { ...COMBINED, return_app: true, attach: 'a=1' } satisfies InApp,
  ],
])('combine-papay: %s', (_, choice, body) => {
  expect(JSON.stringify(combinePapayBody({ ...attempt, ...choice }))).toBe(JSON.stringify(body))
})

it('binds a password-exempt session to an openid, and to nothing else', () => {
  const choice = of(SETTINGS, { userId: 'u1' }, MINI_PROGRAM)
  expect(() => passwordExemptBody({ ...attempt, ...choice })).toThrow(TypeError)
})
