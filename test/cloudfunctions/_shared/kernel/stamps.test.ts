// An instance whose clock ran a day ahead has written: it holds nobody up, and nothing it wrote is fresh.
import { mayCharge } from '../../../../cloudfunctions/_shared/admin/mayCharge'
import { queryContract } from '../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { preEntrustSign } from '../../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import { sinceMs, stillHolds, withoutAhead } from '../../../../cloudfunctions/_shared/kernel/stamps'
import { queryOrder } from '../../../../cloudfunctions/_shared/orders/queryOrder'
import { takePrepay } from '../../../../cloudfunctions/_shared/orders/takePrepay'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { aContract, aSlot, codeOf, HOUR, MINUTE, NOW, OPENID, SESSION, TEXT_HASH } from '../../../support/builders'
import {
  aPayment,
  fakeOrderDeps,
  OUT_TRADE_NO,
  placed,
  PREPAY,
  says,
  type FakeOrderDeps,
} from '../../../support/buildersOrders'
import { given, opened, refused, tells } from '../../../support/fakeDeps'

const DAY = 24 * HOUR
const AHEAD = NOW + DAY
const caller = { openid: OPENID }
let deps: FakeOrderDeps
beforeEach(() => {
  deps = fakeOrderDeps()
})
const sign = async () => preEntrustSign({ consent: { textHash: TEXT_HASH } }, caller, deps)
const heard = (atMs: number) => ({ evidence: [{ source: 'query' as const, atMs, what: 'SIGNED' }] })
const stored = async () => deps.store.read('contracts', codeOf())

it('tells how long ago, and what still holds, but of a stamp from further ahead than clocks may differ', () => {
  expect([NOW - 7, NOW, NOW + 7, NOW + 5 * MINUTE, NOW + 5 * MINUTE + 1].map((atMs) => sinceMs(atMs, NOW))).toEqual([
    7,
    0,
    7,
    5 * MINUTE,
    Infinity,
  ])
  expect(
    [NOW, NOW + 1, NOW + HOUR + 5 * MINUTE, NOW + HOUR + 5 * MINUTE + 1].map((at) => stillHolds(at, HOUR, NOW)),
  ).toEqual([false, true, true, false])
})

it('changes nothing on a record of a true clock', () => {
  const contract = aContract({ state: 'PRESIGNED', session: SESSION, resentAtMs: NOW })
  expect(withoutAhead(contract, NOW)).toEqual(contract)
})

it('"signed" is asked about before it is answered', async () => {
  given(deps, aContract({ state: 'SIGNED', ...heard(AHEAD) }))
  deps.gateway.queries.push(tells('TERMINATED'))
  deps.gateway.preSigns.push(opened)
  expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2) })
})

it('nothing is charged by such a word', async () => {
  given(deps, aContract({ state: 'SIGNED', contract_id: '123124412412423431', ...heard(NOW + 23 * HOUR) }))
  deps.gateway.queries.push(tells('TERMINATED'))
  expect(await mayCharge({ out_contract_code: codeOf() }, deps)).toMatchObject({ reason: 'TERMINATED' })
})

it('"paid" is asked about', async () => {
  deps.store.seed(
    'payments',
    aPayment({ ...PREPAY, state: 'PAID', paidAtMs: NOW - HOUR, createdAtMs: NOW - HOUR, ...heard(AHEAD) }),
  )
  deps.orderGateway.queries.push(says('REFUND'))
  expect(await queryOrder({ out_trade_no: OUT_TRADE_NO }, caller, deps)).toMatchObject({ state: 'refunded' })
})

it('a prepay_id is not taken for one that lives', async () => {
  deps.store.seed('payments', aPayment({ ...PREPAY, prepayUntilMs: AHEAD }))
  deps.orderGateway.queries.push(says('NOTPAY'))
  deps.orderGateway.places.push(placed)
  await takePrepay(OUT_TRADE_NO, caller, deps)
  expect(deps.orderGateway.made).toEqual(['query', 'place'])
})

it('a lease is none', async () => {
  const contract = aContract()
  deps.store.seed('contracts', contract)
  deps.store.seed('contract_slots', aSlot(contract, { leaseUntilMs: AHEAD }))
  deps.gateway.preSigns.push(opened)
  expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf() })
})

it('a refusal noted then is noted anew, and counts ten minutes later', async () => {
  const over = { createdAtMs: NOW - 3 * HOUR, session: { ...SESSION, expiresAtMs: NOW - HOUR } }
  const denial = { httpStatus: 400, apiCode: 'PARAM_ERROR', atMs: AHEAD }
  given(deps, aContract({ ...over, state: 'PRESIGNED', denial }))
  deps.gateway.queries.push(refused(400, 'PARAM_ERROR'), refused(400, 'PARAM_ERROR'))
  await queryContract({}, caller, deps)
  deps.clock.now += 10 * MINUTE
  expect(await queryContract({}, caller, deps)).toMatchObject({ state: 'none' })
})

it.each<[string, Partial<ContractRecord>]>([
  ['a session', { state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: AHEAD + 2 * HOUR } }],
  ['a request without an answer', { createdAtMs: AHEAD }],
  [
    'one that was sent again',
    { state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW - HOUR }, resentAtMs: AHEAD },
  ],
  ['a body made anew', { renewedAtMs: AHEAD }],
])('%s keeps its user from signing no longer than a true one would, and not a day', async (_, changes) => {
  given(deps, aContract({ createdAtMs: NOW - 3 * HOUR, ...(changes as object) }))
  deps.gateway.queries.push(...Array.from({ length: 3 }, () => refused(404, 'NOT_FOUND')))
  await expect(sign()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 2 * HOUR + 10 * MINUTE })
  expect((await stored())?.dueAtMs).toBeLessThanOrEqual(NOW + DAY)
  deps.clock.now += 2 * HOUR + 10 * MINUTE
  deps.gateway.preSigns.push(opened)
  expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2) })
})
