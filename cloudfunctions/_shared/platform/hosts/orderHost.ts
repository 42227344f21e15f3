// What the functions about orders run on, beside what every callable has.
import type { OrderDeps } from '../../orders/ports'
import { createOrderGateway } from '../gateways/orderGateway'
import { find } from '../../merchant/orders'
import { nowMs, within } from '../runtime'
import { heardInTime } from './heardInTime'
import type { CallableHost } from './ports'
import { systemDatabase, systemHost, systemWechatPay } from './systemHost'

export const orderHost: CallableHost<OrderDeps> = {
  ...systemHost,
  deps: (log, deadline) => ({
    ...systemHost.deps(log, deadline),
    findOrder: async (out_trade_no) =>
      heardInTime(async () => find(out_trade_no, systemDatabase().read), deadline.leftMs(), within),
    orderGateway: createOrderGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
    within: async (work, ms) => within(work, Math.min(ms, deadline.leftMs())),
    signPayment: (appid, prepay_id) => systemWechatPay().signRequestPayment(appid, prepay_id),
  }),
}
