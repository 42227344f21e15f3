// What contractAdmin runs on, beside what every callable has: the key its calls are signed with, and what opens notifications.
import { randomUUID } from 'node:crypto'
import type { ActionDeps } from '../../admin/ports'
import { createBillGateway } from '../gateways/billGateway'
import { createEchoGateway } from '../gateways/echoGateway'
import { createSealedReader } from '../gateways/notifyGateway'
import { once } from '../once'
import { nowMs } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import type { ServerHost } from './ports'
import { systemHost, systemWechatPay } from './systemHost'

const settings = once(() => ownSettings('admin'))

const sealed = once(() => createSealedReader(settings().apiV3Keys, settings().eventMap))

export const adminHost: ServerHost<ActionDeps> = {
  ...systemHost,
  callKey: () => settings().callKey,
  deps: (log, deadline) => ({
    ...systemHost.deps(log, deadline),
    sealed: sealed(),
    bills: createBillGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
    echo: createEchoGateway({ wxpay: systemWechatPay(), log, nowMs, deadline }),
    newId: randomUUID,
  }),
}
