// The same of an order: that it was paid; and then, when it was, that another payment of it was given back.
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import { must } from '../proof'
import type { ProveWorld } from '../world/proveWorld'
import { Shopper } from '../world/shopper'
import { liesAboutOrder, type Fields } from './claims'
import { asksAgain, tellFalsely } from './telling'

export async function lieAboutAnOrder(world: ProveWorld, step: () => void): Promise<number> {
  const shopper = await Shopper.withOrder(world)
  await shopper.checkout()
  const early = await tellAll(world, shopper, step)
  await shopper.pay()
  must((await shopper.payment()).state === 'PAID', () => 'the payment was not believed any more')
  return early + (await tellAll(world, shopper, step))
}

async function tellAll(world: ProveWorld, shopper: Shopper, step: () => void): Promise<number> {
  const payment = await shopper.payment()
  const { nowMs } = await world.wechatPay.control.now()
  const all = liesAboutOrder(payment, nowMs)
  for (const { what, fields } of all) {
    step()
    await tellFalsely(world, { fields, path: '*/out-trade-no/*', ask: shopper.query })
    await mustStand(payment, shopper, `${what}, told in an answer`)
    await notify(world, payment, fields)
    await mustStand(payment, shopper, `${what}, told in a notification`)
    await asksAgain(world)
    await shopper.query()
    await mustStand(payment, shopper, `${what}, and the truth after it`)
  }
  return 2 * all.length
}

async function notify({ wechatPay: { control } }: ProveWorld, { _id }: PaymentRecord, fields: Fields): Promise<void> {
  await control.forgePayment({ out_trade_no: _id, fault: { kind: 'alteredPlaintext', fields: { ...fields } } })
}

async function mustStand(before: PaymentRecord, shopper: Shopper, what: string): Promise<void> {
  const { state, transaction_id } = await shopper.payment()
  must(state === before.state, () => `order with ${what}: ${before.state} became ${state}`)
  must(transaction_id === before.transaction_id, () => `order with ${what}: another transaction_id`)
}
