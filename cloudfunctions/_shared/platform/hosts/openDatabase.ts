// The database a function runs on, by its settings: one place for all hosts.
import type { Store } from '../../kernel/ports'
import type { ReadDocument } from '../../orders/ports'
import { createDocumentStore } from '../database/document/documentStore'
import { createDocumentReader } from '../database/document/merchantDocuments'
import { openCloudDatabase } from '../database/document/sdk'
import { createPgCall } from '../database/postgres/pgConnection'
import { createGatewayCall } from '../database/postgres/pgGateway'
import type { AccessSettings } from '../database/postgres/postgresErrors'
import { createPostgresReader, createPostgresStore } from '../database/postgres/postgresStore'
import type { StoreDeps } from '../database/store'
import { onceAsync } from '../once'
import { nowMs, random, sleep } from '../runtime'
import type { StoreSettings } from '../settings/load'
import { SETTING } from '../settings/names'

export interface Database {
  /** On the connections of the instance, which all stores share. */
  store(limits: Pick<StoreDeps, 'deadline' | 'deadlineMs'>): Store
  /** What the merchant keeps beside it. */
  read: ReadDocument
}

/**
 * Nothing is loaded and nobody is connected to before its first use.
 * @param requestMs per request to the database
 */
export function openDatabase(settings: StoreSettings, requestMs = 5000): Database {
  const system = { nowMs, random, sleep }
  if (settings.kind === 'document') {
    const open = onceAsync(async () => openCloudDatabase(requestMs))
    return {
      store: (limits) => createDocumentStore({ openDatabase: open, ...system, ...limits }),
      read: createDocumentReader(open),
    }
  }
  const access =
    settings.kind === 'postgres'
      ? { call: createPgCall(settings.server, requestMs), settings: PG }
      : { call: createGatewayCall(settings.gateway, requestMs, nowMs), settings: PGREST }
  return {
    store: (limits) => createPostgresStore(access, { ...system, ...limits }),
    read: createPostgresReader(access),
  }
}

const PG: AccessSettings = {
  address: SETTING.pgUrl,
  credentials: SETTING.pgUrl,
  expected: 'a host, port and database that are reached from here (in its VPC, where it has no public address)',
  rights: 'let the owner of schema entrust: grant entrust_kit to that user',
}
const PGREST: AccessSettings = {
  address: SETTING.pgrestUrl,
  credentials: SETTING.pgrestKey,
  expected: 'https://<environment id>.api.tcloudbasegateway.com/v1/rdb/rest',
  rights: 'give an API Key, whose role is service_role, and no Publishable Key',
}
