// SWITCHES: notifications that come, but late. Held and released rather than delayed, so that nobody waits for them at the end.
import type { WechatPayStandIn } from '../../wechatpay/standIn'

const LATE_MS = 20_000

export class LateNotifications {
  readonly #cancels = new Set<() => void>()
  #isOn = false

  constructor(private readonly wechatPay: Pick<WechatPayStandIn, 'control' | 'events' | 'clock'>) {
    wechatPay.events.on('notification', this.#onNotification)
  }

  /** Turned off, what is held goes out at once. */
  async set(isOn: boolean): Promise<void> {
    if (isOn === this.#isOn) return
    this.#isOn = isOn
    if (isOn) await this.wechatPay.control.holdNotifications()
    else {
      this.#callOff()
      await this.wechatPay.control.releaseNotifications()
    }
  }

  close(): void {
    this.wechatPay.events.off('notification', this.#onNotification)
    this.#callOff()
  }

  readonly #onNotification = ({ id }: { id: string }): void => {
    if (this.#isOn) this.#releaseLater(id)
  }

  #callOff(): void {
    for (const cancel of this.#cancels) cancel()
    this.#cancels.clear()
  }

  #releaseLater(id: string): void {
    const cancel = this.wechatPay.clock.after(LATE_MS, async () => {
      this.#cancels.delete(cancel)
      // Releasing one opens the gate for all: it is shut again in the same breath.
      const released = this.wechatPay.control.releaseNotifications({ ids: [id] })
      await this.wechatPay.control.holdNotifications()
      await released
    })
    this.#cancels.add(cancel)
  }
}
