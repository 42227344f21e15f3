// Orders as they usually are, and everything a handler about orders is given. A test names only what matters to it.
import type { CallOutcome } from '../../cloudfunctions/_shared/kernel/ports'
import { signedFor } from '../../cloudfunctions/_shared/contracts/parties'
import { orderBody } from '../../cloudfunctions/_shared/orders/orderBody'
import type { OrderDeps, OrderGateway } from '../../cloudfunctions/_shared/orders/ports'
import { withDue } from '../../cloudfunctions/_shared/records/due'
import type { PaymentRecord } from '../../cloudfunctions/_shared/records/payments'
import { signRequestPayment } from '../../cloudfunctions/_shared/wechatpay/paySignature'
import { NOW, OPENID, PREPAY_ID, SETTINGS } from './builders'
import { fakeDeps, type FakeDeps } from './fakeDeps'
import { merchant } from './wechatPayPeer'

export const OUT_TRADE_NO = 'ORDER-20261121_001'
export const ORDER = { openid: OPENID, description: '单车骑行 28 分钟', total: 350 } as const
export const PREPAY = { state: 'PLACED', prepay_id: PREPAY_ID, prepayUntilMs: NOW + 7_200_000 } as const

/** Written down and not yet placed. */
export function aPayment(changes: Partial<PaymentRecord> = {}, settings = SETTINGS, caller = callerIn(settings)) {
  const request = orderBody({ settings, caller, out_trade_no: OUT_TRADE_NO, order: ORDER })
  const payment: PaymentRecord = {
    _id: OUT_TRADE_NO,
    env: settings.env,
    mode: settings.mode,
    request,
    state: 'REQUESTED',
    createdAtMs: NOW,
    nextQueryAtMs: NOW,
    queryCount: 0,
    evidence: [],
  }
  return withDue('payments', { ...payment, ...changes })
}

const callerIn = (settings: typeof SETTINGS) =>
  signedFor(settings).sub_appid === undefined ? { openid: OPENID } : { sub_openid: OPENID }

/** What a query, or `TRANSACTION.SUCCESS`, says of an order, in WeChat Pay's words. */
export function wireTransaction({ _id, request }: PaymentRecord, trade_state: string, changes: object = {}) {
  const { payer, amount } = request
  const names = ['appid', 'mchid', 'sp_appid', 'sp_mchid', 'sub_appid', 'sub_mchid']
  const merchants = Object.fromEntries(Object.entries(request).filter(([name]) => names.includes(name)))
  return {
    ...merchants,
    out_trade_no: _id,
    trade_state,
    payer,
    amount: { total: amount.total, payer_total: amount.total, currency: 'CNY', payer_currency: 'CNY' },
    ...(trade_state === 'SUCCESS' && { transaction_id: '4200001', success_time: '2026-11-21T10:05:00+08:00' }),
    ...changes,
  }
}
export const PAID_AT = Date.UTC(2026, 10, 21, 2, 5)

type Script<Reply> = CallOutcome<Reply> | ((payment: PaymentRecord) => CallOutcome<Reply> | Promise<CallOutcome<Reply>>)

/** Answers from a script, in turn; an unexpected call fails the test. */
export class FakeOrderGateway implements OrderGateway {
  readonly calls: { call: 'place' | 'query' | 'close'; payment: PaymentRecord }[] = []
  readonly places: Script<{ prepay_id: string }>[] = []
  readonly queries: Script<unknown>[] = []
  readonly closes: Script<unknown>[] = []

  place = async (payment: PaymentRecord) => this.#play('place', this.places, payment)
  query = async (payment: PaymentRecord) => this.#play('query', this.queries, payment)
  close = async (payment: PaymentRecord) => this.#play('close', this.closes, payment)

  get made(): string[] {
    return this.calls.map(({ call }) => call)
  }

  async #play<Reply>(call: 'place' | 'query' | 'close', scripts: Script<Reply>[], payment: PaymentRecord) {
    this.calls.push({ call, payment })
    const script = scripts.shift()
    if (!script) throw new Error(`unexpected ${call}`)
    await Promise.resolve()
    return typeof script === 'function' ? script(payment) : script
  }
}

export const placed = { kind: 'accepted', reply: { prepay_id: PREPAY_ID } } as const
/** A query's answer about whatever order is asked for. */
export const says =
  (trade_state: string, changes: object = {}) =>
  (payment: PaymentRecord) =>
    ({ kind: 'accepted', reply: wireTransaction(payment, trade_state, changes) }) as const

export interface FakeOrderDeps extends FakeDeps, OrderDeps {
  orderGateway: FakeOrderGateway
  /** What the merchant keeps, by number. */
  kept: Map<string, unknown>
  /** Limits that were set to some work. */
  limits: number[]
  store: FakeDeps['store']
  gateway: FakeDeps['gateway']
  clock: FakeDeps['clock']
}

export function fakeOrderDeps(settings = SETTINGS): FakeOrderDeps {
  const kept = new Map<string, unknown>([[OUT_TRADE_NO, ORDER]])
  const limits: number[] = []
  return {
    ...fakeDeps(settings),
    kept,
    limits,
    findOrder: async (out_trade_no) => kept.get(out_trade_no),
    orderGateway: new FakeOrderGateway(),
    within: async (work, ms) => {
      limits.push(ms)
      return work
    },
    signPayment: (appid, prepay_id) => signRequestPayment(merchant.privateKey, appid, prepay_id, NOW / 1000, 'nonce'),
  }
}
