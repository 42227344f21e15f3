// A bill as WeChat Pay writes it, line by line.
import { createBillReader } from '../../../../../cloudfunctions/_shared/admin/bill/tradeBill'

const COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'

const NEEDED = '微信订单号,商户订单号,交易状态,应结订单金额,商户退款单号,退款金额,退款状态'

const cells = (changes: Record<string, string>) => COLUMNS.split(',').map((name) => `\`${changes[name] ?? '0.00'}`)
const line = (changes: Record<string, string>) => cells(changes).join(',')
const PAID = {
  微信订单号: '4200001',
  商户订单号: 'ORDER-1',
  交易状态: 'SUCCESS',
  应结订单金额: '12.80',
  订单金额: '12.80',
  商品名称: '头盔，大号, 红',
}

function read(...lines: string[]) {
  const reader = createBillReader()
  return lines.flatMap((one) => reader.take(one) ?? [])
}

it('reads what was paid, given back and taken back, in fen, and no sums', () => {
  const lines = [
    `\uFEFF${COLUMNS}\r`,
    `${line(PAID)}\r`,
    line({
      ...PAID,
      交易状态: 'REFUND',
      商户退款单号: 'REFUND-1',
      退款金额: '2.80',
      申请退款金额: '3.00',
      退款状态: 'SUCCESS',
    }),
    line({ ...PAID, 商户订单号: 'ORDER-2', 交易状态: 'REVOKED', 退款金额: '0.07', 申请退款金额: '0.07' }),
    '总交易单数,应结订单总金额',
    '`3,`12.80',
    '',
  ]
  expect(read(...lines)).toEqual([
    { kind: 'paid', out_trade_no: 'ORDER-1', transaction_id: '4200001', total: 1280 },
    // Asked for 3.00, of which 0.20 were a coupon of WeChat's.
    { kind: 'refund', out_refund_no: 'REFUND-1', out_trade_no: 'ORDER-1', refund: 300, status: 'SUCCESS' },
    { kind: 'reversed', out_trade_no: 'ORDER-2', transaction_id: '4200001', total: 7 },
  ])
})

it.each([
  [{ 商品名称: '头盔,`大号,`红' }],
  [{ 商户数据包: 'a,`b' }],
  [{ 商品名称: '头盔,`', 商户数据包: ',`' }],
  [{ 商品名称: ',`SUCCESS,`CNY,`0.01,`0.01' }],
])('a text of the merchant’s that holds what parts two values moves none of the others: %j', (texts) =>
  expect(read(COLUMNS, line({ ...PAID, ...texts }), line(PAID))).toMatchObject([{ total: 1280 }, { total: 1280 }]),
)

it('finds columns by their names, wherever they are, and reads older bills without the newer ones', () => {
  const names = COLUMNS.split(',')
    .filter((name) => name !== '订单金额' && name !== '申请退款金额')
    .reverse()
  const row = names.map((name) => `\`${(PAID as Record<string, string>)[name] ?? '0.00'}`).join(',')
  expect(read(names.join(','), row)).toEqual([
    { kind: 'paid', out_trade_no: 'ORDER-1', transaction_id: '4200001', total: 1280 },
  ])
})

it.each<[what: string, lines: string[], message: RegExp]>([
  ['no bill', ['<html>'], /^expected the columns 微信订单号, /],
  ['a line cut short', [COLUMNS, '`1,`2'], /^expected 27 values in a line, got 2/],
  ['a line too long, and no text in it', [NEEDED, `\`1${',`1'.repeat(7)}`], /^expected 7 values in a line, got 8/],
  [
    'a line too long, where a value stands between the texts',
    [`商品名称,${NEEDED},商户数据包`, `\`1${',`1'.repeat(9)}`],
    /^expected 9 values in a line, got 10/,
  ],
  ['another state', [COLUMNS, line({ ...PAID, 交易状态: 'TELEPORTED' })], /^交易状态: /],
  ['an amount that is none', [COLUMNS, line({ ...PAID, 订单金额: '12.8x' })], /^应结订单金额: /],
  ['an amount below 0', [COLUMNS, line({ ...PAID, 订单金额: '-1.00' })], /^应结订单金额: /],
  ['a row that has lost its mark', [COLUMNS, line(PAID).slice(1), line(PAID)], /^expected a row, or 总交易单数/],
])('refuses %s', (_, lines, message) => expect(() => read(...lines)).toThrow(message))

it.each([
  ['of nothing', []],
  ['of its headings alone', [COLUMNS]],
  ['without its end', [COLUMNS, line(PAID), '']],
])('refuses a bill %s', (_, lines) => {
  const reader = createBillReader()
  for (const one of lines) reader.take(one)
  expect(() => reader.end()).toThrow(/^expected 总交易单数 at its end/)
})

it.each([
  ['0.29', 29],
  ['1.1', 110],
  ['19.99', 1999],
  ['1234567.89', 123_456_789],
  ['7', 700],
])('%s yuan are %d fen', (yuan, fen) =>
  expect(read(COLUMNS, line({ ...PAID, 订单金额: yuan }))).toMatchObject([{ total: fen }]),
)
