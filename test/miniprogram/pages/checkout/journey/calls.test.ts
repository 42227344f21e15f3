import {
  askOrder,
  askToPay,
  askToPayUnder,
  cashierEnd,
  isOrderNumber,
} from '../../../../../miniprogram/pages/checkout/journey/calls'
import type { Call } from '../../../../../miniprogram/entrust/asking/ports'
import { NUMBER, orderOf, PAYMENT } from '../../../support/checkouts'
import { CODE } from '../../../support/journeys'

const answering = (result: unknown): { call: Call; calls: unknown[] } => {
  const calls: unknown[] = []
  const call = (async (name: string, data: unknown) => {
    calls.push([name, data])
    if (result instanceof Error) throw result
    return result
  }) as unknown as Call
  return { call, calls }
}
const refusal = (code: string): object => ({ ok: false, error: { code, message: 'm', requestId: 'r' } })

describe('isOrderNumber', () => {
  it.each(['123456', 'a'.repeat(32), 'A-b_c*9'])('takes %s', (text) => {
    expect(isOrderNumber(text)).toBe(true)
  })
  it.each([undefined, '', '12345', 'a'.repeat(33), 'order 0001', 'order/0001', '订单000001', 123456, 'order-1\n'])(
    'refuses %p',
    (text) => {
      expect(isOrderNumber(text)).toBe(false)
    },
  )
})

describe('askOrder', () => {
  it('asks by number and hands on the order', async () => {
    const order = orderOf('unpaid')
    const { call, calls } = answering({ ok: true, ...order })
    await expect(askOrder(call, NUMBER, true)).resolves.toEqual({ kind: 'order', order: { ok: true, ...order } })
    expect(calls).toEqual([['queryOrder', { out_trade_no: NUMBER }]])
  })

  it.each([
    ['a state it does not know', { state: 'half-paid' }],
    ['a price that is no whole number of fen', { total: 12.5 }],
    ['a price of nothing', { total: 0 }],
    ['a price in words', { total: '1250' }],
    ['no description', { description: undefined }],
  ])('does not believe %s', async (_, wrong) => {
    const answer = await askOrder(answering({ ok: true, ...orderOf('unpaid'), ...wrong }).call, NUMBER, true)
    expect(answer).toMatchObject({ kind: 'trouble', trouble: { kind: 'unreadable' } })
  })

  it.each([
    [refusal('NOT_FOUND'), 'notFound'],
    [refusal('RATE_LIMITED'), 'busy'],
    [new Error('request:fail'), 'offline'],
  ])('tells of trouble', async (result, kind) => {
    await expect(askOrder(answering(result).call, NUMBER, true)).resolves.toMatchObject({
      kind: 'trouble',
      trouble: { kind },
    })
  })
})

it.each([
  ['per use', true, 'inForce'],
  ['by the calendar: it pays no order', false, undefined],
])('a contract in force that is %s', async (_, isPerUse, contract) => {
  const { call } = answering({ ok: true, ...orderOf('unpaid'), contract: 'inForce' })
  await expect(askOrder(call, NUMBER, isPerUse)).resolves.toMatchObject({ order: { contract } })
})

describe('askToPayUnder', () => {
  it.each([
    ['contract', true],
    ['password', false],
    [undefined, false],
  ])('asks with the number alone, and hands on how it was placed: %s', async (how, isUnder) => {
    const { call, calls } = answering({ ok: true, payment: PAYMENT, with: how })
    await expect(askToPayUnder(call, NUMBER)).resolves.toEqual({
      kind: 'payment',
      payment: PAYMENT,
      isUnder,
      out_contract_code: undefined,
    })
    expect(calls).toEqual([['payWithContract', { out_trade_no: NUMBER }]])
  })

  it.each([
    [refusal('INVALID_INPUT'), { kind: 'notPayable' }],
    [refusal('WECHATPAY_UNREACHABLE'), { kind: 'trouble', trouble: { kind: 'systemError' } }],
  ])('tells what is refused', async (result, answer) => {
    await expect(askToPayUnder(answering(result).call, NUMBER)).resolves.toMatchObject(answer)
  })
})

describe('askToPay', () => {
  it("asks with the number alone: the price is the server's", async () => {
    const { call, calls } = answering({ ok: true, payment: PAYMENT, presigned: true, out_contract_code: CODE })
    await expect(askToPay(call, NUMBER)).resolves.toEqual({
      kind: 'payment',
      payment: PAYMENT,
      isUnder: false,
      out_contract_code: CODE,
    })
    expect(calls).toEqual([['payRedirectSign', { out_trade_no: NUMBER }]])
  })

  it.each([
    ['not pre-signed', { presigned: false }],
    ['not pre-signed, whatever the code', { presigned: false, out_contract_code: CODE }],
    ['pre-signed without a code', { presigned: true }],
  ])('pays all the same where it is %s, and knows of no offer', async (_, more) => {
    await expect(askToPay(answering({ ok: true, payment: PAYMENT, ...more }).call, NUMBER)).resolves.toEqual({
      kind: 'payment',
      payment: PAYMENT,
      isUnder: false,
      out_contract_code: undefined,
    })
  })

  it.each([
    ['none', undefined],
    ['null', null],
    ['one that lacks a field', { ...PAYMENT, paySign: undefined }],
    ['one with a number in the place of a text', { ...PAYMENT, timeStamp: 1795241999 }],
  ])('opens no cashier with a payment that is %s', async (_, payment) => {
    await expect(askToPay(answering({ ok: true, payment, presigned: true }).call, NUMBER)).resolves.toMatchObject({
      kind: 'trouble',
      trouble: { kind: 'unreadable' },
    })
  })

  it.each([
    [refusal('INVALID_INPUT'), { kind: 'notPayable' }],
    [refusal('NOT_FOUND'), { kind: 'trouble', trouble: { kind: 'notFound' } }],
    [refusal('WECHATPAY_REJECTED'), { kind: 'trouble', trouble: { kind: 'unavailable' } }],
    [new Error('timeout'), { kind: 'trouble', trouble: { kind: 'slow' } }],
  ])('tells what is refused', async (result, answer) => {
    await expect(askToPay(answering(result).call, NUMBER)).resolves.toMatchObject(answer)
  })
})

it.each([
  ['requestPayment:ok', 'success'],
  ['requestPayment:fail cancel', 'cancelled'],
  ['requestPayment:fail total_fee', 'failed'],
  ['', 'failed'],
])('reads how the cashier was closed: %p is %s', (errMsg, how) => {
  expect(cashierEnd(errMsg)).toBe(how)
})
