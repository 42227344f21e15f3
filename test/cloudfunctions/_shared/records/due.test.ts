import { NEVER_MS, withDue } from '../../../../cloudfunctions/_shared/records/due'
import { CONTRACT_STATES } from '../../../../cloudfunctions/_shared/records/contracts'
import { aContract, COMBINE, HOUR, MINUTE, NOW, SESSION } from '../../../support/builders'
import { aCharge, aRefund } from '../../../support/buildersMoney'
import { aPayment, PREPAY } from '../../../support/buildersOrders'

const LATER = { ...SESSION, expiresAtMs: SESSION.expiresAtMs + HOUR }

describe('a contract is due', () => {
  it.each<[string, Parameters<typeof aContract>[0], number]>([
    ['2 min after it was written down', {}, NOW + 2 * MINUTE],
    ['2 min after the pre-sign', { state: 'PRESIGNED', session: SESSION }, NOW + 2 * MINUTE],
    ['2 min after a pre-sign that came late', { state: 'PRESIGNED', session: LATER }, NOW + HOUR + 2 * MINUTE],
    ['2 min after the pre-sign, where a repeat was refused', { state: 'REJECTED', session: SESSION }, NOW + 2 * MINUTE],
    ['10 min after the session, where it is over', { state: 'EXPIRED', session: SESSION }, NOW + 130 * MINUTE],
    ['30 s after the wish to close', { state: 'SIGNED', terminateRequestedAtMs: NOW + 5 }, NOW + 5 + MINUTE / 2],
  ])('%s', (_, changes, dueAtMs) => {
    expect(withDue('contracts', aContract(changes)).dueAtMs).toBe(dueAtMs)
  })
})

describe('a contract that is being closed is due', () => {
  const wished = { state: 'SIGNED', terminateRequestedAtMs: NOW, terminateSentAtMs: NOW + HOUR } as const
  it.each([
    [1, MINUTE / 2],
    [2, 2 * MINUTE],
    [3, 5 * MINUTE],
    [4, 15 * MINUTE],
    [5, HOUR],
    [6, HOUR],
    [28, HOUR],
    [29, 24 * HOUR],
    [1000, 24 * HOUR],
  ])('after try %i by the plan, from when it was sent', (terminateTries, ms) => {
    expect(withDue('contracts', aContract({ ...wished, terminateTries })).dueAtMs).toBe(NOW + HOUR + ms)
  })
})

it.each(CONTRACT_STATES)('a %s contract that a notification left open is due at once', (state) => {
  expect(withDue('contracts', aContract({ state, setAsideAtMs: NOW - 5 })).dueAtMs).toBe(NOW - 5)
})

it('a notification that comes late puts nothing off', () => {
  expect(withDue('contracts', aContract({ setAsideAtMs: NOW + HOUR })).dueAtMs).toBe(NOW + 2 * MINUTE)
})

describe('behind questions in vain, what is still open waits longer each time', () => {
  const asked = { queryCount: 3, nextQueryAtMs: NOW + HOUR } as const
  it.each<[string, Parameters<typeof aContract>[0]]>([
    ['a notification left open', { state: 'SIGNED', setAsideAtMs: NOW }],
    ['a wish to close', { state: 'SIGNED', terminateRequestedAtMs: NOW }],
    ['a contract asked about anew', { state: 'SIGNED' }],
  ])('%s', (_, changes) => {
    const waits = [1, 2, 3, 4, 5, 99].map(
      (unansweredCount) => withDue('contracts', aContract({ ...changes, ...asked, unansweredCount })).dueAtMs,
    )
    expect(waits).toEqual([1, 2, 5, 15, 60, 60].map((minutes) => NOW + HOUR + minutes * MINUTE))
  })

  it('unless something newer is due before', () => {
    const changes = { ...asked, state: 'SIGNED', unansweredCount: 5 } as const
    expect(withDue('contracts', aContract({ ...changes, setAsideAtMs: NOW + HOUR + 5 })).dueAtMs).toBe(NOW + HOUR + 5)
  })

  it('and what has ended is over', () => {
    const ended = aContract({ ...asked, state: 'TERMINATED', unansweredCount: 2 })
    expect(withDue('contracts', ended).dueAtMs).toBe(NEVER_MS)
  })
})

it.each<[string, Parameters<typeof aContract>[0]]>([
  ['refused', { state: 'REJECTED' }],
  ['signed', { state: 'SIGNED', session: SESSION }],
  ['over, whatever was wished', { state: 'TERMINATED', terminateRequestedAtMs: NOW }],
  ['spent by another signer', { state: 'PRESIGNED', session: SESSION, sessionTakenAtMs: NOW }],
])('nothing is to be done about a contract that is %s', (_, changes) => {
  expect(withDue('contracts', aContract(changes, COMBINE)).dueAtMs).toBe(NEVER_MS)
})

describe('an order', () => {
  it('is due 1 min after it was written down, or placed', () => {
    expect(withDue('payments', aPayment()).dueAtMs).toBe(NOW + MINUTE)
    const again = { ...PREPAY, prepayUntilMs: PREPAY.prepayUntilMs + 3 * HOUR }
    expect(withDue('payments', aPayment(again)).dueAtMs).toBe(NOW + 3 * HOUR + MINUTE)
  })

  it.each(['CLOSED', 'PAID', 'REFUNDED'] as const)('that is %s is not', (state) => {
    expect(withDue('payments', aPayment({ ...PREPAY, state })).dueAtMs).toBe(NEVER_MS)
  })
})

describe('a charge', () => {
  it('is due 1 min after it was sent, and from then on by the plan', () => {
    expect(aCharge({ sentAtMs: NOW + HOUR }).dueAtMs).toBe(NOW + HOUR + MINUTE)
    expect(aCharge({ sentAtMs: NOW, queryCount: 1, nextQueryAtMs: NOW + MINUTE }).dueAtMs).toBe(NOW + 2 * MINUTE)
  })

  it.each(['REFUSED', 'PAID', 'REVERSED'] as const)('that is %s is due where a contradiction left it open', (state) => {
    expect(aCharge({ state }).dueAtMs).toBe(NEVER_MS)
    expect(aCharge({ state, setAsideAtMs: NOW }).dueAtMs).toBe(NOW)
  })
})

describe('a refund', () => {
  const DAY = 24 * HOUR
  it.each(['REQUESTED', 'PROCESSING', 'ABNORMAL'] as const)('that is %s is asked about until it has ended', (state) => {
    const plan = [1, 5, 15, 30, 120]
      .map((minutes) => minutes * MINUTE)
      .concat([1, 2, 3, 5, 7, 14, 30].map((n) => n * DAY))
    const due = plan.map(
      (_, index) =>
        aRefund({ state, ...(index > 0 && { queryCount: 1, nextQueryAtMs: NOW + (plan[index - 1] ?? 0) }) }).dueAtMs,
    )
    expect(due).toEqual(plan.map((ms) => NOW + ms))
    expect(aRefund({ state, queryCount: 1, nextQueryAtMs: NOW + 30 * DAY }).dueAtMs).toBe(NEVER_MS)
  })

  it.each(['REFUSED', 'CLOSED', 'SUCCESS'] as const)('that is %s is due where a notification left it open', (state) => {
    expect(aRefund({ state }).dueAtMs).toBe(NEVER_MS)
    expect(aRefund({ state, setAsideAtMs: NOW }).dueAtMs).toBe(NOW)
  })
})

describe('a row of the outbox', () => {
  const order = { out_trade_no: 'a', total: 1 }
  const row = { _id: 'a:PAID', code: 'a', state: 'PAID', order, createdAtMs: NOW, tries: 0 } as const

  it('is due at once, until it is delivered', () => {
    expect(withDue('contract_outbox', row).dueAtMs).toBe(NOW)
    expect(withDue('contract_outbox', { ...row, deliveredAtMs: NOW + 5 }).dueAtMs).toBe(NEVER_MS)
  })
})

it('a record without one, or with one that no longer holds, gets its own', () => {
  const { dueAtMs, revision, ...old } = aContract()
  expect(withDue('contracts', old)).toEqual({ ...old, dueAtMs, revision })
  expect(withDue('contracts', { ...aContract(), state: 'SIGNED' }).dueAtMs).toBe(NEVER_MS)
})

it.each([
  ['a contract', withDue('contracts', aContract())],
  ['an order', withDue('payments', aPayment())],
  ['a charge', withDue('charges', aCharge())],
  ['a refund', withDue('refunds', aRefund())],
])('%s has a revision, which grows with every write', (_, { revision }) => {
  expect(revision).toBe(2)
})

it('never is a whole number that survives storing', () => {
  expect(Number.isSafeInteger(NEVER_MS)).toBe(true)
  expect(NEVER_MS).toBeGreaterThan(Date.UTC(9999, 0))
})
