import { generateKeyPairSync, sign } from 'node:crypto'
import { paymentProblem, prepayIdOf } from '../../../../sandbox/phone/server/paySign'

const APPID = 'wx0123456789abcdef'
const NOW_SEC = 1_790_000_000
const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

const fields = { timeStamp: String(NOW_SEC), nonceStr: 'nonce', package: 'prepay_id=wx201410', signType: 'RSA' }

/** Signed as the documentation says, line by line, with nothing of the code under test. */
function signed(change: Partial<typeof fields> = {}, { appid = APPID, key = merchant.privateKey } = {}) {
  const payment = { ...fields, ...change }
  const lines = [appid, payment.timeStamp, payment.nonceStr, payment.package, '']
  return { ...payment, paySign: sign('sha256', Buffer.from(lines.join('\n')), key).toString('base64') }
}

const problem = (payment: Record<string, unknown>) => paymentProblem(payment, APPID, merchant.publicKey, NOW_SEC)

it('opens for parameters signed by the merchant for this mini-program', () => {
  expect(problem(signed())).toBeUndefined()
  expect(prepayIdOf(signed())).toBe('wx201410')
})

it.each(['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'])(
  '%s missing, empty or no text is refused by name',
  (name) => {
    const rest: Record<string, unknown> = { ...signed(), [name]: undefined }
    expect(problem(rest)).toBe(`parameter error: parameter.${name} should be String instead of Undefined;`)
    expect(problem({ ...rest, [name]: 1790000000 })).toContain(`parameter.${name} should be String instead of Number`)
    expect(problem({ ...rest, [name]: '' })).toContain(`parameter.${name} should be String instead of an empty String`)
  },
)

it.each([
  ['a signature for another mini-program', signed({}, { appid: 'wxffffffffffffffff' })],
  ['a signature of a stranger', signed({}, { key: stranger.privateKey })],
  ['another order than the signed one', { ...signed(), package: 'prepay_id=wx201411' }],
  ['another time than the signed one', { ...signed(), timeStamp: String(NOW_SEC - 1) }],
  ['another nonce than the signed one', { ...signed(), nonceStr: 'other' }],
  ['no base64', { ...signed(), paySign: `${signed().paySign} ` }],
])('%s does not verify', (_, payment) => {
  expect(problem(payment)).toBe('支付验证签名失败')
})

it.each([
  [signed({ signType: 'MD5' }), 'signType is MD5'],
  [signed({ package: 'wx201410' }), 'package must be prepay_id='],
  [signed({ package: 'prepay_id=' }), 'package must be prepay_id='],
  [signed({ timeStamp: `${NOW_SEC}000` }), 'timeStamp must be seconds'],
  [signed({ timeStamp: String(NOW_SEC - 7_201) }), 'timeStamp is 7201 s old'],
  [signed({ timeStamp: String(NOW_SEC + 301) }), 'timeStamp is 301 s ahead'],
])('%j: %s', (payment, expected) => {
  expect(problem(payment)).toContain(expected)
})

it.each([NOW_SEC - 7_200, NOW_SEC + 300])('a timeStamp of %d is still fresh', (second) => {
  expect(problem(signed({ timeStamp: String(second) }))).toBeUndefined()
})
