// What contractAdmin runs on: the database, and no WeChat Pay, so no private key.
import type { AdminDeps } from '../../admin/ports'
import { once } from '../once'
import { nowMs, sha256 } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import { hostLog } from './hostLog'
import { openDatabase } from './openDatabase'
import type { ServerHost } from './ports'

const settings = once(() => ownSettings('admin'))
const database = once(() => openDatabase(settings().store))

export const adminHost: ServerHost<AdminDeps> = {
  log: hostLog,
  callKey: () => settings().callKey,
  deps: () => ({ store: database().store, clock: { nowMs }, sha256 }),
}
