// What upkeep runs on: all that orders have, those who are told what changed, and how long things are kept.
import type { UpkeepDeps } from '../../upkeep/ports'
import { createChargeGateway } from '../gateways/chargeGateway'
import { createSealedReader } from '../gateways/notifyGateway'
import { createRefundGateway } from '../gateways/refundGateway'
import { once } from '../once'
import { nowMs } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import { hostLog } from './hostLog'
import { orderHost } from './orderHost'
import type { TimerHost } from './ports'
import { receiversOf } from './receivers'
import { systemWechatPay } from './systemHost'

const settings = once(() => ownSettings('upkeep'))
const sealed = once(() => createSealedReader(settings().apiV3Keys, settings().eventMap))

export const upkeepHost: TimerHost<UpkeepDeps> = {
  log: hostLog,
  deps: (log, deadline) => ({
    ...orderHost.deps(log, deadline),
    ...settings().upkeep,
    chargeGateway: createChargeGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
    refundGateway: createRefundGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
    sealed: sealed(),
    receivers: receiversOf(settings(), log),
  }),
}
