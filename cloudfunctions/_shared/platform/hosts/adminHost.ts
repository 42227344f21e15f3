// What contractAdmin runs on, beside what every callable has: the key its calls are signed with.
import type { AdminDeps } from '../../admin/ports'
import { once } from '../once'
import { ownSettings } from '../settings/ownSettings'
import type { ServerHost } from './ports'
import { systemHost } from './systemHost'

const settings = once(() => ownSettings('admin'))

export const adminHost: ServerHost<AdminDeps> = {
  ...systemHost,
  callKey: () => settings().callKey,
}
