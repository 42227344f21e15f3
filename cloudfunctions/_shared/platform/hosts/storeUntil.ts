// The store of one call: the database is the instance's, the deadline is the call's.
import type { Deadline, Store } from '../../kernel/ports'
import type { openDatabase } from '../database/document/sdk'
import { createDocumentStore } from '../database/document/documentStore'
import { storeInTime } from '../database/storeInTime'
import { nowMs, random, sleep, within } from '../runtime'

export const storeUntil = (deadline: Deadline, database: typeof openDatabase): Store =>
  storeInTime(createDocumentStore({ openDatabase: database, nowMs, random, sleep, deadline }), deadline, within)
