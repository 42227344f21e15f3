// From an order number to a prepay_id: one number is one body, and what is unknown is asked before it is placed again.
import { closeOrder } from '../../../../cloudfunctions/_shared/orders/closeOrder'
import { takePrepay } from '../../../../cloudfunctions/_shared/orders/takePrepay'
import { COMBINE, MINUTE, NOW, OPENID, PREPAY_ID, PROVIDER, SETTINGS } from '../../../support/builders'
import { aCharge, aChargeOrder } from '../../../support/buildersMoney'
import {
  aPayment,
  fakeOrderDeps,
  ORDER,
  OUT_TRADE_NO,
  placed,
  PREPAY,
  says,
  type FakeOrderDeps,
} from '../../../support/buildersOrders'
import { refused, UNREACHABLE, UNTRUSTED } from '../../../support/fakeDeps'

let deps: FakeOrderDeps
beforeEach(() => {
  deps = fakeOrderDeps()
})

const take = async () => takePrepay(OUT_TRADE_NO, { openid: OPENID }, deps)
const stored = () => deps.store.all('payments')[0]
const gateway = () => deps.orderGateway
const invalid = (field: string) => ({ code: 'INVALID_INPUT', message: expect.stringMatching(`^${field}: `) as string })
const NOT_PLACED = refused(404, 'ORDER_NOT_EXIST')

it('is written down before WeChat Pay hears of it, and the very body on record is placed', async () => {
  gateway().places.push((payment) => {
    expect(stored()).toEqual(payment)
    return placed
  })
  expect(await take()).toMatchObject({ prepay_id: PREPAY_ID })
  expect(stored()).toMatchObject({ state: 'PLACED', prepay_id: PREPAY_ID, prepayUntilMs: NOW + 120 * MINUTE })
  expect(gateway().calls[0]?.payment.request).toEqual(aPayment().request)
  expect(gateway().made).toEqual(['place'])
})

it('is handed out again while 20 minutes of it are left, and nobody is asked', async () => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.clock.now += 100 * MINUTE
  expect(await take()).toMatchObject({ prepay_id: PREPAY_ID })
  expect(gateway().made).toEqual([])
})

it('is not handed out again before WeChat Pay was asked, where a notification has named it and proved nothing', async () => {
  deps.store.seed('payments', aPayment({ ...PREPAY, setAsideAtMs: NOW }))
  gateway().queries.push(says('SUCCESS'))
  await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
  expect(stored()).toMatchObject({ state: 'PAID' })
})

it('near its end, is asked about and then placed again with the same body', async () => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.clock.now += 100 * MINUTE + 1
  gateway().queries.push(says('NOTPAY'))
  gateway().places.push({ kind: 'accepted', reply: { prepay_id: 'wx2' } })
  expect(await take()).toMatchObject({ prepay_id: 'wx2', prepayUntilMs: deps.clock.now + 120 * MINUTE })
  expect(gateway().made).toEqual(['query', 'place'])
  expect(gateway().calls[1]?.payment.request).toEqual(aPayment().request)
})

describe('an unknown outcome', () => {
  it.each([
    [UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
    [UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
  ])('%p: the next call asks before it places the same body again', async (outcome, code) => {
    gateway().places.push(outcome, placed)
    await expect(take()).rejects.toMatchObject({ code })
    expect(stored()).toMatchObject({ state: 'REQUESTED' })
    gateway().queries.push(NOT_PLACED)
    expect(await take()).toMatchObject({ prepay_id: PREPAY_ID })
    const [first, , second] = gateway().calls
    expect(gateway().made).toEqual(['place', 'query', 'place'])
    expect(second?.payment.request).toEqual(first?.payment.request)
  })

  it('of the question keeps it from being placed again', async () => {
    deps.store.seed('payments', aPayment())
    gateway().queries.push(UNREACHABLE)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    expect(gateway().made).toEqual(['query'])
  })

  it('after a worker died at the call, turns out to be paid', async () => {
    gateway().places.push(() => Promise.reject(new Error('killed')))
    await expect(take()).rejects.toThrow('killed')
    gateway().queries.push(says('SUCCESS'))
    await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
    expect(stored()).toMatchObject({ state: 'PAID' })
    expect(deps.store.all('contract_outbox')).toHaveLength(1)
  })

  it('after the database failed to keep the prepay_id, gets it again', async () => {
    gateway().places.push(() => {
      deps.store.failNext('write')
      return placed
    }, placed)
    await expect(take()).rejects.toThrow('write')
    gateway().queries.push(says('NOTPAY'))
    expect(await take()).toMatchObject({ prepay_id: PREPAY_ID })
  })
})

describe('a refusal', () => {
  it('that turns out to be paid is told so', async () => {
    gateway().places.push(refused(400, 'ORDERPAID'))
    gateway().queries.push(says('SUCCESS'))
    await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
  })

  it('that turns out to be paid since it was asked about a moment ago, is told so too', async () => {
    deps.store.seed('payments', aPayment())
    gateway().queries.push(says('NOTPAY'), says('SUCCESS'))
    gateway().places.push(refused(400, 'ORDERPAID'))
    await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
    expect(deps.slept).toEqual([1500])
  })

  it('that turns out to be closed is told so', async () => {
    gateway().places.push(refused(400, 'ORDER_CLOSED'))
    gateway().queries.push(says('CLOSED'))
    await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
    expect(stored()).toMatchObject({ state: 'CLOSED' })
  })

  it('for any other reason is passed on', async () => {
    gateway().places.push(refused(403, 'NO_AUTH'))
    gateway().queries.push(NOT_PLACED)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
  })

  it('of what WeChat Pay has, and may still be paid, asks for a new number', async () => {
    deps.store.seed('payments', aPayment(PREPAY))
    deps.clock.now += 121 * MINUTE
    gateway().places.push(refused(400, 'INVALID_REQUEST'))
    gateway().queries.push(says('NOTPAY'), says('NOTPAY'))
    await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
    expect(stored()).toMatchObject({ state: 'PLACED' })
  })

  it('that is not signed is nobody’s word: nothing is asked, and the next call goes on', async () => {
    gateway().places.push(refused(403, 'NO_AUTH', false))
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(gateway().made).toEqual(['place'])
    expect(stored()).toMatchObject({ state: 'REQUESTED' })
  })

  it('for asking too often tells how long to wait', async () => {
    gateway().places.push({ kind: 'rateLimited', retryAfterMs: 7000 })
    await expect(take()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 7000 })
  })
})

describe('what cannot be paid', () => {
  it.each(['PAID', 'REFUNDED', 'CLOSED'] as const)('is %s, and told by the record alone', async (state) => {
    deps.store.seed('payments', aPayment({ ...PREPAY, state }))
    await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
    expect(gateway().made).toEqual([])
  })

  it('is a number that was ordered with another total', async () => {
    deps.store.seed('payments', aPayment(PREPAY))
    deps.kept.set(OUT_TRADE_NO, { ...ORDER, total: 351 })
    await expect(take()).rejects.toMatchObject(invalid('order.total'))
  })

  it('is a number that was ordered for another sub-merchant', async () => {
    deps = fakeOrderDeps({ ...deps.settings, mode: 'ecommerce', subMerchant: { mchid: '1900000110' } })
    deps.store.seed('payments', aPayment(PREPAY, deps.settings))
    deps.kept.set(OUT_TRADE_NO, { ...ORDER, sub_mchid: '1900000111' })
    await expect(take()).rejects.toMatchObject(invalid('order.sub_mchid'))
  })

  it('is a number that was ordered for another user: their prepay_id goes to nobody else', async () => {
    deps.store.seed('payments', aPayment(PREPAY))
    deps.kept.set(OUT_TRADE_NO, { ...ORDER, openid: 'oBob' })
    await expect(takePrepay(OUT_TRADE_NO, { openid: 'oBob' }, deps)).rejects.toMatchObject(invalid('order.openid'))
    expect(gateway().made).toEqual([])
  })

  it('is an order that is closed while it is being placed: nobody gets its prepay_id', async () => {
    gateway().places.push(async () => {
      gateway().closes.push(NOT_PLACED)
      gateway().queries.push(NOT_PLACED)
      expect(await closeOrder({ out_trade_no: OUT_TRADE_NO }, { openid: OPENID }, deps)).toMatchObject({
        state: 'closed',
      })
      return placed
    })
    await expect(take()).rejects.toMatchObject(invalid('out_trade_no'))
    expect(stored()).toMatchObject({ state: 'CLOSED' })
  })

  it.each([{ total: 0 }, { description: '' }, { description: '单车骑行 🚲' }, { description: '\ud83d' }])(
    'is stored wrong (%p), and nothing is written',
    async (changes) => {
      deps.kept.set(OUT_TRADE_NO, { ...ORDER, ...changes })
      await expect(take()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      expect(deps.store.begun).toBe(0)
    },
  )

  it('is somebody else’s, and nothing is written', async () => {
    deps.kept.set(OUT_TRADE_NO, { ...ORDER, openid: 'oBob' })
    await expect(take()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(deps.store.begun).toBe(0)
  })
})

it('asked for twice at once, is written once and placed with one body', async () => {
  gateway().places.push(placed, placed)
  gateway().queries.push(says('NOTPAY'))
  const [one, other] = await Promise.all([take(), take()])
  expect(one.prepay_id).toBe(other.prepay_id)
  const bodies = gateway().calls.map(({ payment }) => JSON.stringify(payment.request))
  expect(new Set(bodies).size).toBe(1)
  expect(deps.store.all('payments')).toHaveLength(1)
})

describe('a number that was refused, or of which nothing came, is placed with what is right today', () => {
  const requestOf = (call: number) => gateway().calls[call]?.payment.request
  const mend = (changes: object) => void deps.kept.set(OUT_TRADE_NO, { ...ORDER, ...changes })
  /** Refused once, and never placed. */
  const refuse = async () => {
    gateway().places.push(refused(400, 'PARAM_ERROR'))
    gateway().queries.push(NOT_PLACED)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(stored()).toMatchObject({ state: 'REQUESTED', refusedAtMs: NOW })
    gateway().queries.push(NOT_PLACED)
    gateway().places.push(placed)
  }

  it.each<[what: string, changes: object, sent: object]>([
    ['another description', { description: '骑行' }, { description: '骑行' }],
    ['another total', { total: 351 }, { amount: { total: 351, currency: 'CNY' } }],
  ])('%s', async (_, changes, sent) => {
    await refuse()
    mend(changes)
    expect(await take()).toMatchObject({ prepay_id: PREPAY_ID, state: 'PLACED' })
    expect(requestOf(3)).toMatchObject(sent)
    expect(stored()).toMatchObject({ request: sent })
    expect(stored()).not.toHaveProperty('refusedAtMs')
    expect(gateway().made).toEqual(['place', 'query', 'query', 'place'])
  })

  it('another user', async () => {
    await refuse()
    mend({ openid: 'oBob' })
    await takePrepay(OUT_TRADE_NO, { openid: 'oBob' }, deps)
    expect(stored()).toMatchObject({ state: 'PLACED', request: { payer: { openid: 'oBob' } } })
  })

  it('other settings: merchant, mode and address', async () => {
    await refuse()
    deps.settings = { ...PROVIDER, env: 'cb-other', notifyUrl: 'https://pay.example.com/other' }
    await take()
    expect(stored()).toMatchObject({
      env: 'cb-other',
      mode: 'service-provider',
      request: { sp_mchid: PROVIDER.mchid, notify_url: 'https://pay.example.com/other' },
    })
    expect(requestOf(3)).toEqual(stored()?.request)
  })

  it('though WeChat Pay refuses to be asked about it, as with a merchant that is not ours', async () => {
    gateway().places.push(refused(403, 'NO_AUTH'))
    gateway().queries.push(refused(403, 'NO_AUTH'))
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    gateway().queries.push(refused(403, 'NO_AUTH'))
    gateway().places.push(placed)
    deps.settings = { ...SETTINGS, mchid: '1900000111' }
    expect(await take()).toMatchObject({ prepay_id: PREPAY_ID, request: { mchid: '1900000111' } })
  })

  it('written down with a text that could not be sent, before that was looked at', async () => {
    const request = { ...aPayment().request, description: '单车骑行 🚲' }
    deps.store.seed('payments', aPayment({ request }))
    gateway().queries.push(NOT_PLACED)
    gateway().places.push(placed)
    expect(await take()).toMatchObject({ prepay_id: PREPAY_ID })
    expect(requestOf(1)).toEqual(aPayment().request)
  })
})

describe('while a body is being sent no other takes over: of two mended orders', () => {
  const mend = (total: number) => void deps.kept.set(OUT_TRADE_NO, { ...ORDER, total })
  const totals = () =>
    gateway().calls.flatMap(({ call, payment }) => (call === 'place' ? [payment.request.amount.total] : []))
  const inProgress = async () => expect(take()).rejects.toMatchObject({ code: 'IN_PROGRESS' })
  /** While WeChat Pay is at it, the order is mended once more, and wished to be paid again. */
  const mendedMeanwhile = (total: number, answer: ReturnType<typeof gateway>['places'][number]) => async () => {
    mend(total)
    gateway().queries.push(NOT_PLACED)
    await inProgress()
    return typeof answer === 'function' ? answer(aPayment()) : answer
  }

  it('the first is placed, and the other is another order', async () => {
    gateway().places.push(mendedMeanwhile(349, placed))
    await expect(take()).resolves.toMatchObject({ prepay_id: PREPAY_ID, request: { amount: { total: 350 } } })
    await expect(take()).rejects.toMatchObject(invalid('order.total'))
    expect(totals()).toEqual([350])
  })

  it('after a refusal too', async () => {
    deps.store.seed('payments', aPayment({ refusedAtMs: NOW }))
    mend(349)
    gateway().queries.push(NOT_PLACED)
    gateway().places.push(mendedMeanwhile(348, placed))
    expect(await take()).toMatchObject({ request: { amount: { total: 349 } } })
    expect(totals()).toEqual([349])
  })

  it('the other takes over once the first was refused', async () => {
    gateway().places.push(mendedMeanwhile(349, refused(400, 'PARAM_ERROR')), placed)
    gateway().queries.push(NOT_PLACED)
    mend(350)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    deps.clock.now += 2000
    gateway().queries.push(NOT_PLACED)
    expect(await take()).toMatchObject({ request: { amount: { total: 349 } } })
  })

  it('and once nobody can be sending the first any more, of which nothing was heard', async () => {
    gateway().places.push(UNREACHABLE, placed)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    mend(349)
    deps.clock.now += 19_999
    gateway().queries.push(NOT_PLACED, NOT_PLACED)
    await inProgress()
    deps.clock.now += 1
    expect(await take()).toMatchObject({ request: { amount: { total: 349 } } })
    expect(totals()).toEqual([350, 349])
  })

  it('and while one is sent by an instance whose clock is a little ahead, as of a moment ago', async () => {
    deps.store.seed('payments', aPayment({ sentAtMs: NOW + MINUTE }))
    mend(349)
    gateway().queries.push(NOT_PLACED)
    await inProgress()
  })

  it('nor where another has begun to send them since, and waits for its answer', async () => {
    let answer: (() => void) | undefined
    const answered = new Promise<void>((resolve) => (answer = resolve))
    let second: ReturnType<typeof take> | undefined
    gateway().places.push(async () => {
      gateway().queries.push(NOT_PLACED, NOT_PLACED)
      const isSent = new Promise<void>((resolve) => {
        gateway().places.push(async () => {
          resolve()
          await answered
          return placed
        })
      })
      second = take()
      await isSent
      return refused(400, 'PARAM_ERROR')
    })
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(stored()).not.toHaveProperty('refusedAtMs')
    answer?.()
    expect(await second).toMatchObject({ prepay_id: PREPAY_ID })
  })

  it('a refusal is not the last word where another sends the same bytes', async () => {
    gateway().places.push(async () => {
      gateway().queries.push(NOT_PLACED, NOT_PLACED, NOT_PLACED)
      gateway().places.push(refused(400, 'PARAM_ERROR'))
      await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
      expect(stored()).not.toHaveProperty('refusedAtMs')
      mend(349)
      await inProgress()
      mend(350)
      return placed
    })
    expect(await take()).toMatchObject({ prepay_id: PREPAY_ID, request: { amount: { total: 350 } } })
    expect(totals()).toEqual([350, 350])
  })
})

describe('the body on record is sent unchanged, or not at all, while', () => {
  const CHEAPER = { ...ORDER, total: 349 }
  beforeEach(() => deps.store.seed('payments', aPayment()))

  it('nobody knows what became of it', async () => {
    deps.kept.set(OUT_TRADE_NO, CHEAPER)
    gateway().queries.push(UNREACHABLE)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    expect(stored()).toMatchObject({ request: aPayment().request })
  })

  it('WeChat Pay knows the order: another total is another order', async () => {
    deps.kept.set(OUT_TRADE_NO, CHEAPER)
    gateway().queries.push(says('NOTPAY'))
    await expect(take()).rejects.toMatchObject(invalid('order.total'))
  })

  it('WeChat Pay knows the order: other words for it are no reason to place another', async () => {
    deps.kept.set(OUT_TRADE_NO, { ...ORDER, description: '骑行' })
    gateway().queries.push(says('NOTPAY'))
    gateway().places.push(placed)
    expect(await take()).toMatchObject({ request: aPayment().request })
    expect(gateway().calls[1]?.payment.request).toEqual(aPayment().request)
  })

  it('it is refused by nobody we know, and cannot be asked about', async () => {
    gateway().queries.push(refused(403, 'NO_AUTH'))
    deps.kept.set(OUT_TRADE_NO, CHEAPER)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(stored()).toMatchObject({ request: aPayment().request })
  })
})

it('a prepay_id of a body that another has replaced meanwhile is handed to nobody', async () => {
  gateway().places.push(() => {
    const { request, revision } = aPayment()
    deps.store.seed(
      'payments',
      aPayment({ request: { ...request, amount: { total: 349, currency: 'CNY' } }, revision }),
    )
    return placed
  })
  await expect(take()).rejects.toMatchObject({ code: 'IN_PROGRESS' })
  expect(stored()).not.toHaveProperty('prepay_id')
})

describe('a closed number that a notification has named since is asked about before anybody is sent to another:', () => {
  const closed = { code: 'INVALID_INPUT', message: expect.stringMatching('closed') as string }
  beforeEach(() => deps.store.seed('payments', aPayment({ ...PREPAY, state: 'CLOSED', setAsideAtMs: NOW })))

  it('paid, it is told so', async () => {
    gateway().queries.push(says('SUCCESS'))
    await expect(take()).rejects.toMatchObject({ message: expect.stringMatching('already paid') as string })
  })

  it('closed, it is told so', async () => {
    gateway().queries.push(says('CLOSED'))
    await expect(take()).rejects.toMatchObject(closed)
  })

  it('and while nobody can say, neither', async () => {
    gateway().queries.push(UNREACHABLE)
    await expect(take()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
  })
})

describe('of a number that belongs to a charge', () => {
  beforeEach(() => {
    deps = fakeOrderDeps({ ...COMBINE, subMerchant: { mchid: '1900000110' } })
    deps.store.seed('charge_orders', aChargeOrder({ _id: OUT_TRADE_NO }))
  })

  it.each([
    ['REQUESTED', 'IN_PROGRESS'],
    ['PAID', 'INVALID_INPUT'],
    ['REVERSED', 'INVALID_INPUT'],
  ] as const)('%s: nothing is written or placed', async (state, code) => {
    deps.store.seed('charges', aCharge({ state }))
    await expect(take()).rejects.toMatchObject({ code })
    expect([stored(), gateway().made]).toEqual([undefined, []])
  })

  it('REFUSED: it is paid as any other', async () => {
    deps.store.seed('charges', aCharge({ state: 'REFUSED' }))
    gateway().places.push(placed)
    expect(await take()).toMatchObject({ prepay_id: PREPAY_ID })
  })
})
