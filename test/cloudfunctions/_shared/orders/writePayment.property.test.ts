// Whatever comes, how often and in whatever order: the payment ends the same, and the merchant is told once.
import * as fc from 'fast-check'
import type { PaymentRecord } from '../../../../cloudfunctions/_shared/records/payments'
import {
  judgeTransaction,
  readTransaction,
  type PaymentEvidence,
} from '../../../../cloudfunctions/_shared/orders/transaction'
import { writePayment } from '../../../../cloudfunctions/_shared/orders/writePayment'
import { MINUTE, NOW } from '../../../support/builders'
import { aPayment, OUT_TRADE_NO, PAID_AT, wireTransaction } from '../../../support/buildersOrders'
import { FakeStore } from '../../../support/fakeStore'

const PAID = { transaction_id: '4200001', success_time: '2026-11-21T10:05:00+08:00' }
const MESSAGES: Record<string, object> = {
  SUCCESS: PAID,
  REFUND: PAID,
  'REFUND, saying less': {},
  CLOSED: {},
  REVOKED: {},
}

const evidence = fc.record({
  message: fc.constantFrom(...Object.keys(MESSAGES)),
  source: fc.constantFrom('query' as const, 'notify' as const),
  atMs: fc.integer({ min: NOW, max: NOW + MINUTE }),
})
type Arrival = typeof evidence extends fc.Arbitrary<infer T> ? T : never

function toEvidence({ message, source, atMs }: Arrival): PaymentEvidence {
  const [trade_state = ''] = message.split(',')
  const read = readTransaction(wireTransaction(aPayment(), trade_state, MESSAGES[message]))
  const verdict = read.ok && judgeTransaction(read.transaction, aPayment(), source, atMs)
  if (!verdict || verdict.kind !== 'evidence') throw new Error(`no evidence in ${message}`)
  return verdict.evidence
}

async function endOf(arrivals: readonly Arrival[]) {
  const store = new FakeStore()
  store.seed('payments', aPayment())
  const news: boolean[] = []
  for (const arrival of arrivals) {
    await store.transact(async (tx) => {
      const payment = (await tx.get('payments', OUT_TRADE_NO)) as PaymentRecord
      news.push((await writePayment(tx, payment, toEvidence(arrival))).isNew)
    })
  }
  const [payment] = store.all('payments')
  const { evidence: entries = [], ...written } = payment ?? {}
  // How often it was written is no fact of the order.
  const facts = { ...written, revision: 0 }
  return { facts, entries, news, told: store.all('contract_outbox') }
}

const some = fc.array(evidence, { minLength: 1, maxLength: 30 })

it('ends the same in any order, and with any repetition', async () => {
  const twoOrders = some.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
  )
  await fc.assert(
    fc.asyncProperty(twoOrders, async ([one, other]) => {
      expect((await endOf(other)).facts).toEqual((await endOf(one)).facts)
    }),
  )
})

it('tells the merchant of a payment once, if there was one', async () => {
  await fc.assert(
    fc.asyncProperty(some, async (arrivals) => {
      const wasPaid = arrivals.some(({ message }) => /SUCCESS|REFUND/.test(message))
      const { told, entries, news } = await endOf(arrivals)
      expect(told.map(({ _id }) => _id)).toEqual(wasPaid ? [`${OUT_TRADE_NO}:PAID`] : [])
      expect(entries).toHaveLength(news.filter(Boolean).length)
    }),
  )
})

it('says what a merchant needs to ship', async () => {
  const { told } = await endOf([{ message: 'SUCCESS', source: 'notify', atMs: NOW }])
  const order = { out_trade_no: OUT_TRADE_NO, total: 350, transaction_id: '4200001', paidAtMs: PAID_AT }
  expect(told).toEqual([
    { _id: `${OUT_TRADE_NO}:PAID`, code: OUT_TRADE_NO, state: 'PAID', order, createdAtMs: NOW, dueAtMs: NOW, tries: 0 },
  ])
})

it('says so where the first that is heard of a payment is that it was given back', async () => {
  const { told } = await endOf([{ message: 'REFUND', source: 'query', atMs: NOW }])
  expect(told).toMatchObject([{ state: 'PAID', order: { out_trade_no: OUT_TRADE_NO, isRefunded: true } }])
})

it('leaves the row alone once it is there: it may be delivered already', async () => {
  const first: Arrival = { message: 'SUCCESS', source: 'notify', atMs: NOW }
  const { told } = await endOf([first, { message: 'REFUND', source: 'query', atMs: NOW + 1 }])
  expect(told).toEqual((await endOf([first])).told)
})

it('keeps the newest 20 pieces of evidence', async () => {
  const store = new FakeStore()
  const payment = aPayment({
    evidence: Array.from({ length: 20 }, (_, atMs) => ({ source: 'query', atMs, what: 'x' })),
  })
  await store.transact(async (tx) =>
    writePayment(tx, payment, toEvidence({ message: 'SUCCESS', source: 'query', atMs: NOW })),
  )
  const entries = store.all('payments')[0]?.evidence
  expect(entries?.map(({ atMs }) => atMs)).toEqual([...Array.from({ length: 19 }, (_, at) => at + 1), NOW])
})
