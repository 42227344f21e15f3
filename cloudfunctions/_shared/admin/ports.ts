// What actions of a person in charge are given.
import type { ContractDeps } from '../contracts/ports'
import type { Clock, Log, Sha256, Store } from '../kernel/ports'
import type { RereadDeps } from '../notify/reread'

/** Of those who look at records, and ask nobody. */
export interface RecordDeps {
  store: Store
  clock: Clock
  sha256: Sha256
  log: Log
}

/** Of those who ask WeChat Pay. */
export type AdminDeps = ContractDeps

/** Of all of them together. */
export type ActionDeps = AdminDeps & RereadDeps
