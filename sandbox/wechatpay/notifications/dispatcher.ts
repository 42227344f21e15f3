// NOTIFY: which notifications exist, when each attempt is due, and holding them back.
import type { Agreement } from '../agreement'
import { ArmedFaults, matchesPattern } from '../faults'
import type { PlanPermission, Settings } from '../options'
import { asIfPaid, type Order } from '../order'
import type { Refund, RefundEnd } from '../refund'
import {
  asIf,
  contractNotice,
  echoNotice,
  paymentNotice,
  refundNotice,
  type Change,
  type ContentContext,
} from './content'
import { makeEnvelope } from './envelope'
import type { NotificationFault, NotificationFaultScope } from './faults'
import { viewNotification, type Attempt, type Notice, type Notification, type NotificationView } from './notification'
import { planOf } from './plan'
import { sendOnce, type SenderDeps } from './sender'

interface DispatcherDeps extends SenderDeps {
  passwordExemptEvents: Settings['passwordExemptEvents']
  plans: readonly PlanPermission[]
  timeScale: number
}

/** Where a notification stands in relation to the others. */
type Gate = { kind: 'open' } | { kind: 'hold' } | { kind: 'reorder'; count: number }

export class Dispatcher {
  readonly faults = new ArmedFaults<NotificationFault, NotificationFaultScope>()
  readonly #deps: DispatcherDeps
  readonly #all: Notification[] = []
  #timeScale: number
  #gate: Gate = { kind: 'open' }

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
    this.#timeScale = deps.timeScale
  }

  views(): NotificationView[] {
    return this.#all.map(viewNotification)
  }

  /** Tells the merchant that a contract came to be or ended. */
  notifyChange(agreement: Agreement, change: Change): void {
    this.#enqueue(contractNotice(agreement, change, this.#context()))
  }

  /** Tells the merchant that an order was paid. @param total fen to name */
  notifyPaid(order: Order, total: number): void {
    this.#enqueue(paymentNotice(order, total, this.#context()))
  }

  /** Tells the merchant what became of a refund, where it was said where to. */
  notifyRefund(refund: Refund): void {
    const { status, request } = refund
    if (status === 'PROCESSING' || request.notifyUrl === undefined) return
    this.#enqueue(refundNotice(refund, status, request.notifyUrl, this.#context()))
  }

  notifyEcho(notifyUrl: string, plaintext: Record<string, unknown>): void {
    this.#enqueue(echoNotice(plaintext, notifyUrl, this.#deps.timeline.nowMs()))
  }

  /** From now on new notifications wait for {@link release}. */
  hold(): void {
    this.#gate = { kind: 'hold' }
  }

  /** The next `count` notifications wait for each other, then go out last one first. */
  reorder(count: number): void {
    this.#gate = { kind: 'reorder', count }
  }

  /**
   * Sends what is held, one after the other's answer, and holds no more.
   * @param ids in this order; default: all, oldest first
   */
  async release(ids?: readonly string[]): Promise<NotificationView[]> {
    this.#gate = { kind: 'open' }
    const held = ids ? ids.map((id) => this.#find(id)) : this.#held()
    const toSend = held.filter(({ state }) => state === 'held')
    await this.#runInOrder(toSend)
    return toSend.map(viewNotification)
  }

  /** Sends a notification that exists once more, in `copies` at once, whatever its state. */
  async repeat(id: string, copies: number): Promise<Attempt[]> {
    const notification = this.#find(id)
    const before = notification.attempts.length
    const isAccepted = await sendOnce(this.#deps, notification, [{ kind: 'duplicate', copies }])
    if (isAccepted) this.#accept(notification)
    return notification.attempts.slice(before)
  }

  /** Sends, once, a notification of a change that did not happen. Nothing in the stand-in changes. */
  forgeChange(agreement: Agreement, change: Change, fault: NotificationFault): Promise<NotificationView> {
    const context = this.#context()
    return this.#forge(contractNotice(asIf(agreement, change, context.nowMs), change, context), fault)
  }

  /** The same of a payment. */
  forgePaid(order: Order, total: number, fault: NotificationFault): Promise<NotificationView> {
    const context = this.#context()
    return this.#forge(paymentNotice(asIfPaid(order, context.nowMs), total, context), fault)
  }

  /** The same of a refund. @throws {RangeError} it was not said where to tell of it */
  forgeRefund(refund: Refund, end: RefundEnd, fault: NotificationFault): Promise<NotificationView> {
    const { notifyUrl } = refund.request
    if (notifyUrl === undefined) throw new RangeError('the refund has no notify_url')
    return this.#forge(refundNotice(refund, end, notifyUrl, this.#context()), fault)
  }

  /** Waits of the plans are divided by `scale`; attempts already planned move too. */
  setTimeScale(scale: number): void {
    const nowMs = this.#deps.timeline.nowMs()
    const factor = this.#timeScale / scale
    this.#timeScale = scale
    for (const notification of this.#all) {
      const { nextAttemptAtMs, cancelNext } = notification
      if (nextAttemptAtMs === undefined) continue
      cancelNext?.()
      this.#planAt(notification, nowMs + (nextAttemptAtMs - nowMs) * factor)
    }
  }

  #context(): ContentContext {
    const { keys, passwordExemptEvents, plans, timeline } = this.#deps
    return { mchid: keys.mchid, passwordExemptEvents, plans, nowMs: timeline.nowMs() }
  }

  #add(notice: Notice): Notification {
    const text = makeEnvelope(notice.content, this.#deps.keys.apiV3Key)
    const notification: Notification = { ...notice, text, state: 'held', attempts: [], planned: 0 }
    this.#all.push(notification)
    this.#deps.events.emit('notification', viewNotification(notification))
    return notification
  }

  async #forge(notice: Notice, forgery: NotificationFault): Promise<NotificationView> {
    const notification = this.#add({ ...notice, forgery })
    const isAccepted = await sendOnce(this.#deps, notification, [])
    notification.state = isAccepted ? 'accepted' : 'ended'
    return viewNotification(notification)
  }

  #enqueue(notice: Notice): void {
    const notification = this.#add(notice)
    if (this.#gate.kind === 'open') this.#plan(notification, notice.content.createdAtMs)
    else if (this.#gate.kind === 'reorder' && this.#held().length >= this.#gate.count) this.#sendReversed()
  }

  #sendReversed(): void {
    this.#gate = { kind: 'open' }
    const reversed = this.#held().reverse()
    const { timeline } = this.#deps
    timeline.at(timeline.nowMs(), () => this.#runInOrder(reversed))
  }

  async #runInOrder(notifications: readonly Notification[]): Promise<void> {
    for (const notification of notifications) await this.#run(notification)
  }

  /** @param lastMs start of the attempt before, or of the notification */
  #plan(notification: Notification, lastMs: number): void {
    const waitMs = planOf(notification.family)[notification.planned]
    if (waitMs === undefined) notification.state = 'ended'
    else this.#planAt(notification, lastMs + waitMs / this.#timeScale)
  }

  #planAt(notification: Notification, dueMs: number): void {
    notification.state = 'waiting'
    notification.nextAttemptAtMs = dueMs
    notification.cancelNext = this.#deps.timeline.at(dueMs, () => this.#run(notification))
  }

  async #run(notification: Notification): Promise<void> {
    const startMs = this.#deps.timeline.nowMs()
    notification.nextAttemptAtMs = undefined
    notification.state = 'waiting'
    notification.planned += 1
    const faults = this.faults.take((scope) => isInScope(scope, notification))
    const isAccepted = await sendOnce(this.#deps, notification, faults)
    if (isAccepted) this.#accept(notification)
    else if (!hasBeenAccepted(notification)) this.#plan(notification, startMs)
  }

  #accept(notification: Notification): void {
    notification.cancelNext?.()
    notification.nextAttemptAtMs = undefined
    notification.state = 'accepted'
  }

  #held(): Notification[] {
    return this.#all.filter(({ state }) => state === 'held')
  }

  /** @throws {RangeError} there is no such notification */
  #find(id: string): Notification {
    const found = this.#all.find(({ content }) => content.id === id)
    if (!found) throw new RangeError(`no notification ${id}; list them with "notifications"`)
    return found
  }
}

/** A copy sent by hand may have been accepted while a planned attempt was still out. */
function hasBeenAccepted({ state }: Notification): boolean {
  return state === 'accepted'
}

function isInScope(scope: NotificationFaultScope, { content, outContractCode, outTradeNo }: Notification): boolean {
  const isCode = scope.outContractCode === undefined || scope.outContractCode === outContractCode
  const isOrder = scope.outTradeNo === undefined || scope.outTradeNo === outTradeNo
  return isCode && isOrder && matchesPattern(scope.eventType, content.eventType)
}
