// Golden bodies: what goes over the wire for every family, mode and scene, field by field and in order.
import { combinePapayBody, passwordExemptBody } from '../../../cloudfunctions/_shared/entrust/requestBody'
import type { AttemptRequest } from '../../../cloudfunctions/_shared/entrust/requestBody'
import { COMBINE, OPENID, PREPAY_ID, PROVIDER, QS, SETTINGS, SUB_MERCHANT } from '../../support/builders'

const ECOMMERCE = { ...SETTINGS, mode: 'ecommerce', subMerchant: { mchid: SUB_MERCHANT.mchid } } as const
const MINI_PROGRAM = { scene: 'mini-program' } as const
const AFTER_PAYMENT = { scene: 'pay-redirect-sign', prepay_id: PREPAY_ID } as const
const attempt = { out_contract_code: 'code1', contract_display_account: '微信用户8F3A' }
const user = { openid: OPENID }
const subUser = { sub_openid: 'oUnderSub' }

const COMMON =
  '"service_id":12535,"out_contract_code":"code1","notify_url":"https://pay.example.com/contract-notify",' +
  '"contract_display_account":"微信用户8F3A"'
const OWN = `"appid":"wxd678efh567hg6787","openid":"${OPENID}"`
const SUB = '"sub_mchid":"1900000110","sub_appid":"wxsub00000000000001"'
const PREPAY = `"prepay_id":"${PREPAY_ID}"`

type Choice = Pick<AttemptRequest, 'settings' | 'caller' | 'wish'>

const PASSWORD_EXEMPT: [name: string, choice: Choice, body: string][] = [
  ['normal, mini-program', { settings: SETTINGS, caller: user, wish: MINI_PROGRAM }, `{${OWN},${COMMON}}`],
  ['normal, after payment', { settings: SETTINGS, caller: user, wish: AFTER_PAYMENT }, `{${OWN},${COMMON},${PREPAY}}`],
  ['ecommerce, mini-program', { settings: ECOMMERCE, caller: user, wish: MINI_PROGRAM }, `{${OWN},${COMMON}}`],
  [
    'ecommerce, after payment',
    { settings: ECOMMERCE, caller: user, wish: AFTER_PAYMENT },
    `{${OWN},${COMMON},${PREPAY}}`,
  ],
  [
    "service-provider, in the provider's mini-program",
    { settings: PROVIDER, caller: user, wish: MINI_PROGRAM },
    `{"sp_appid":"wxd678efh567hg6787",${SUB},"sp_openid":"${OPENID}",${COMMON}}`,
  ],
  [
    "service-provider, in the sub-merchant's mini-program",
    { settings: PROVIDER, caller: subUser, wish: MINI_PROGRAM },
    `{"sp_appid":"wxd678efh567hg6787",${SUB},"sub_openid":"oUnderSub",${COMMON}}`,
  ],
  [
    'service-provider, after payment',
    { settings: PROVIDER, caller: subUser, wish: AFTER_PAYMENT },
    `{"sp_appid":"wxd678efh567hg6787",${SUB},"sub_openid":"oUnderSub",${COMMON},${PREPAY}}`,
  ],
  [
    "qs, in the institution's mini-program",
    { settings: QS, caller: user, wish: MINI_PROGRAM },
    `{"appid":"wxd678efh567hg6787",${SUB},"openid":"${OPENID}",${COMMON}}`,
  ],
  [
    "qs, in the sub-merchant's mini-program",
    { settings: QS, caller: subUser, wish: MINI_PROGRAM },
    `{"appid":"wxd678efh567hg6787",${SUB},"sub_openid":"oUnderSub",${COMMON}}`,
  ],
  [
    'qs, after payment',
    { settings: QS, caller: user, wish: AFTER_PAYMENT },
    `{"appid":"wxd678efh567hg6787",${SUB},"openid":"${OPENID}",${COMMON},${PREPAY}}`,
  ],
]

it.each(PASSWORD_EXEMPT)('password-exempt: %s', (_, choice, body) => {
  expect(JSON.stringify(passwordExemptBody({ ...attempt, ...choice }))).toBe(body)
})

const COMBINED =
  '"appid":"wxd678efh567hg6787","plan_id":12535,"out_contract_code":"code1",' +
  '"contract_display_account":"微信用户8F3A","notify_url":"https://pay.example.com/contract-notify"'

const COMBINE_PAPAY: [name: string, choice: Pick<Choice, 'caller' | 'wish'>, body: string][] = [
  ['mini-program: nobody is bound', { caller: user, wish: MINI_PROGRAM }, `{${COMBINED}}`],
  ['app', { caller: { userId: 'u1' }, wish: { scene: 'app' } }, `{${COMBINED}}`],
  [
    'app, with a way back and a packet',
    { caller: { userId: 'u1' }, wish: { scene: 'app', return_app: true, attach: 'a=1' } },
    `{${COMBINED},"return_app":true,"attach":"a=1"}`,
  ],
]

it.each(COMBINE_PAPAY)('combine-papay: %s', (_, choice, body) => {
  expect(JSON.stringify(combinePapayBody({ ...attempt, settings: COMBINE, ...choice }))).toBe(body)
})

it('binds a password-exempt session to an openid, and to nothing else', () => {
  const choice = { settings: SETTINGS, caller: { userId: 'u1' }, wish: MINI_PROGRAM }
  expect(() => passwordExemptBody({ ...attempt, ...choice })).toThrow(TypeError)
})
