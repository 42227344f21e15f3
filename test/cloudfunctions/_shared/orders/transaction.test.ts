// What an authentic message proves about an order, and what it has to name for that.
import { judgeTransaction, readTransaction } from '../../../../cloudfunctions/_shared/orders/transaction'
import type { PaymentRecord } from '../../../../cloudfunctions/_shared/records/payments'
import { NOW, OPENID, PROVIDER, SETTINGS } from '../../../support/builders'
import { aPayment, PAID_AT, wireTransaction } from '../../../support/buildersOrders'

const DIRECT = aPayment()
const PLATFORM = aPayment({}, { ...SETTINGS, mode: 'ecommerce', subMerchant: { mchid: '1900000110' } })
const SUB_USER = aPayment({}, PROVIDER)

function judge(payment: PaymentRecord, trade_state: string, changes: object = {}) {
  const read = readTransaction(wireTransaction(payment, trade_state, changes))
  return read.ok ? judgeTransaction(read.transaction, payment, 'notify', NOW) : read
}

describe('trade_state', () => {
  it.each([
    ['SUCCESS', 'PAID'],
    ['REFUND', 'REFUNDED'],
    ['CLOSED', 'CLOSED'],
    ['REVOKED', 'CLOSED'],
  ])('%s is evidence of %s', (trade_state, state) => {
    const evidence = { source: 'notify', atMs: NOW, what: trade_state, state }
    expect(judge(DIRECT, trade_state)).toMatchObject({ kind: 'evidence', evidence })
  })

  it.each(['NOTPAY', 'USERPAYING', 'PAYERROR'])('%s: not paid, and may still be', (trade_state) => {
    expect(judge(DIRECT, trade_state)).toEqual({ kind: 'unpaid' })
  })

  it.each(['ACCEPT', 'success', '', 'constructor'])('"%s" is beyond us', (trade_state) => {
    expect(judge(DIRECT, trade_state)).toEqual({ kind: 'setAside', reason: 'STATE_UNKNOWN', fields: ['trade_state'] })
  })
})

describe('when it was paid', () => {
  const factsOf = (changes: object, state = 'SUCCESS') => judge(DIRECT, state, changes)
  it.each([
    ['as it says', {}, PAID_AT],
    ['when we heard of it, where it does not say', { success_time: null }, NOW],
    ['when we heard of it, where it says a number', { success_time: 1795226700 }, NOW],
    ['when we heard of it, where it says what is no time', { success_time: 'yesterday' }, NOW],
  ])('%s', (_, changes, paidAtMs) => {
    expect(factsOf(changes)).toMatchObject({ evidence: { facts: { transaction_id: '4200001', paidAtMs } } })
  })

  it('is not told by a refund that does not say', () => {
    expect(factsOf({}, 'REFUND')).toMatchObject({ evidence: { facts: {} } })
    expect(factsOf({}, 'REFUND')).not.toHaveProperty('evidence.facts.paidAtMs')
  })
})

const mismatch = (...fields: string[]) => ({ kind: 'setAside', reason: 'IDENTITY_MISMATCH', fields })
const amount = { total: 350, currency: 'CNY' }

it.each<[what: string, payment: PaymentRecord, field: string, changes: object]>([
  ['the number', DIRECT, 'out_trade_no', { out_trade_no: 'ORDER-20261121_002' }],
  ['the merchant', DIRECT, 'mchid', { mchid: '1900000110' }],
  ['the merchant, not told', DIRECT, 'mchid', { mchid: undefined }],
  ['the appid', DIRECT, 'appid', { appid: 'wxother' }],
  ['the appid, not told', DIRECT, 'appid', { appid: null }],
  ['the payer', DIRECT, 'payer.openid', { payer: { openid: 'oBob' } }],
  ['a fen less', DIRECT, 'amount.total', { amount: { ...amount, total: 349 } }],
  ['a fen more', DIRECT, 'amount.total', { amount: { ...amount, total: 351 } }],
  ['the amount, not told', DIRECT, 'amount.total', { amount: { currency: 'CNY' } }],
  ['no amount at all', DIRECT, 'amount.total', { amount: undefined }],
  ['the currency', DIRECT, 'amount.currency', { amount: { ...amount, currency: 'USD' } }],
  ['a partner’s order for a direct one', DIRECT, 'sub_mchid', { sub_mchid: '1900000110' }],
  ['another provider beside us', DIRECT, 'mchid', { sp_mchid: '1900000108' }],
  ['another merchant beside us', PLATFORM, 'mchid', { mchid: '1900000108' }],
  ['another appid beside ours', PLATFORM, 'appid', { appid: 'wxother' }],
  ['the provider', PLATFORM, 'mchid', { sp_mchid: '1900000108' }],
  ['the provider’s appid', PLATFORM, 'appid', { sp_appid: 'wxother' }],
  ['the sub-merchant', PLATFORM, 'sub_mchid', { sub_mchid: '1900000111' }],
  ['the sub-merchant, not told', PLATFORM, 'sub_mchid', { sub_mchid: undefined }],
  ['the payer under the provider', PLATFORM, 'payer.sp_openid', { payer: { sp_openid: 'oBob' } }],
  ['the payer under the sub-merchant', SUB_USER, 'payer.sub_openid', { payer: { sub_openid: 'oBob' } }],
  ['the sub-merchant’s appid', SUB_USER, 'sub_appid', { sub_appid: 'wxother' }],
])('differs by %s: set aside, and the field is named', (_, payment, field, changes) => {
  expect(judge(payment, 'SUCCESS', changes)).toEqual(mismatch(field))
})

it.each<[what: string, payment: PaymentRecord, changes: object]>([
  ['who paid', DIRECT, { payer: undefined }],
  ['the payer under another name', SUB_USER, { payer: { sp_openid: 'oSomebody', sub_openid: OPENID } }],
  ['the currency', DIRECT, { amount: { total: 350 } }],
  ['the sub-merchant’s appid', SUB_USER, { sub_appid: undefined }],
])('need not name %s', (_, payment, changes) => {
  expect(judge(payment, 'SUCCESS', changes)).toMatchObject({ kind: 'evidence' })
})

it.each<[what: string, payment: PaymentRecord, changes: object]>([
  ['an amount as text', DIRECT, { amount: { total: '350', currency: 'CNY' } }],
  ['a merchant number as a number', DIRECT, { mchid: 1900000109 }],
  ['those of a partner', PLATFORM, { sp_mchid: 1900000109, sub_mchid: 1900000110 }],
  ['a time with a blank and a short zone', DIRECT, { success_time: '2026-11-21 10:05:00+0800' }],
])('is read as meant: %s', (_, payment, changes) => {
  const facts = { paidAtMs: PAID_AT }
  expect(judge(payment, 'SUCCESS', changes)).toMatchObject({ kind: 'evidence', evidence: { facts } })
})

it.each([null, ''])('a name that is told as %p is not told', (nothing) => {
  const empty = { sp_mchid: nothing, sub_mchid: nothing, sub_appid: nothing }
  const payer = { openid: nothing, sub_openid: nothing }
  expect(judge(DIRECT, 'SUCCESS', { ...empty, payer })).toEqual(judge(DIRECT, 'SUCCESS', { payer: undefined }))
  expect(judge(DIRECT, 'SUCCESS', { transaction_id: nothing })).not.toHaveProperty('evidence.facts.transaction_id')
  expect(judge(DIRECT, 'SUCCESS', { mchid: nothing })).toEqual(mismatch('mchid'))
  expect(judge(DIRECT, 'SUCCESS', { amount: { ...amount, total: nothing } })).toEqual(mismatch('amount.total'))
})

it('another amount is another amount, as text too', () => {
  expect(judge(DIRECT, 'SUCCESS', { amount: { ...amount, total: '349' } })).toEqual(mismatch('amount.total'))
})

it('ids that came as numbers are kept as text', () => {
  expect(judge(DIRECT, 'SUCCESS', { transaction_id: 4200001 })).toEqual(judge(DIRECT, 'SUCCESS'))
  const digits = aPayment({ _id: '20261121001' })
  expect(judge(digits, 'SUCCESS', { out_trade_no: 20261121001 })).toMatchObject({ kind: 'evidence' })
})

it.each(['NOTPAY', 'CLOSED'])('an amount is nothing a %s order has to have, and everything else is', (trade_state) => {
  expect(judge(DIRECT, trade_state, { amount: undefined })).not.toMatchObject({ kind: 'setAside' })
  expect(judge(DIRECT, trade_state, { mchid: '1900000110' })).toEqual(mismatch('mchid'))
})

it.each<[field: string, message: unknown]>([
  ['message', 'text'],
  ['out_trade_no', { trade_state: 'SUCCESS' }],
  ['out_trade_no', wireTransaction(DIRECT, 'SUCCESS', { out_trade_no: '../x' })],
  ['trade_state', wireTransaction(DIRECT, 'SUCCESS', { trade_state: 5 })],
  ['amount.total', wireTransaction(DIRECT, 'SUCCESS', { amount: { total: '0350' } })],
  ['amount.total', wireTransaction(DIRECT, 'SUCCESS', { amount: { total: 350.5 } })],
  ['payer.openid', wireTransaction(DIRECT, 'SUCCESS', { payer: { openid: { $gt: '' } } })],
])('cannot be read where %s is of another form', (field, message) => {
  expect(readTransaction(message)).toMatchObject({ ok: false, fields: expect.arrayContaining([field]) as string[] })
})

it.each(['SUCCESS', 'REFUND', 'CLOSED', 'NOTPAY'])(
  '%s of another payment than the one on record is another',
  (state) => {
    const paid = aPayment({ state: 'REFUNDED', transaction_id: '4200001' })
    expect(judge(paid, state, { transaction_id: '4200002' })).toEqual(mismatch('transaction_id'))
    expect(judge(paid, state, { transaction_id: 4200001 })).not.toMatchObject({ kind: 'setAside' })
    expect(judge(paid, state, { transaction_id: null })).not.toMatchObject({ kind: 'setAside' })
  },
)
