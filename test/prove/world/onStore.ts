// The same proof on another database: each world of it has one of its own, on one PostgreSQL server for all.
import type { StoreChoice } from '../../../sandbox/choices'
import { startPostgres } from '../../../sandbox/cloud/postgres/postgresServer'
import type { LocalWechatOptions } from '../../../sandbox/localWechat'
import { startProveWorld, type ProveWorld } from './proveWorld'

export type StartWorld = (options?: Partial<LocalWechatOptions>) => Promise<ProveWorld>

/** For `--only`. */
export const nameOn = (name: string, store: StoreChoice): string => (store === 'document' ? name : `${name}-${store}`)

/** @throws {Error} there is no PostgreSQL on this machine */
export async function onStore<T>(store: StoreChoice, use: (start: StartWorld) => Promise<T>): Promise<T> {
  if (store === 'document') return use(startProveWorld)
  const server = await startPostgres()
  try {
    return await use(async (options) => startProveWorld({ ...options, store, postgresUrl: server.url }))
  } finally {
    await server.close()
  }
}
