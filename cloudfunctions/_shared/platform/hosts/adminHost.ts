// What contractAdmin runs on: the database, and no WeChat Pay, so no private key.
import type { AdminDeps } from '../../admin/ports'
import { openDatabase } from '../database/sdk'
import { once, onceAsync } from '../once'
import { nowMs, sha256 } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import { hostLog } from './hostLog'
import type { ServerHost } from './ports'
import { storeUntil } from './storeUntil'

const settings = once(() => ownSettings('admin'))
const database = onceAsync(async () => openDatabase())

export const adminHost: ServerHost<AdminDeps> = {
  log: hostLog,
  callKey: () => settings().callKey,
  deps: (log, deadline) => ({ store: storeUntil(deadline, database), clock: { nowMs }, sha256, log }),
}
