// Charges and refunds as they usually are. A test names only what matters to it.
import type { ChargeOrderRecord, ChargeRecord } from '../../cloudfunctions/_shared/records/charges'
import { withDue } from '../../cloudfunctions/_shared/records/due'
import type { RefundRecord } from '../../cloudfunctions/_shared/records/refunds'
import { aContract, COMBINE, NOW } from './builders'
import { OUT_TRADE_NO } from './buildersOrders'

export const OUT_REFUND_NO = 'REFUND-20261121_001'
export const COMBINE_NO = 'CHARGE-20261121|001'
export const SUB_ORDERS = [
  { out_trade_no: 'SUB-20261121_001', sub_mchid: '1900000110', fen: 300 },
  { out_trade_no: 'SUB-20261121_002', sub_mchid: '1900000111', fen: 50 },
] as const

/** Written down and not yet answered. */
export function aCharge(changes: Partial<ChargeRecord> = {}) {
  const charge: ChargeRecord = {
    _id: COMBINE_NO,
    env: COMBINE.env,
    code: aContract({}, COMBINE)._id,
    request: {
      combine_appid: COMBINE.appid,
      combine_mchid: COMBINE.mchid,
      combine_out_trade_no: COMBINE_NO,
      contract_id: '123124412412423431',
      sub_orders: SUB_ORDERS.map(({ out_trade_no, sub_mchid, fen }) => ({
        mchid: COMBINE.mchid,
        out_trade_no,
        sub_mchid,
        description: '单车骑行 28 分钟',
        amount: { total_amount: fen, currency: 'CNY' },
        attach: 'of the person',
        sub_risk_info: 'ip:10.0.0.1;',
      })),
      risk_info: 'ip:10.0.0.1;',
    },
    total: 350,
    state: 'REQUESTED',
    createdAtMs: NOW,
    nextQueryAtMs: NOW,
    queryCount: 0,
    evidence: [],
  }
  return withDue('charges', { ...charge, ...changes })
}

export const aChargeOrder = (changes: Partial<ChargeOrderRecord> = {}): ChargeOrderRecord => ({
  _id: SUB_ORDERS[0].out_trade_no,
  combine_out_trade_no: COMBINE_NO,
  total: SUB_ORDERS[0].fen,
  createdAtMs: NOW,
  revision: 1,
  ...changes,
})

/** Written down and not yet answered. */
export function aRefund(changes: Partial<RefundRecord> = {}) {
  const refund = {
    _id: OUT_REFUND_NO,
    env: 'cb-test',
    mode: 'normal',
    out_trade_no: OUT_TRADE_NO,
    endpoint: 'domestic',
    request: {
      out_trade_no: OUT_TRADE_NO,
      out_refund_no: OUT_REFUND_NO,
      reason: 'of the person',
      notify_url: 'https://pay.example.com/contract-notify',
      amount: { refund: 100, total: 350, currency: 'CNY' },
    },
    state: 'REQUESTED',
    sentAtMs: NOW,
    sentCount: 1,
    createdAtMs: NOW,
    nextQueryAtMs: NOW,
    queryCount: 0,
    evidence: [],
  } satisfies RefundRecord
  return withDue('refunds', { ...refund, ...changes } as RefundRecord)
}
