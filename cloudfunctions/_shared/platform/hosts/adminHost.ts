// What contractAdmin runs on: the database, and no WeChat Pay, so no private key.
import type { AdminDeps } from '../../admin/ports'
import { once } from '../once'
import { nowMs, sha256 } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import { hostLog } from './hostLog'
import { openStore } from './openStore'
import type { ServerHost } from './ports'

const settings = once(() => ownSettings('admin'))
const store = once(() => openStore())

export const adminHost: ServerHost<AdminDeps> = {
  log: hostLog,
  callKey: () => settings().callKey,
  deps: () => ({ store: store(), clock: { nowMs }, sha256 }),
}
