// Calls about an order.
import type { Person } from '../../support/person'
import { HOUR_MS, type ProveWorld } from '../world/proveWorld'
import { Shopper } from '../world/shopper'
import type { CrashAct } from './crashActs'
import { loseNotifications } from './losing'

/** An offer that nobody took is forgotten a day after its session. */
const ENDS_WITHIN_MS = 20 * HOUR_MS

const ofOrder = (
  functionName: string,
  prepare: (shopper: Shopper, world: ProveWorld) => Promise<() => Promise<unknown>>,
): CrashAct => ({
  functionName,
  endsWithinMs: ENDS_WITHIN_MS,
  prepare: async (person: Person, world) => prepare(await Shopper.withOrder(world, person), world),
})

export const ORDER_ACTS: Readonly<Record<string, CrashAct>> = {
  payRedirectSign: ofOrder('payRedirectSign', async (shopper) => Promise.resolve(shopper.checkout)),
  'payRedirectSign once more': ofOrder('payRedirectSign', async (shopper) => {
    await shopper.checkout()
    return shopper.checkout
  }),
  queryOrder: ofOrder('queryOrder', async (shopper, world) => {
    await shopper.checkout()
    await loseNotifications(world)
    await shopper.pay()
    return shopper.query
  }),
  closeOrder: ofOrder('closeOrder', async (shopper) => {
    await shopper.checkout()
    return shopper.close
  }),
  'contractNotify of a payment': ofOrder('contractNotify', async (shopper, world) => {
    const { control } = world.wechatPay
    await shopper.checkout()
    await control.holdNotifications()
    await shopper.pay()
    return async () => control.releaseNotifications()
  }),
}
