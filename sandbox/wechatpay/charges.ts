// Charges of combine-papay: answered at once, one number charges once, and what was charged can be taken back.
import { viewCharge, type Charge, type ChargeRequest } from './charge'
import type { ContractUse } from './contractUse'
import type { StandInEmitter } from './events'
import type { Switches } from './options'
import { makePayment } from './order'
import { refuseUnpaid } from './payer'
import { invalidRequest, notFound, Refusal } from './refusal'
import type { Sales } from './sale'
import type { Timeline } from './timeline'

interface ChargesDeps {
  timeline: Timeline
  events: StandInEmitter
  sales: Sales
  contractUse: ContractUse
  switches: Switches
}

/** Sub-orders as a reverse names them. */
type ReversedOrders = readonly { outTradeNo: string; subMchid: string }[]

export class Charges {
  readonly #byNumber = new Map<string, Charge>()
  constructor(private readonly deps: ChargesDeps) {}

  all(): Charge[] {
    return [...this.#byNumber.values()]
  }

  /**
   * Takes the money now. The same request again is answered with what became of the first.
   * @throws {Refusal} the number was used otherwise or taken back; the contract does not carry it; the user cannot pay
   */
  charge(request: ChargeRequest): Charge {
    const known = this.#byNumber.get(request.combineOutTradeNo)
    if (known) return again(known, request)
    for (const { outTradeNo } of request.subOrders) {
      if (this.deps.sales.find({ outTradeNo })) throw used(`out_trade_no ${outTradeNo}`)
    }
    const total = request.subOrders.reduce((sum, order) => sum + order.total, 0)
    const { appid, contractId } = request
    const { signer = '' } = this.deps.contractUse.check({ family: 'combine-papay', contractId, total, appid })
    refuseUnpaid(this.deps.switches)
    const charge = this.#take(request, signer)
    this.#byNumber.set(request.combineOutTradeNo, charge)
    this.deps.events.emit('charged', viewCharge(charge))
    return charge
  }

  /** @throws {Refusal} 404 when nothing was charged under the number */
  find(combineOutTradeNo: string): Charge {
    const charge = this.#byNumber.get(combineOutTradeNo)
    if (!charge) throw notFound('ORDER_NOT_EXIST', `there is no charge ${combineOutTradeNo}`)
    return charge
  }

  /**
   * Takes it back, all of it. Twice is once; a number nothing was charged under is good for no charge from then on.
   * @throws {Refusal} it is refunded; the orders are not those of the charge; 404 where the switch says so
   */
  reverse(combineOutTradeNo: string, appid: string, orders: ReversedOrders): void {
    const known = this.#byNumber.get(combineOutTradeNo)
    if (!known) {
      if (this.deps.switches.reverseUnknown === 'notFound') this.find(combineOutTradeNo)
      this.#byNumber.set(combineOutTradeNo, { request: { combineOutTradeNo, appid }, state: 'REVOKED', sales: [] })
      return
    }
    if (known.state === 'REVOKED') return
    checkSame(known, orders)
    const nowMs = this.deps.timeline.nowMs()
    known.state = 'REVOKED'
    for (const sale of known.sales) sale.revokedAtMs = nowMs
    this.deps.events.emit('reversed', viewCharge(known))
  }

  #take(request: ChargeRequest, openid: string): Charge {
    const payment = makePayment(this.deps.timeline.nowMs())
    const charge: Charge = { request, state: 'SUCCESS', openid, payment, sales: [] }
    const { appid, contractId } = request
    charge.sales = request.subOrders.map((order) =>
      this.deps.sales.add({
        ...order,
        kind: 'charge',
        transactionId: makePayment(payment.atMs).transactionId,
        paidAtMs: payment.atMs,
        appid,
        openid,
        tradeType: 'PAP',
        contractId,
        onRefund: () => undefined,
      }),
    )
    return charge
  }
}

function again(known: Charge, request: ChargeRequest): Charge {
  const number = request.combineOutTradeNo
  if (known.state === 'REVOKED')
    throw new Refusal(400, 'ORDER_REVERSED', `charge ${number} was taken back; take a new number`)
  if (known.request.fingerprint !== request.fingerprint) throw used(`combine_out_trade_no ${number}`)
  return known
}

const used = (what: string) => new Refusal(403, 'OUT_TRADE_NO_USED', `${what} was already used with other parameters`)

function checkSame({ sales }: Charge, orders: ReversedOrders): void {
  const text = (list: ReversedOrders) =>
    list
      .map(({ outTradeNo, subMchid }) => `${outTradeNo} ${subMchid}`)
      .sort()
      .join()
  const charged = sales.map(({ outTradeNo, subMchid = '' }) => ({ outTradeNo, subMchid }))
  if (text(charged) !== text(orders)) throw invalidRequest('sub_orders: expected those of the charge, all of them')
}
