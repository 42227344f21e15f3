// What refundOrder runs on: all that orders have, and the key its calls are signed with.
import type { RefundDeps } from '../../charges/ports'
import { createChargeGateway } from '../gateways/chargeGateway'
import { createRefundGateway } from '../gateways/refundGateway'
import { once } from '../once'
import { nowMs } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import { orderHost } from './orderHost'
import type { ServerHost } from './ports'
import { systemHost, systemWechatPay } from './systemHost'

const settings = once(() => ownSettings('server'))

export const refundHost: ServerHost<RefundDeps> = {
  ...systemHost,
  callKey: () => settings().callKey,
  deps: (log, deadline) => ({
    ...orderHost.deps(log, deadline),
    chargeGateway: createChargeGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
    refundGateway: createRefundGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
  }),
}
