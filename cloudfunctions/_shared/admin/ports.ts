// What actions of a person in charge are given. They do not call WeChat Pay.
import type { Clock, Log, Sha256, Store } from '../kernel/ports'

export interface AdminDeps {
  store: Store
  clock: Clock
  sha256: Sha256
  log: Log
}
