// What upkeep runs on: all that orders have, those who are told what changed, and how long things are kept.
import type { UpkeepDeps } from '../../upkeep/ports'
import { createSealedReader } from '../gateways/notifyGateway'
import { once } from '../once'
import { ownSettings } from '../settings/ownSettings'
import { hostLog } from './hostLog'
import { orderHost } from './orderHost'
import type { TimerHost } from './ports'
import { receiversOf } from './receivers'

const settings = once(() => ownSettings('upkeep'))
const sealed = once(() => createSealedReader(settings().apiV3Keys, settings().eventMap))

export const upkeepHost: TimerHost<UpkeepDeps> = {
  log: hostLog,
  deps: (log, deadline) => ({
    ...orderHost.deps(log, deadline),
    ...settings().upkeep,
    sealed: sealed(),
    receivers: receiversOf(settings(), log),
  }),
}
