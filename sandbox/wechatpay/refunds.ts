// Refunds: taken on at once, paid out later; never more than was paid.
import { NotPossible } from './agreement'
import type { StandInEmitter } from './events'
import type { Switches } from './options'
import { makeRefundId, viewRefund, type Refund, type RefundEnd, type RefundKind, type RefundRequest } from './refund'
import { invalidRequest, notFound, Refusal } from './refusal'
import type { Timeline } from './timeline'

interface RefundsDeps {
  timeline: Timeline
  events: StandInEmitter
  switches: Switches
  /** How long the money is on its way. */
  takesMs: number
  /** Called whenever WeChat Pay has news of one. */
  onEnd: (refund: Refund) => void
}

const LATE_MS = 3_600_000
const ENDS = { succeed: 'SUCCESS', late: 'SUCCESS', abnormal: 'ABNORMAL', close: 'CLOSED' } as const

export class Refunds {
  readonly #byNumber = new Map<string, Refund>()
  constructor(private readonly deps: RefundsDeps) {}

  all(): Refund[] {
    return [...this.#byNumber.values()]
  }

  /**
   * Takes a refund on, or answers with the one of this number where the request is the same.
   * @throws {Refusal} the number was used otherwise, more than is left would be given back, or the merchant has not enough
   */
  apply(request: RefundRequest): Refund {
    const known = this.#byNumber.get(request.outRefundNo)
    if (known) {
      if (known.request.fingerprint === request.fingerprint) return known
      throw invalidRequest(`out_refund_no ${request.outRefundNo} was already used with other parameters`)
    }
    this.#checkRest(request)
    const { refunds } = this.deps.switches
    if (refunds === 'notEnough') throw new Refusal(403, 'NOT_ENOUGH', 'the merchant has not enough to refund this')
    const nowMs = this.deps.timeline.nowMs()
    const base = { request, refundId: makeRefundId(nowMs), status: 'PROCESSING' as const, createdAtMs: nowMs }
    const refund: Refund = { ...base, cancelEnd: () => undefined }
    this.#byNumber.set(request.outRefundNo, refund)
    request.sale.onRefund()
    this.deps.events.emit('refund', viewRefund(refund))
    const takesMs = refunds === 'late' ? LATE_MS : this.deps.takesMs
    refund.cancelEnd = this.deps.timeline.at(nowMs + takesMs, () => {
      if (refund.status === 'PROCESSING') this.#end(refund, ENDS[refunds])
      return Promise.resolve()
    })
    return refund
  }

  /** @throws {Refusal} 404 when none was taken on by this endpoint under the number */
  find(kind: RefundKind, outRefundNo: string): Refund {
    const refund = this.#byNumber.get(outRefundNo)
    if (refund?.request.kind !== kind) throw notFound('RESOURCE_NOT_EXISTS', `there is no refund ${outRefundNo}`)
    return refund
  }

  /**
   * By hand, whatever was planned: an abnormal one may come to its end later.
   * @throws {NotPossible} there is none, or it is over
   */
  settle(outRefundNo: string, end: RefundEnd): Refund {
    const refund = this.#byNumber.get(outRefundNo)
    if (!refund) throw new NotPossible(`no refund ${outRefundNo}; list them with "refunds"`)
    if (refund.status === 'SUCCESS' || refund.status === 'CLOSED')
      throw new NotPossible(`it is ${refund.status} already`)
    refund.cancelEnd()
    this.#end(refund, end)
    return refund
  }

  #end(refund: Refund, end: RefundEnd): void {
    refund.status = end
    if (end === 'SUCCESS') refund.succeededAtMs = this.deps.timeline.nowMs()
    this.deps.events.emit('refund', viewRefund(refund))
    this.deps.onEnd(refund)
  }

  #checkRest({ sale, refund }: RefundRequest): void {
    if (sale.revokedAtMs !== undefined) throw invalidRequest(`order ${sale.outTradeNo} was taken back`)
    const others = this.all().filter(({ request, status }) => request.sale === sale && status !== 'CLOSED')
    const given = others.reduce((sum, { request }) => sum + request.refund, 0)
    if (given + refund > sale.total) {
      throw invalidRequest(`at most ${sale.total - given} fen of order ${sale.outTradeNo} are left to refund`)
    }
  }
}
