// What contractAdmin runs on: the database, and no WeChat Pay, so no private key.
import type { AdminDeps } from '../../admin/ports'
import { openDatabase } from '../database/sdk'
import { createDocumentStore } from '../database/store'
import { once } from '../once'
import { nowMs, random, sha256, sleep } from '../runtime'
import { ownSettings } from '../settings/ownSettings'
import { hostLog } from './hostLog'
import type { ServerHost } from './ports'

const settings = once(() => ownSettings('admin'))
const store = once(() => createDocumentStore({ openDatabase: () => openDatabase(), nowMs, random, sleep }))

export const adminHost: ServerHost<AdminDeps> = {
  log: hostLog,
  callKey: () => settings().callKey,
  deps: (log) => ({ store: store(), clock: { nowMs }, sha256, log }),
}
