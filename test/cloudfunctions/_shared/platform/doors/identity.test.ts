import { PROVIDER, QS, SETTINGS, SUB_MERCHANT } from '../../../../support/builders'
import { CallFailure } from '../../../../../cloudfunctions/_shared/kernel/errors'
import { hasCallerIdentity, toCaller, toIdentity } from '../../../../../cloudfunctions/_shared/platform/doors/identity'

describe('toIdentity', () => {
  it('reads openid and appid', () => {
    expect(toIdentity({ OPENID: 'oA', APPID: 'wxA' })).toEqual({ openid: 'oA', appid: 'wxA' })
  })

  it('turns an id back to text which the SDK took for a number', () => {
    expect(toIdentity({ OPENID: 99 }).openid).toBe('99')
  })

  it.each([{}, { OPENID: '' }, { OPENID: null }, { OPENID: {} }])('refuses %p', (context) => {
    expect(() => toIdentity(context)).toThrow(CallFailure)
  })
})

describe('toCaller', () => {
  const PROVIDER_APPID = PROVIDER.appid
  it.each([
    ['the merchant', SETTINGS, SETTINGS.appid, { openid: 'oA' }],
    ['nobody knows which', SETTINGS, undefined, { openid: 'oA' }],
    ['the provider', PROVIDER, PROVIDER_APPID, { openid: 'oA' }],
    ['the sub-merchant', PROVIDER, SUB_MERCHANT.appid, { sub_openid: 'oA' }],
    ['the sub-merchant of an institution', QS, SUB_MERCHANT.appid, { sub_openid: 'oA' }],
  ])('is the user under the appid of %s', (_, settings, appid, caller) => {
    expect(toCaller({ openid: 'oA', appid }, settings)).toEqual(caller)
  })

  it.each([
    [SETTINGS, 'WXPAY_APPID is not'],
    [PROVIDER, 'Neither WXPAY_APPID nor WXPAY_SUB_APPID is'],
    [{ ...SETTINGS, mode: 'ecommerce', subMerchant: SUB_MERCHANT } as const, 'WXPAY_APPID is not'],
  ])('refuses the user of any other mini-program', (settings, explanation) => {
    expect(() => toCaller({ openid: 'oA', appid: 'wxother' }, settings)).toThrow(explanation)
  })
})

describe('hasCallerIdentity', () => {
  it.each([
    ['an openid the platform lists', { WX_CONTEXT_KEYS: 'WX_APPID,WX_OPENID', WX_OPENID: 'oA' }, true],
    ['a call of a mini-program', { TCB_SOURCE: 'wx_client' }, true],
    ['a call of a function on its behalf', { TCB_SOURCE: 'wx_client,scf' }, true],
    ['a call of the developer tools', { TCB_SOURCE: 'wx_devtools' }, true],
    ['nothing', {}, false],
    ['an empty openid', { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: '' }, false],
    ['an openid that is not listed for this call', { WX_CONTEXT_KEYS: 'WX_APPID', WX_OPENID: 'oA' }, false],
    ['HTTP access by any other name', { TCB_SOURCE: 'wx_http' }, false],
    ['a timer', { TCB_SOURCE: 'wx_trigger' }, false],
  ])('takes %s for what it is', (_, env, expected) => {
    expect(hasCallerIdentity(env)).toBe(expected)
  })
})
