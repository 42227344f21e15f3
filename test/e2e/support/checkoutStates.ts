// Every state the checkout can be in, and how a person gets there.
import type { OrderOutput } from '../../../typings/contract/callables'
import { CODE, NONE, OPEN, refusal, SIGNED, answer, type CannedAnswers } from './cannedCloud'
import type { PhonePage } from './phonePage'

export interface CheckoutCase {
  name: string
  state: string
  /** Of the line about signing, where there is one. */
  sign?: string
  at: CannedAnswers
  reach?: (phone: PhonePage) => Promise<void>
}

const order = (state: OrderOutput['state']): OrderOutput => ({
  state,
  out_trade_no: 'SAMPLE2026112114200700001234',
  description: '青柠商城 保温杯',
  total: 350,
  ...(state === 'paid' && { paidAtMs: Date.UTC(2026, 10, 21, 6, 20) }),
})

/** Nobody signed it, so no cashier opens. */
const payment = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=wx1', signType: 'RSA', paySign: 'AAAA' } as const
const PAYABLE = { payment, presigned: true, out_contract_code: CODE }

const pays = (answers: CannedAnswers) => async (phone: PhonePage) => {
  await phone.sees('unpaid')
  await answer(phone, answers)
  await phone.button('pay').click()
}

/** Through a true cashier; from then on the functions answer so. */
const paysTruly = (answers: CannedAnswers) => async (phone: PhonePage) => {
  await phone.goToCashier()
  await answer(phone, answers)
  await phone.sheetButton('支付').click()
  await phone.takeOffer()
}

export const CHECKOUT_STATES: readonly CheckoutCase[] = [
  { name: 'P00-loading', state: 'loading', at: { queryOrder: 'never' } },
  { name: 'P01-unpaid', state: 'unpaid', at: { queryOrder: order('unpaid'), queryContract: NONE } },
  {
    name: 'P01-failed',
    state: 'unpaid',
    at: { queryOrder: order('unpaid'), queryContract: NONE },
    reach: async (phone) => {
      await pays({ payRedirectSign: PAYABLE })(phone)
      await phone.merchant.getByText('这次支付没有完成').waitFor()
    },
  },
  {
    name: 'P01-under-contract',
    state: 'underContract',
    at: { queryOrder: { ...order('unpaid'), contract: 'inForce' } },
  },
  {
    name: 'P02-preparing',
    state: 'preparing',
    at: { queryOrder: order('unpaid') },
    reach: pays({ payRedirectSign: 'never' }),
  },
  { name: 'P04-confirming', state: 'confirming', at: {}, reach: paysTruly({ queryOrder: 'never' }) },
  { name: 'P04-unsure', state: 'unsure', at: {}, reach: paysTruly({ queryOrder: order('unknown') }) },
  {
    name: 'P05-paid-asking',
    state: 'paid',
    sign: 'asking',
    at: {},
    reach: paysTruly({ queryOrder: order('paid'), queryContract: 'never' }),
  },
  {
    name: 'P05-paid-signed',
    state: 'paid',
    sign: 'signed',
    at: {},
    reach: paysTruly({ queryOrder: order('paid'), queryContract: SIGNED }),
  },
  {
    name: 'P05-paid-not-signed',
    state: 'paid',
    sign: 'notSigned',
    at: {},
    reach: paysTruly({ queryOrder: order('paid'), queryContract: OPEN }),
  },
  {
    name: 'P05-paid-unsure',
    state: 'paid',
    sign: 'unsure',
    at: {},
    reach: paysTruly({ queryOrder: order('paid'), queryContract: { ...OPEN, state: 'unknown' } }),
  },
  { name: 'P06-closed', state: 'closed', at: { queryOrder: order('closed') } },
  { name: 'P07-refunded', state: 'refunded', at: { queryOrder: order('refunded') } },
  { name: 'P08-not-found', state: 'notFound', at: { queryOrder: refusal('NOT_FOUND') } },
  { name: 'P09-unavailable', state: 'unavailable', at: { queryOrder: refusal('NOT_CONFIGURED') } },
  { name: 'P10-busy', state: 'busy', at: { queryOrder: refusal('RATE_LIMITED', { retryAfterMs: 300_000 }) } },
  { name: 'P11-slow', state: 'slow', at: { queryOrder: { errCode: -504003 } } },
  { name: 'P12-system-error', state: 'systemError', at: { queryOrder: refusal('INTERNAL') } },
]
