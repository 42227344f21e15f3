import { modeOf, MODES_OF, type FamilyChoice } from '../../sandbox/choices'
import { kitSettings } from '../../sandbox/kitSettings'
import { makeSandboxKeys, type SandboxKeys } from '../../sandbox/keys'
import { choiceOf, setupOf } from '../../sandbox/phone/stage'
import { scenesOf, SETUPS } from '../../sandbox/phone/wire'

let keys: SandboxKeys
beforeAll(async () => {
  keys = await makeSandboxKeys()
})

const settings = (family: FamilyChoice, mode = modeOf(family, undefined)) =>
  kitSettings({ keys, family, mode, hosts: ['http://127.0.0.1:1', 'http://127.0.0.1:2'] })

it('a family has the modes WeChat Pay gives it; another is refused by name', () => {
  expect(modeOf('password-exempt', undefined)).toBe('normal')
  expect(modeOf('password-exempt', 'qs')).toBe('qs')
  expect(modeOf('combine-papay', undefined)).toBe('ecommerce')
  expect(() => modeOf('combine-papay', 'normal')).toThrow('combine-papay has no mode normal, only ecommerce')
})

it('every kind of merchant on the phone is a choice there is, and reads back as itself', () => {
  for (const setup of SETUPS) {
    const choice = choiceOf(setup)
    expect(MODES_OF[choice.family]).toContain(choice.mode)
    expect(setupOf(choice)).toBe(setup)
  }
})

it('an app is for combine-papay, signing after payment for the others', () => {
  expect(scenesOf('combine-papay')).toEqual(['mini-program', 'app'])
  for (const setup of SETUPS.filter((one) => one !== 'combine-papay')) {
    expect(scenesOf(setup)).toEqual(['mini-program', 'pay-redirect-sign'])
  }
})

it.each(['service-provider', 'qs'] as const)('%s has the sub-merchant beside the one that signs', (mode) => {
  expect(settings('password-exempt', mode)).toMatchObject({
    WXPAY_MODE: mode,
    WXPAY_MCHID: keys.mchid,
    WXPAY_SUB_MCHID: keys.subMchid,
    WXPAY_SUB_APPID: keys.subAppid,
  })
})

it('a platform has a sub-merchant to order for, a direct merchant has none', () => {
  expect(settings('password-exempt', 'ecommerce')).toHaveProperty('WXPAY_SUB_MCHID', keys.subMchid)
  expect(settings('password-exempt', 'ecommerce')).not.toHaveProperty('WXPAY_SUB_APPID')
  expect(settings('password-exempt')).not.toHaveProperty('WXPAY_SUB_MCHID')
})

it('an app has a login with a secret long enough for HS256, new each time', () => {
  const { WXPAY_APP_JWT_KEY: one = '', ...rest } = settings('combine-papay')
  expect(one).toMatch(/^hs256:.{32}/)
  expect(settings('combine-papay')['WXPAY_APP_JWT_KEY']).not.toBe(one)
  expect(rest).toMatchObject({
    WXPAY_APP_APPID: keys.mobileAppid,
    WXPAY_APP_JWT_ISSUER: 'https://login.merchant.test',
    WXPAY_APP_JWT_AUDIENCE: 'merchant-app',
  })
})
