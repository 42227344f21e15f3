// What the functions about orders run on, beside what every callable has.
import type { OrderDeps } from '../../orders/ports'
import type { CallableHost } from '../doors/callable'
import { openDatabase } from '../database/sdk'
import { withDeadline } from '../deadline'
import { once, onceAsync } from '../once'
import { createOrderGateway } from '../gateways/orderGateway'
import { ordersCollection } from '../../merchant/orders'
import { nowMs, sleep } from '../runtime'
import { systemHost, systemWechatPay } from './systemHost'

const orders = once(() => ordersCollection(onceAsync(async () => openDatabase())))

export const orderHost: CallableHost<OrderDeps> = {
  ...systemHost,
  deps: (log) => {
    const entrust = systemHost.deps(log)
    return {
      ...entrust,
      orders: orders(),
      orderGateway: createOrderGateway({ wxpay: systemWechatPay(), log, nowMs }),
      within: async (work, ms) => withDeadline(work, ms, sleep),
      signPayment: (appid, prepay_id) => systemWechatPay().signRequestPayment(appid, prepay_id),
    }
  },
}
