// A user with an order of the merchant's shop.
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import type { Person } from '../../support/person'
import { must } from '../proof'
import type { ProveWorld } from './proveWorld'

let count = 0

export class Shopper {
  private constructor(
    private readonly world: ProveWorld,
    private readonly person: Person,
    readonly out_trade_no: string,
  ) {}

  /** Their order lies in the merchant's collection, and nothing has come of it. @param person somebody new by default */
  static async withOrder(world: ProveWorld, person: Person = world.newPerson()): Promise<Shopper> {
    const _id = `PROVE-${++count}`
    await world.records.insert('orders', { _id, openid: person.openid, description: '单车骑行', total: 350 })
    return new Shopper(world, person, _id)
  }

  checkout = async () => this.person.call('payRedirectSign', { out_trade_no: this.out_trade_no })
  /** Under the contract, where there is one. */
  buy = async () => this.person.call('payWithContract', { out_trade_no: this.out_trade_no })
  query = async () => this.person.call('queryOrder', { out_trade_no: this.out_trade_no })
  close = async () => this.person.call('closeOrder', { out_trade_no: this.out_trade_no })

  /** At the cashier; back when the first notification is over. */
  async pay(): Promise<void> {
    const { prepay_id = '' } = await this.payment()
    await this.world.wechatPay.control.payOrder({ prepay_id })
    await this.world.wechatPay.control.settled()
  }

  async payment(): Promise<PaymentRecord> {
    const payment = await this.world.records.get('payments', this.out_trade_no)
    must(payment !== undefined, () => `nothing on record under ${this.out_trade_no}`)
    return payment as unknown as PaymentRecord
  }
}
