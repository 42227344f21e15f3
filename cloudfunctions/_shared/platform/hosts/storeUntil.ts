// The store of one call: the database is the instance's, the deadline is the call's.
import type { Deadline, Store } from '../../kernel/ports'
import { storeInTime } from '../database/storeInTime'
import { within } from '../runtime'
import type { Database } from './openDatabase'

export const storeUntil = (deadline: Deadline, database: Database): Store =>
  storeInTime(database.store({ deadline }), deadline, within)
