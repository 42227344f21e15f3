// What every endpoint works on.
import type { SandboxKeys } from '../keys'
import type { Agreements } from './agreements'
import type { Bills } from './bills'
import type { Charges } from './charges'
import type { StandInEmitter } from './events'
import type { Dispatcher } from './notifications/dispatcher'
import type { Settings } from './options'
import type { Orders } from './orders'
import type { Permissions } from './permissions'
import type { Prepays } from './prepays'
import type { Refunds } from './refunds'
import type { Sales } from './sale'
import type { Timeline } from './timeline'

export interface World {
  keys: SandboxKeys
  settings: Settings
  timeline: Timeline
  events: StandInEmitter
  permissions: Permissions
  prepays: Prepays
  orders: Orders
  /** What was paid, and what became of it. */
  sales: Sales
  charges: Charges
  refunds: Refunds
  bills: Bills
  agreements: Agreements
  dispatcher: Dispatcher
}
