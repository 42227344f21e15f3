// The database a function runs on: one place for all hosts.
import type { Store } from '../../kernel/ports'
import type { ReadDocument } from '../../orders/ports'
import { createDocumentStore } from '../database/document/documentStore'
import { createDocumentReader } from '../database/document/merchantDocuments'
import { openDatabase } from '../database/document/sdk'
import { nowMs, random, sleep } from '../runtime'

interface StoreLimits {
  /** Per request to the database. */
  requestMs?: number
  /** No further try is started after this. */
  deadlineMs?: number
}

/** Nothing is connected to before its first use. */
export const openStore = ({ requestMs, ...limits }: StoreLimits = {}): Store =>
  createDocumentStore({ openDatabase: async () => openDatabase(requestMs), nowMs, random, sleep, ...limits })

/** What the merchant keeps beside it. */
export const openReader = (): ReadDocument => createDocumentReader(async () => openDatabase())
