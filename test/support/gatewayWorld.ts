// What the tests of the gateways start with: a WeChat Pay of their own on loopback, a client, and what was logged.
import type { Log, LogFields } from '../../cloudfunctions/_shared/kernel/ports'
import type { GatewayDeps } from '../../cloudfunctions/_shared/platform/gateways/contractGateway'
import { ENDLESS } from './fakeDeps'
import { clientFor } from './clients'
import { startPeer, type Answer } from './wechatPayPeer'

/** @param create the gateway that is tested */
export async function gatewayWorld<Gateway>(
  answer: Answer,
  create: (deps: GatewayDeps) => Gateway,
  deadline = ENDLESS,
) {
  const peer = await startPeer(answer)
  const logged: { level: 'info' | 'alert'; event: string; fields: LogFields }[] = []
  const note =
    (level: 'info' | 'alert') =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, fields })
  const log: Log = { info: note('info'), alert: note('alert') }
  return { peer, gateway: create({ wxpay: clientFor([peer.url]).wxpay, log, nowMs: Date.now, deadline }), logged }
}
