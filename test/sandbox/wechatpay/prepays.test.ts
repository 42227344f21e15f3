// What a pre-sign must share with its order. Over HTTP a merchant with one appid and one sub-merchant never gets this far.
import type { OrderRequest } from '../../../sandbox/wechatpay/order'
import type { PreSign } from '../../../sandbox/wechatpay/preSign'
import { Prepays } from '../../../sandbox/wechatpay/prepays'

const WHO = { appid: 'wxProvider', openid: 'oSame', subMchid: '1900000109', subAppid: 'wxSub' }
const REQUEST: OrderRequest = {
  ...WHO,
  kind: 'partner',
  outTradeNo: 'order1',
  description: '图书',
  notifyUrl: 'https://merchant.example.com/n',
  total: 1,
  fingerprint: '',
}
const PRE_SIGN: PreSign = {
  ...WHO,
  family: 'password-exempt',
  mode: 'service-provider',
  scene: 'pay-redirect-sign',
  templateId: 1,
  outContractCode: 'code1',
  notifyUrl: 'https://merchant.example.com/n',
  displayAccount: '用户A',
  fingerprint: '',
}

function check(changes: Partial<PreSign>, ordered: Partial<OrderRequest> = {}): void {
  const prepays = new Prepays()
  const prepayId = prepays.issue({ request: { ...REQUEST, ...ordered }, prepayId: '', state: 'NOTPAY' }, 0)
  prepays.check({ ...PRE_SIGN, ...changes, prepayId }, 0)
}

test('the same names pass, and so does a sub-merchant only one of the two names', () => {
  expect(() => check({})).not.toThrow()
  expect(() => check({ subAppid: undefined, subMchid: undefined })).not.toThrow()
  expect(() => check({}, { subAppid: undefined })).not.toThrow()
})

test.each([
  ['appid', { appid: 'wxAnother' }, 'another appid'],
  ['sub_appid', { subAppid: 'wxAnother' }, 'another appid'],
  ['sub_mchid', { subMchid: '1900000001' }, 'another sub-merchant'],
  ['user', { openid: 'oAnother' }, 'another user'],
])('another %s is refused', (_what, changes, message) => {
  expect(() => check(changes)).toThrow(message)
})

test('a sub_openid is compared under the appid it belongs to', () => {
  const sub = { openid: undefined, subOpenid: 'oSub' }
  expect(() => check(sub, sub)).not.toThrow()
  expect(() => check(sub, { ...sub, subOpenid: 'oOther' })).toThrow('another user')
})
