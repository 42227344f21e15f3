// What a person in charge is shown, and what of a record never leaves.
import fc from 'fast-check'
import * as v from 'valibot'
import { show } from '../../../../cloudfunctions/_shared/admin/show'
import { showInput } from '../../../../cloudfunctions/_shared/admin/showInput'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import type { PaymentRecord } from '../../../../cloudfunctions/_shared/records/payments'
import { aContract, aSlot, COMBINE, HOUR, NOW, OPENID, PROVIDER, SESSION, sha256 } from '../../../support/builders'
import { aCharge, aChargeOrder, aRefund } from '../../../support/buildersMoney'
import { aPayment, OUT_TRADE_NO, PREPAY } from '../../../support/buildersOrders'
import { fakeDeps } from '../../../support/fakeDeps'
import { FakeStore } from '../../../support/fakeStore'

let store: FakeStore
beforeEach(() => (store = new FakeStore()))
const deps = (now = NOW) => ({ store, clock: { nowMs: () => now }, sha256, log: fakeDeps().log })

const ROW = { createdAtMs: NOW, dueAtMs: NOW, tries: 2 }

describe('a contract', () => {
  it('is shown with its slot and what was told of it', async () => {
    const entry = { source: 'query', atMs: NOW, what: 'SIGNED' } as const
    const contract = aContract({
      state: 'SIGNED',
      contract_id: '12',
      signedAtMs: NOW,
      session: SESSION,
      evidence: [entry],
    })
    store.seed('contracts', contract)
    store.seed('contract_slots', aSlot(contract, { leaseUntilMs: NOW + 5 }))
    const told = { ...ROW, _id: `${contract._id}:SIGNED`, code: contract._id, state: 'SIGNED', contract: {} }
    store.seed('contract_outbox', told as never)
    expect(await show({ out_contract_code: contract._id }, deps())).toEqual({
      contract: {
        out_contract_code: contract._id,
        state: 'SIGNED',
        env: 'cb-test',
        family: 'password-exempt',
        mode: 'normal',
        mchid: '1900000109',
        appid: 'wxd678efh567hg6787',
        service_id: 12535,
        scene: 'mini-program',
        attemptNo: 1,
        createdAtMs: NOW,
        contract_id: '12',
        signedAtMs: NOW,
        dueAtMs: contract.dueAtMs,
        nextQueryAtMs: NOW,
        queryCount: 0,
        consentHistory: contract.consentHistory,
        session: { isOpen: false, expiresAtMs: SESSION.expiresAtMs },
        evidence: [entry],
      },
      slot: { currentCode: contract._id, attemptNo: 1, leaseUntilMs: NOW + 5 },
      inForce: [contract._id],
      outbox: [{ state: 'SIGNED', createdAtMs: NOW, dueAtMs: NOW, tries: 2 }],
    })
    expect(store.written).toBe(0)
  })

  it.each([
    ['open', {}, NOW, true],
    ['over', {}, NOW + 2 * HOUR, false],
    ['taken by somebody else', { sessionTakenAtMs: NOW }, NOW, false],
  ])('has a session that is %s', async (_, changes, now, isOpen) => {
    const contract = aContract({ state: 'PRESIGNED', session: SESSION, ...changes })
    store.seed('contracts', contract)
    expect(await show({ out_contract_code: contract._id }, deps(now))).toMatchObject({
      contract: { session: { isOpen } },
    })
  })

  it('of combine-papay has its plan, of a sub-merchant its number', async () => {
    for (const contract of [aContract({}, COMBINE), aContract({}, PROVIDER)]) store.seed('contracts', contract)
    expect(await show({ out_contract_code: aContract({}, COMBINE)._id }, deps())).toMatchObject({
      contract: { plan_id: 12535 },
    })
    expect(await show({ out_contract_code: aContract({}, PROVIDER)._id }, deps())).toMatchObject({
      contract: { service_id: 12535, sub_mchid: '1900000110' },
    })
  })
})

it('an order is shown with what was told of it', async () => {
  const payment = aPayment({ ...PREPAY, state: 'PAID', transaction_id: '420', paidAtMs: NOW })
  store.seed('payments', payment)
  const told = { ...ROW, _id: `${OUT_TRADE_NO}:PAID`, code: OUT_TRADE_NO, state: 'PAID', order: {}, deliveredAtMs: NOW }
  store.seed('contract_outbox', told as never)
  expect(await show({ out_trade_no: OUT_TRADE_NO }, deps())).toEqual({
    order: {
      out_trade_no: OUT_TRADE_NO,
      state: 'PAID',
      env: 'cb-test',
      mode: 'normal',
      prepayUntilMs: PREPAY.prepayUntilMs,
      transaction_id: '420',
      paidAtMs: NOW,
      createdAtMs: NOW,
      dueAtMs: payment.dueAtMs,
      nextQueryAtMs: NOW,
      queryCount: 0,
      total: 350,
      evidence: [],
    },
    outbox: [{ state: 'PAID', createdAtMs: NOW, dueAtMs: NOW, tries: 2, deliveredAtMs: NOW }],
  })
})

it('a refund that was refused again is shown with what was told each time, and with nothing of an order of the same number', async () => {
  const refund = aRefund({ state: 'REFUSED', refusedCount: 3 })
  store.seed('refunds', refund)
  for (const told of ['PAID', 'REFUND_REFUSED', 'REFUND_REFUSED:2', 'REFUND_REFUSED:3']) {
    const row = { ...ROW, _id: `${refund._id}:${told}`, code: refund._id, state: told.split(':')[0] }
    store.seed('contract_outbox', row as never)
  }
  const { outbox } = (await show({ out_refund_no: refund._id }, deps())) as { outbox: object[] }
  expect(outbox).toMatchObject([
    { state: 'REFUND_REFUSED' },
    { id: `${refund._id}:REFUND_REFUSED:2`, state: 'REFUND_REFUSED' },
    { id: `${refund._id}:REFUND_REFUSED:3`, state: 'REFUND_REFUSED' },
  ])
})

it('a charge, its sub-order and a refund are shown by their numbers, and no body', async () => {
  const refusal = { httpStatus: 403, apiCode: 'NOT_ENOUGH', atMs: NOW, message: 'of theirs' }
  const charge = aCharge({ state: 'PAID', paidAtMs: NOW, refusal })
  const refund = aRefund({ refund_id: '503', refusal })
  const order = aChargeOrder({ refunds: { [refund._id]: 100 } })
  store.seed('charges', charge)
  store.seed('charge_orders', order)
  store.seed('refunds', refund)
  for (const [code, state] of [
    [charge._id, 'CHARGE_PAID'],
    [refund._id, 'REFUND_CLOSED'],
  ] as const)
    // prettier-ignore
    store.seed('contract_outbox', { ...ROW, _id: `${code}:${state}`, code, state } as never)
  const shown = [
    await show({ combine_out_trade_no: charge._id }, deps()),
    await show({ out_trade_no: order._id }, deps()),
    await show({ out_refund_no: refund._id }, deps()),
  ]
  const told = { httpStatus: 403, apiCode: 'NOT_ENOUGH', atMs: NOW }
  expect(shown).toMatchObject([
    {
      charge: {
        combine_out_trade_no: charge._id,
        out_contract_code: charge.code,
        state: 'PAID',
        total: 350,
        refusal: told,
        sub_orders: [
          { out_trade_no: order._id, sub_mchid: '1900000110', total: 300 },
          { sub_mchid: '1900000111', total: 50 },
        ],
      },
      outbox: [{ state: 'CHARGE_PAID' }],
    },
    { order: { combine_out_trade_no: charge._id, total: 300, refunds: { [refund._id]: 100 } } },
    {
      refund: { out_refund_no: refund._id, out_trade_no: OUT_TRADE_NO, refund: 100, total: 350, refusal: told },
      outbox: [{ state: 'REFUND_CLOSED' }],
    },
  ])
  for (const word of ['of the person', 'of theirs', 'ip:', 'notify_url'])
    expect(JSON.stringify(shown)).not.toContain(word)
})

it.each([
  { out_contract_code: 'nobody' },
  { out_trade_no: 'NOBODYS-1' },
  { combine_out_trade_no: 'nobodys' },
  { out_refund_no: 'nobodys' },
])('%j is not found', async (input) => {
  await expect(show(input, deps())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it.each([
  {},
  { out_contract_code: 'a', out_trade_no: 'ORDER-1' },
  { out_contract_code: 'a-b' },
  { openid: OPENID },
  { out_trade_no: 1 },
  { combine_out_trade_no: 'a b' },
  { out_refund_no: 'x'.repeat(65) },
])('%j is refused', (input) => {
  expect(v.safeParse(showInput, input).success).toBe(false)
})

describe('secrets', () => {
  const SECRET = 'S3CRET'
  /** Every text of a record that is no name of ours, with a mark in it; and fields nobody has heard of. */
  const marked = fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }).map((names) => ({
    ...Object.fromEntries(names.map((name) => [`${name}_more`, SECRET])),
    later: SECRET,
  }))
  const NAMES_A_USER = { openid: SECRET, sub_openid: SECRET, userId: SECRET }

  it('of a contract stay in the database, of every field but those of the list', async () => {
    await fc.assert(
      fc.asyncProperty(marked, async (more) => {
        const contract = {
          ...aContract({ state: 'PRESIGNED' }),
          ...NAMES_A_USER,
          request: { ...more, out_contract_code: SECRET, openid: SECRET },
          session: { expiresAtMs: 1, pre_entrustweb_id: SECRET, sign_mp_appid: SECRET, sign_mp_path: SECRET, ...more },
          consentHistory: [{ textHash: 'h', atMs: 1, details: SECRET, ...more }],
          evidence: [{ source: 'query', atMs: 1, what: 'SIGNED', ...more }],
          ...more,
        } as unknown as ContractRecord
        const row = { ...ROW, code: contract._id, contract: NAMES_A_USER, signedBy: SECRET, lastError: SECRET, ...more }
        store = new FakeStore()
        store.seed('contracts', contract)
        for (const state of ['SIGNED', 'TERMINATED', 'OTHER_SIGNER'])
          store.seed('contract_outbox', { ...row, _id: `${contract._id}:${state}`, state } as never)
        const shown = (await show({ out_contract_code: contract._id }, deps())) as { outbox: object[] }
        expect(shown.outbox).toHaveLength(3)
        expect(JSON.stringify(shown)).not.toContain(SECRET)
      }),
    )
  })

  it('of an order too', async () => {
    await fc.assert(
      fc.asyncProperty(marked, async (more) => {
        const { request, ...rest } = aPayment()
        const payment = {
          ...rest,
          request: { ...request, ...more, payer: { openid: SECRET }, description: SECRET },
          prepay_id: SECRET,
          evidence: [{ source: 'query', atMs: 1, what: 'SUCCESS', ...more }],
          ...more,
        } as unknown as PaymentRecord
        store = new FakeStore()
        store.seed('payments', payment)
        store.seed('contract_outbox', { ...ROW, _id: `${payment._id}:PAID`, order: more, ...more } as never)
        expect(JSON.stringify(await show({ out_trade_no: payment._id }, deps()))).not.toContain(SECRET)
      }),
    )
  })

  it('beside the list: each field of a contract is on it, or is known to be kept back', async () => {
    const contract = aContract({
      session: SESSION,
      sessionTakenAtMs: 1,
      contract_id: 'c',
      signedAtMs: 1,
    })
    store.seed('contracts', { ...contract, ...NAMES_A_USER })
    const shown = ((await show({ out_contract_code: contract._id }, deps())) as { contract: object }).contract
    const kept = Object.keys({ ...contract, ...NAMES_A_USER }).filter((name) => !(name in shown))
    expect(kept.sort()).toEqual(['_id', 'openid', 'request', 'revision', 'sub_openid', 'userId'])
  })
})
