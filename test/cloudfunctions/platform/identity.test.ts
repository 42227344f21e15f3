import { CallFailure } from '../../../cloudfunctions/_shared/entrust/errors'
import { hasCallerIdentity, toIdentity } from '../../../cloudfunctions/_shared/platform/identity'

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
