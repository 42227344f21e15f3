// Orders and what may happen to each: placed, paid by its user, closed by its merchant.
import type { StandInEmitter } from './events'
import { userUnderAppid, NotPossible } from './agreement'
import { howPaid, type HowPaid } from './cashier'
import type { ContractUse } from './contractUse'
import {
  isPaid,
  isPayer,
  makePayment,
  viewOrder,
  type Order,
  type OrderKind,
  type OrderRequest,
  type Payment,
} from './order'
import type { Switches } from './options'
import type { Prepays } from './prepays'
import { notFound, Refusal } from './refusal'
import type { Sales } from './sale'
import type { Timeline } from './timeline'

interface OrdersDeps {
  timeline: Timeline
  events: StandInEmitter
  prepays: Prepays
  sales: Sales
  contractUse: ContractUse
  switches: Switches
  /** Called once for each order that was paid. @param toldTotal fen the notification is to name */
  onPaid: (order: Order, toldTotal: number) => void
}

type Paid = Order & { payment: Payment; how: HowPaid }

export class Orders {
  readonly #byNumber = new Map<string, Order>()
  constructor(private readonly deps: OrdersDeps) {}

  all(): Order[] {
    return [...this.#byNumber.values()]
  }

  /**
   * Places an order, or gives its prepay_id again when the request is the same; a new one once that is over 2 hours old.
   * @throws {Refusal} the number is paid, closed, or was used for something else; its contract does not carry it
   */
  place(request: OrderRequest): Order {
    const nowMs = this.deps.timeline.nowMs()
    const known = this.#byNumber.get(request.outTradeNo)
    if (known) refuseReuse(known, request)
    checkContract(request, this.deps.contractUse)
    if (known && this.deps.prepays.isLive(known.prepayId, nowMs)) return known
    const order: Order = known ?? { request, prepayId: '', state: 'NOTPAY' }
    order.prepayId = this.deps.prepays.issue(order, nowMs)
    this.#byNumber.set(request.outTradeNo, order)
    this.deps.events.emit('ordered', viewOrder(order))
    return order
  }

  /** @throws {Refusal} 404 when it was not placed at this kind of endpoint */
  find(kind: OrderKind, outTradeNo: string): Order {
    const order = this.#byNumber.get(outTradeNo)
    if (order?.request.kind !== kind) throw notFound('ORDER_NOT_EXIST', `there is no ${kind} order ${outTradeNo}`)
    return order
  }

  /** @throws {RangeError} nothing was placed under the number */
  byNumber(outTradeNo: string): Order {
    const order = this.#byNumber.get(outTradeNo)
    if (!order) throw new RangeError(`no order ${outTradeNo}; list them with "orders"`)
    return order
  }

  /** Closing twice is closing once. @throws {Refusal} it is paid */
  close(order: Order): void {
    if (isPaid(order)) throw orderPaid(order)
    if (order.state === 'CLOSED') return
    order.state = 'CLOSED'
    this.deps.events.emit('orderClosed', viewOrder(order))
  }

  /**
   * The user confirms in the cashier; the merchant is notified.
   * @param openid who pays; the order's own payer by default
   * @param toldTotal fen the notification names instead of the order's
   * @throws {NotPossible} the cashier would not open, or not for this user
   */
  pay(prepayId: string, { openid, toldTotal }: { openid?: string | undefined; toldTotal?: number | undefined }): Paid {
    const order = this.#payable(prepayId)
    if (openid !== undefined && !isPayer(order, openid)) throw new NotPossible('the order was placed for another user')
    const how = this.#howPaid(order)
    const payment = makePayment(this.deps.timeline.nowMs())
    const paid = Object.assign(order, { state: 'SUCCESS' as const, payment })
    this.#sell(paid)
    this.deps.events.emit('paid', { ...viewOrder(paid), ...how })
    this.deps.onPaid(paid, toldTotal ?? paid.request.total)
    return { ...paid, how }
  }

  /** What the cashier does before it is paid. @throws {NotPossible} it would not open */
  cashier(prepayId: string): HowPaid {
    return this.#howPaid(this.#payable(prepayId))
  }

  #howPaid({ request }: Order): HowPaid {
    const { contractUse, switches } = this.deps
    return howPaid(request, () => checkContract(request, contractUse), switches)
  }

  #sell(order: Order & { payment: Payment }): void {
    const { request, payment } = order
    const { kind, outTradeNo, total, appid, subMchid, subAppid, description, attach, contractId } = request
    this.deps.sales.add({
      ...{ kind, outTradeNo, total, appid, subMchid, subAppid, description, attach, contractId },
      openid: userUnderAppid(request) ?? '',
      transactionId: payment.transactionId,
      paidAtMs: payment.atMs,
      tradeType: 'JSAPI',
      onRefund: () => (order.state = 'REFUND'),
    })
  }

  #payable(prepayId: string): Order {
    const { prepays, timeline } = this.deps
    const order = prepays.orderOf(prepayId)
    if (!order) throw new NotPossible(`no order was placed here under prepay_id ${prepayId}`)
    const { state, request } = order
    if (state !== 'NOTPAY') throw new NotPossible(`order ${request.outTradeNo} is ${state}, and cannot be paid`)
    if (!prepays.isLive(prepayId, timeline.nowMs())) {
      throw new NotPossible('the prepay_id is over 2 hours old; place the order again')
    }
    if (request.expiresAtMs !== undefined && timeline.nowMs() >= request.expiresAtMs) {
      throw new NotPossible(`order ${request.outTradeNo} is past its time_expire`)
    }
    return order
  }
}

function checkContract(request: OrderRequest, contractUse: ContractUse): void {
  const { contractId, total, ...order } = request
  if (contractId !== undefined) contractUse.check({ family: 'password-exempt', contractId, total, order })
}

function refuseReuse(known: Order, request: OrderRequest): void {
  const number = request.outTradeNo
  if (isPaid(known)) throw orderPaid(known)
  if (known.state === 'CLOSED') throw new Refusal(400, 'ORDER_CLOSED', `order ${number} is closed; take a new number`)
  if (known.request.fingerprint !== request.fingerprint) {
    throw new Refusal(403, 'OUT_TRADE_NO_USED', `out_trade_no ${number} was already used with other parameters`)
  }
}

function orderPaid({ request }: Order): Refusal {
  return new Refusal(400, 'ORDERPAID', `order ${request.outTradeNo} is paid`)
}
