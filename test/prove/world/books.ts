// What WeChat Pay's books hold of now: they only grow, and what was in them when the records were last forgotten is of before.
import type { LocalWechat } from '../../../sandbox/localWechat'
import type { ChargeView } from '../../../sandbox/wechatpay/charge'
import type { OrderView } from '../../../sandbox/wechatpay/order'
import type { RefundView } from '../../../sandbox/wechatpay/refund'

export interface Books {
  orders: readonly OrderView[]
  charges: readonly ChargeView[]
  refunds: readonly RefundView[]
}

export class BookMark {
  #past = { orders: 0, charges: 0, refunds: 0 }

  constructor(private readonly wechatPay: LocalWechat['wechatPay']) {}

  async turn(): Promise<void> {
    const { orders, charges, refunds } = await this.#all()
    this.#past = { orders: orders.length, charges: charges.length, refunds: refunds.length }
  }

  /** Oldest first. */
  async read(): Promise<Books> {
    const { orders, charges, refunds } = await this.#all()
    return {
      orders: orders.slice(this.#past.orders),
      charges: charges.slice(this.#past.charges),
      refunds: refunds.slice(this.#past.refunds),
    }
  }

  async #all(): Promise<Books> {
    const { control } = this.wechatPay
    return { orders: await control.orders(), charges: await control.charges(), refunds: await control.refunds() }
  }
}
