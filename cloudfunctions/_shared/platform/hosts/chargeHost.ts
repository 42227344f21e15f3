// What chargeContract runs on, beside what the functions about orders have: WeChat Pay as far as charges go, and the rules for them.
import type { ChargeDeps } from '../../charges/ports'
import { createChargeGateway } from '../gateways/chargeGateway'
import { once } from '../once'
import { nowMs } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import { orderHost } from './orderHost'
import type { ServerHost } from './ports'
import { systemHost, systemWechatPay } from './systemHost'

const settings = once(() => ownSettings('charges'))

export const chargeHost: ServerHost<ChargeDeps> = {
  log: systemHost.log,
  telling: systemHost.telling,
  callKey: () => settings().callKey,
  deps: (log, deadline) => ({
    ...orderHost.deps(log, deadline),
    chargeRules: settings().chargeRules,
    chargeGateway: createChargeGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
  }),
}
