import { createSecretKey } from 'node:crypto'
import { startPostgrest, type PostgrestServer } from '../../../../../../sandbox/cloud/postgres/postgrestServer'
import type { DatabaseCall } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/databaseCall'
import { createPgCall } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { createGatewayCall } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/pgGateway'
import { createPostgresStore } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/postgresStore'
import { random, sleep } from '../../../../../../cloudfunctions/_shared/platform/runtime'
import { ACCESS, serverOf, withDatabase } from '../../../../../support/postgresFile'
import { describeLists } from '../../../../../support/storeListsSuite'
import { describeStore } from '../../../../../support/storeSuite'

describe('over TCP', () => {
  let call: DatabaseCall
  withDatabase(({ url }) => void (call = createPgCall(serverOf(url), 5000)))
  const makeStore = async () => createPostgresStore({ call, settings: ACCESS }, { nowMs: Date.now, random, sleep })
  describeStore('PostgreSQL', makeStore)
  describeLists('PostgreSQL', makeStore)
})

describe('over HTTP', () => {
  let call: DatabaseCall
  let server: PostgrestServer
  withDatabase(async ({ ownerUrl }) => {
    server = await startPostgrest({ ownerUrl, keys: { theKey: 'service_role' } })
    call = createGatewayCall({ url: server.url, key: createSecretKey(Buffer.from('theKey')) }, 5000, Date.now)
  })
  afterAll(async () => server.close())
  const makeStore = async () => createPostgresStore({ call, settings: ACCESS }, { nowMs: Date.now, random, sleep })
  describeStore('PostgREST', makeStore)
  describeLists('PostgREST', makeStore)
})
