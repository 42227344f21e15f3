import { inWords, methodOf } from '../../../../sandbox/phone/browser/shell/cashierWords'

it.each([
  [{ password: 'notAsked' }, '免密支付，无需输入密码'],
  [{ password: 'asked' }, '支付密码（模拟，不必输入）'],
  [{ password: 'asked', why: 'RULE_LIMIT' }, '超过限额，请输入密码'],
  [{ password: 'asked', why: 'INVALID_REQUEST' }, '请输入支付密码（INVALID_REQUEST）'],
] as const)('the cashier tells how %j is paid', (bill, words) => {
  expect(methodOf(bill)).toBe(words)
})

it.each([
  ['the order was placed for another user', '订单或签约会话属于其他用户'],
  ['order ORDER1 is SUCCESS, and cannot be paid', '该订单已支付'],
  ['order ORDER1 is CLOSED, and cannot be paid', '订单已关闭'],
  ['the prepay_id is over 2 hours old; place the order again', '订单已失效，请重新下单'],
  ['the session of code1 is over (contract NOT_SIGNED); pre-sign again', '签约会话已失效'],
  ['something new', 'something new'],
])('speaks Chinese of what is refused: %s', (why, words) => {
  expect(inWords(why)).toBe(words)
})
