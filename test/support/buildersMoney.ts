// Charges and refunds as they usually are. A test names only what matters to it.
import type { RefundGateway } from '../../cloudfunctions/_shared/charges/ports'
import type { CallOutcome } from '../../cloudfunctions/_shared/kernel/ports'
import type { ChargeOrderRecord, ChargeRecord } from '../../cloudfunctions/_shared/records/charges'
import { withDue } from '../../cloudfunctions/_shared/records/due'
import type { RefundRecord } from '../../cloudfunctions/_shared/records/refunds'
import { aContract, COMBINE, NOW } from './builders'
import { fakeOrderDeps, OUT_TRADE_NO, type FakeOrderDeps } from './buildersOrders'
import { FakeChargeGateway } from './fakeChargeGateway'

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
    mchid: COMBINE.mchid,
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

type Script = CallOutcome<unknown> | ((refund: RefundRecord) => CallOutcome<unknown> | Promise<CallOutcome<unknown>>)

/** Answers from a script, in turn; an unexpected call fails the test. */
export class FakeRefundGateway implements RefundGateway {
  readonly calls: { call: 'send' | 'query'; refund: RefundRecord }[] = []
  readonly sends: Script[] = []
  readonly queries: Script[] = []

  send = async (refund: RefundRecord) => this.#play('send', this.sends, refund)
  query = async (refund: RefundRecord) => this.#play('query', this.queries, refund)

  get made(): string[] {
    return this.calls.map(({ call }) => call)
  }

  async #play(call: 'send' | 'query', scripts: Script[], refund: RefundRecord): Promise<CallOutcome<unknown>> {
    this.calls.push({ call, refund })
    const script = scripts.shift()
    if (!script) throw new Error(`unexpected ${call}`)
    await Promise.resolve()
    return typeof script === 'function' ? script(refund) : script
  }
}

/** What an answer says of a refund, in WeChat Pay's words. */
export const wireRefund = ({ _id, out_trade_no, request }: RefundRecord, status: string, changes: object = {}) => ({
  refund_id: '50300020261121',
  out_refund_no: _id,
  out_trade_no,
  transaction_id: '4200001',
  create_time: '2026-11-21T10:05:00+08:00',
  ...(status === 'SUCCESS' && { success_time: '2026-11-21T10:06:00+08:00' }),
  status,
  amount: { refund: request.amount.refund, total: request.amount.total, currency: 'CNY' },
  ...changes,
})

export const saysOfRefund =
  (status: string, changes: object = {}) =>
  (refund: RefundRecord) =>
    ({ kind: 'accepted', reply: wireRefund(refund, status, changes) }) as const
export const NO_SUCH_REFUND = {
  kind: 'refused',
  isSigned: true,
  httpStatus: 404,
  apiCode: 'RESOURCE_NOT_EXISTS',
} as const

export interface FakeRefundDeps extends FakeOrderDeps {
  chargeGateway: FakeChargeGateway
  refundGateway: FakeRefundGateway
}

export const fakeRefundDeps = (...given: Parameters<typeof fakeOrderDeps>): FakeRefundDeps => ({
  ...fakeOrderDeps(...given),
  chargeGateway: new FakeChargeGateway(),
  refundGateway: new FakeRefundGateway(),
})
