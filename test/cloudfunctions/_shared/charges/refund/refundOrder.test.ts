// Giving back what was paid: promised and written first, sent once, and never more than was paid.
import * as v from 'valibot'
import { refundInput, type RefundInput } from '../../../../../cloudfunctions/_shared/charges/refund/refundInput'
import { refundOrder } from '../../../../../cloudfunctions/_shared/charges/refund/refundOrder'
import { NOW, PROVIDER, SETTINGS } from '../../../../support/builders'
import { charged } from '../../../../support/buildersCharges'
import {
  aCharge,
  aChargeOrder,
  aRefund,
  fakeRefundDeps,
  NO_SUCH_REFUND,
  OUT_REFUND_NO,
  saysOfRefund,
  SUB_ORDERS,
  type FakeRefundDeps,
} from '../../../../support/buildersMoney'
import { aPayment, OUT_TRADE_NO, PREPAY, says } from '../../../../support/buildersOrders'
import { refused, UNREACHABLE, UNTRUSTED } from '../../../../support/fakeDeps'

const PAID = aPayment({ ...PREPAY, state: 'PAID', transaction_id: '4200001', paidAtMs: NOW })
const WISH: RefundInput = { out_trade_no: OUT_TRADE_NO, out_refund_no: OUT_REFUND_NO, amount: 100, reason: '缺货' }

let deps: FakeRefundDeps
beforeEach(() => {
  deps = fakeRefundDeps()
  deps.store.seed('payments', PAID)
})

const refund = async (changes: Partial<RefundInput> = {}) => refundOrder({ ...WISH, ...changes }, deps)
const stored = () => deps.store.all('refunds')
const promised = () => deps.store.all('payments')[0]?.refunds
const outbox = () => deps.store.all('contract_outbox').map(({ _id }) => _id)
const answers = (...status: string[]) => deps.refundGateway.sends.push(...status.map((one) => saysOfRefund(one)))

it('is promised and written down, with the exact body, before it is sent', async () => {
  const seen: unknown[] = []
  deps.refundGateway.sends.push((sent) => {
    seen.push(stored()[0]?.request, promised())
    return saysOfRefund('PROCESSING')(sent)
  })
  expect(await refund()).toEqual({
    out_refund_no: OUT_REFUND_NO,
    out_trade_no: OUT_TRADE_NO,
    status: 'PROCESSING',
    amount: 100,
    refund_id: '50300020261121',
  })
  const { reason, ...rest } = WISH
  expect(rest).toBeDefined()
  expect(seen).toEqual([
    {
      out_trade_no: OUT_TRADE_NO,
      out_refund_no: OUT_REFUND_NO,
      reason,
      notify_url: SETTINGS.notifyUrl,
      amount: { refund: 100, total: 350, currency: 'CNY' },
    },
    { [OUT_REFUND_NO]: 100 },
  ])
  expect(deps.refundGateway.calls[0]?.refund.request).toEqual(seen[0])
  expect(stored()).toMatchObject([
    { state: 'PROCESSING', mchid: SETTINGS.mchid, endpoint: 'domestic', evidence: [{ what: 'PROCESSING' }] },
  ])
  expect(outbox()).toEqual([])
})

it('that is over at once is told, and the order is known to be given back', async () => {
  answers('SUCCESS')
  expect(await refund()).toMatchObject({ status: 'SUCCESS', succeededAtMs: Date.UTC(2026, 10, 21, 2, 6) })
  expect(outbox()).toEqual([`${OUT_REFUND_NO}:REFUND_SUCCESS`])
  expect(deps.store.all('payments')).toMatchObject([{ state: 'REFUNDED', refunds: { [OUT_REFUND_NO]: 100 } }])
})

describe('never more than was paid:', () => {
  it('the half, the rest, and not a fen more', async () => {
    answers('SUCCESS', 'PROCESSING')
    await refund({ amount: 175 })
    await refund({ out_refund_no: 'SECOND', amount: 175 })
    await expect(refund({ out_refund_no: 'THIRD', amount: 1 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('amount: at most 0 fen of the 350') as string,
    })
    expect(deps.refundGateway.made).toEqual(['send', 'send'])
    expect(stored()).toHaveLength(2)
  })

  it('of two at once above the rest one passes', async () => {
    answers('PROCESSING', 'PROCESSING')
    const both = await Promise.allSettled([refund({ amount: 200 }), refund({ out_refund_no: 'OTHER', amount: 200 })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(deps.refundGateway.made).toEqual(['send'])
    expect(Object.values(promised() ?? {})).toEqual([200])
  })

  it('what nobody knows the fate of counts; what was closed or refused does not', async () => {
    deps.refundGateway.sends.push(UNREACHABLE, saysOfRefund('CLOSED'), refused(403, 'NOT_ENOUGH'))
    deps.refundGateway.queries.push(NO_SUCH_REFUND)
    await expect(refund({ amount: 100 })).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    await refund({ out_refund_no: 'CLOSED', amount: 250 })
    await expect(refund({ out_refund_no: 'REFUSED', amount: 250 })).rejects.toMatchObject({
      code: 'WECHATPAY_REJECTED',
    })
    expect(promised()).toEqual({ [OUT_REFUND_NO]: 100 })
    expect(outbox()).toEqual(['CLOSED:REFUND_CLOSED', 'REFUSED:REFUND_REFUSED'])
    await expect(refund({ out_refund_no: 'MORE', amount: 251 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('of a sub-order of a charge neither, by the endpoint of platforms', async () => {
    const charge = aCharge({ state: 'PAID', paidAtMs: NOW })
    deps.store.seed('charges', charge)
    deps.store.seed('charge_orders', aChargeOrder())
    deps.refundGateway.sends.push(saysOfRefund('PROCESSING', { status: undefined }))
    const out_trade_no = SUB_ORDERS[0].out_trade_no
    expect(await refund({ out_trade_no, amount: 300 })).toMatchObject({ status: 'PROCESSING' })
    expect(stored()).toMatchObject([
      {
        endpoint: 'ecommerce',
        mchid: charge.request.combine_mchid,
        combine_out_trade_no: charge._id,
        request: {
          sub_mchid: '1900000110',
          sp_appid: charge.request.combine_appid,
          amount: { refund: 300, total: 300 },
        },
      },
    ])
    expect(deps.store.all('charge_orders')).toMatchObject([{ refunds: { [OUT_REFUND_NO]: 300 }, revision: 2 }])
    await expect(refund({ out_refund_no: 'MORE', out_trade_no, amount: 1 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })
})

describe('the same number again', () => {
  it('while nobody knows what became of it: the stored body, once more', async () => {
    deps.refundGateway.sends.push(UNREACHABLE, saysOfRefund('PROCESSING'))
    await expect(refund()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    deps.settings = { ...deps.settings, notifyUrl: 'https://elsewhere.example.com/notify' }
    expect(await refund({ reason: 'in other words' })).toMatchObject({ status: 'PROCESSING' })
    const [first, second] = deps.refundGateway.calls.map((call) => call.refund.request)
    expect(second).toEqual(first)
    expect(promised()).toEqual({ [OUT_REFUND_NO]: 100 })
  })

  it('once it was taken on: asked about, and not sent', async () => {
    answers('PROCESSING')
    await refund()
    deps.clock.now += 2000
    deps.refundGateway.queries.push(saysOfRefund('SUCCESS'))
    expect(await refund()).toMatchObject({ status: 'SUCCESS' })
    expect(await refund()).toMatchObject({ status: 'SUCCESS' })
    expect(deps.refundGateway.made).toEqual(['send', 'query'])
  })

  it('after it was refused: sent anew, and promised anew', async () => {
    deps.refundGateway.sends.push(refused(403, 'NOT_ENOUGH'), saysOfRefund('SUCCESS'))
    deps.refundGateway.queries.push(NO_SUCH_REFUND)
    await expect(refund()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(stored()).toMatchObject([
      { state: 'REFUSED', refusal: { httpStatus: 403, apiCode: 'NOT_ENOUGH', atMs: NOW } },
    ])
    expect(promised()).toEqual({})
    expect(await refund()).toMatchObject({ status: 'SUCCESS' })
    expect(promised()).toEqual({ [OUT_REFUND_NO]: 100 })
  })

  it('refused again: each time is told, under an id of its own', async () => {
    for (const code of ['NOT_ENOUGH', 'USER_ACCOUNT_ABNORMAL', 'NOT_ENOUGH']) {
      deps.refundGateway.sends.push(refused(403, code))
      deps.refundGateway.queries.push(NO_SUCH_REFUND)
      await expect(refund()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    }
    const rows = deps.store.all('contract_outbox').map((row) => ({ id: row._id, ...('refund' in row && row.refund) }))
    expect(rows).toMatchObject([
      { id: `${OUT_REFUND_NO}:REFUND_REFUSED`, apiCode: 'NOT_ENOUGH' },
      { id: `${OUT_REFUND_NO}:REFUND_REFUSED:2`, apiCode: 'USER_ACCOUNT_ABNORMAL' },
      { id: `${OUT_REFUND_NO}:REFUND_REFUSED:3`, apiCode: 'NOT_ENOUGH' },
    ])
    answers('SUCCESS')
    await refund()
    expect(outbox()).toContain(`${OUT_REFUND_NO}:REFUND_SUCCESS`)
  })

  it('refused because it was taken on before: told what became of that', async () => {
    deps.refundGateway.sends.push(refused(400, 'INVALID_REQUEST'))
    deps.refundGateway.queries.push(saysOfRefund('SUCCESS'))
    expect(await refund()).toMatchObject({ status: 'SUCCESS' })
  })

  it.each([
    ['another amount', { amount: 101 }, 'amount'],
    ['another order', { out_trade_no: 'ANOTHER-1' }, 'order'],
  ])('for %s is refused by its field, and nothing is sent', async (_, changes, what) => {
    deps.store.seed('refunds', aRefund({ state: 'PROCESSING' }))
    await expect(refund(changes)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(new RegExp(`^out_refund_no: .*another ${what}`)) as string,
    })
    expect(deps.refundGateway.made).toEqual([])
  })

  it('sent by two at once, refused to one: nobody gives it up while the other may have it', async () => {
    deps.refundGateway.sends.push(async () => {
      await refund()
      return refused(429, 'X')
    })
    deps.refundGateway.sends.push(refused(400, 'PARAM_ERROR'))
    deps.refundGateway.queries.push(NO_SUCH_REFUND, NO_SUCH_REFUND)
    await expect(refund()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(stored()).toMatchObject([{ state: 'REQUESTED', sentCount: 2 }])
    expect(promised()).toEqual({ [OUT_REFUND_NO]: 100 })
  })
})

describe('what is not paid gives nothing back:', () => {
  it.each([
    ['nothing of that number', () => deps.store.all('payments'), { out_trade_no: 'NOBODYS-1' }, 'NOT_FOUND'],
    [
      'a charge that was taken back',
      seedCharge('REVERSED'),
      { out_trade_no: SUB_ORDERS[0].out_trade_no },
      'INVALID_INPUT',
    ],
  ])('%s', async (_, given, changes, code) => {
    given()
    await expect(refund({ ...changes, amount: 1 })).rejects.toMatchObject({
      code,
      message: expect.stringContaining('out_trade_no: ') as string,
    })
    expect(stored()).toEqual([])
    expect(deps.refundGateway.made).toEqual([])
  })

  it('an order is asked about first: its notification may be late', async () => {
    deps.store.seed('payments', aPayment(PREPAY))
    deps.orderGateway.queries.push(says('NOTPAY'), says('SUCCESS'))
    await expect(refund()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    deps.clock.now += 2000
    answers('PROCESSING')
    expect(await refund()).toMatchObject({ status: 'PROCESSING' })
  })

  it.each(['REQUESTED', 'REFUSED'] as const)('a charge that is %s is asked about first', async (state) => {
    seedCharge(state)()
    const out_trade_no = SUB_ORDERS[0].out_trade_no
    deps.chargeGateway.queries.push(charged('NOTPAY'), charged())
    await expect(refund({ out_trade_no })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    deps.clock.now += 2000
    answers('PROCESSING')
    expect(await refund({ out_trade_no })).toMatchObject({ status: 'PROCESSING' })
    expect(deps.chargeGateway.made).toEqual(['query', 'query'])
  })

  it('a charge nobody can be asked about', async () => {
    seedCharge('REQUESTED')()
    deps.chargeGateway.queries.push(UNREACHABLE)
    await expect(refund({ out_trade_no: SUB_ORDERS[0].out_trade_no })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

function seedCharge(state: 'REVERSED' | 'REQUESTED' | 'REFUSED') {
  return () => {
    deps.store.seed('charges', aCharge({ state }))
    deps.store.seed('charge_orders', aChargeOrder())
  }
}

it.each([
  ['service-provider', 'domestic', { sub_mchid: '1900000110' }],
  ['ecommerce', 'ecommerce', { sub_mchid: '1900000110', sp_appid: PROVIDER.appid }],
] as const)('mode %s goes to the endpoint %s, for its sub-merchant', async (mode, endpoint, named) => {
  deps.settings = { ...PROVIDER, mode }
  const { _id, ...rest } = aPayment({ ...PREPAY, state: 'PAID' }, deps.settings)
  deps.store.seed('payments', { _id, ...rest })
  answers('PROCESSING')
  await refund()
  expect(stored()).toMatchObject([{ endpoint, request: named }])
})

it.each([
  ['another refund', { out_refund_no: 'OTHER' }, 'out_refund_no'],
  ['another order', { out_trade_no: 'OTHER-1' }, 'out_trade_no'],
  ['another amount', { amount: { refund: 99, total: 350, currency: 'CNY' } }, 'amount.refund'],
  ['another total', { amount: { refund: 100, total: 351, currency: 'CNY' } }, 'amount.total'],
  ['another currency', { amount: { refund: 100, total: 350, currency: 'USD' } }, 'amount.currency'],
  ['a state nobody knows', { status: 'LOST' }, 'status'],
  ['no amount', { amount: undefined }, 'amount'],
])('an answer about %s moves nothing, and is an alert', async (_, changes, fields) => {
  deps.refundGateway.sends.push(saysOfRefund('SUCCESS', changes))
  await expect(refund()).rejects.toMatchObject({ code: 'WECHATPAY_UNTRUSTED' })
  expect(stored()).toMatchObject([{ state: 'REQUESTED' }])
  expect(deps.logged).toContainEqual(
    expect.objectContaining({ level: 'alert', fields: expect.objectContaining({ fields }) as object }),
  )
})

it.each(['refund_id', 'status', 'out_trade_no'])('an answer with null for %s says nothing of it', async (name) => {
  deps.refundGateway.sends.push(saysOfRefund('PROCESSING', { [name]: null }))
  expect(await refund()).toMatchObject({ status: 'PROCESSING' })
})

it('an abnormal one is an alert, once', async () => {
  answers('ABNORMAL')
  expect(await refund()).toMatchObject({ status: 'ABNORMAL' })
  deps.clock.now += 2000
  deps.refundGateway.queries.push(saysOfRefund('ABNORMAL'))
  await refund()
  expect(deps.logged.filter(({ level }) => level === 'alert')).toHaveLength(1)
  expect(outbox()).toEqual([`${OUT_REFUND_NO}:REFUND_ABNORMAL`])
})

it.each([
  [UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
  [{ kind: 'rateLimited' }, 'RATE_LIMITED'],
  [refused(404, 'RESOURCE_NOT_EXISTS', false), 'WECHATPAY_REJECTED'],
] as const)('%j leaves it promised, to be called again', async (outcome, code) => {
  deps.refundGateway.sends.push(outcome)
  await expect(refund()).rejects.toMatchObject({ code })
  expect(stored()).toMatchObject([{ state: 'REQUESTED' }])
  expect(promised()).toEqual({ [OUT_REFUND_NO]: 100 })
})

it.each<[string, object]>([
  ['amount', { amount: 0 }],
  ['amount', { amount: -1 }],
  ['amount', { amount: 0.5 }],
  ['amount', { amount: '100' }],
  ['amount', { amount: 2 ** 53 }],
  ['amount', { amount: 1_000_000_001 }],
  ['amount', { amount: undefined }],
  ['currency', { currency: 'USD' }],
  ['out_refund_no', { out_refund_no: 'a b' }],
  ['out_refund_no', { out_refund_no: 'x'.repeat(65) }],
  ['out_refund_no', { out_refund_no: '__proto__' }],
  ['out_trade_no', { out_trade_no: 'short' }],
  ['out_trade_no', { out_trade_no: '__proto__' }],
  ['reason', { reason: '' }],
  ['reason', { reason: '退'.repeat(27) }],
  ['openid', { openid: 'oAlice' }],
])('%s is refused by name: %j', (field, changes) => {
  const read = v.safeParse(refundInput, { ...WISH, ...changes })
  expect(read.success ? [] : [...new Set(read.issues.map((issue) => v.getDotPath(issue)))]).toEqual([field])
})
