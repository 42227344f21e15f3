// What contractAdmin runs on, beside what every callable has: the key its calls are signed with, and what opens notifications.
import type { ActionDeps } from '../../admin/ports'
import { createSealedReader } from '../gateways/notifyGateway'
import { once } from '../once'
import { ownSettings } from '../settings/ownSettings'
import type { ServerHost } from './ports'
import { systemHost } from './systemHost'

const settings = once(() => ownSettings('admin'))

const sealed = once(() => createSealedReader(settings().apiV3Keys, settings().eventMap))

export const adminHost: ServerHost<ActionDeps> = {
  ...systemHost,
  callKey: () => settings().callKey,
  deps: (log, deadline) => ({ ...systemHost.deps(log, deadline), sealed: sealed() }),
}
