// SWITCHES: notifications that come, but late. Held and released rather than delayed, so that nobody waits for them at the end.
import type { WechatPayStandIn } from '../../wechatpay/standIn'

const LATE_MS = 20_000

export class LateNotifications {
  readonly #timers = new Set<NodeJS.Timeout>()
  #isOn = false

  constructor(private readonly wechatPay: Pick<WechatPayStandIn, 'control' | 'events'>) {
    wechatPay.events.on('notification', this.#onNotification)
  }

  /** Turned off, what is held goes out at once. */
  async set(isOn: boolean): Promise<void> {
    if (isOn === this.#isOn) return
    this.#isOn = isOn
    if (isOn) await this.wechatPay.control.holdNotifications()
    else {
      this.#clearTimers()
      await this.wechatPay.control.releaseNotifications()
    }
  }

  close(): void {
    this.wechatPay.events.off('notification', this.#onNotification)
    this.#clearTimers()
  }

  readonly #onNotification = ({ id }: { id: string }): void => {
    if (this.#isOn) this.#releaseLater(id)
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #releaseLater(id: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      // Releasing one opens the gate for all: it is shut again in the same breath.
      void this.wechatPay.control.releaseNotifications({ ids: [id] })
      void this.wechatPay.control.holdNotifications()
    }, LATE_MS)
    timer.unref()
    this.#timers.add(timer)
  }
}
