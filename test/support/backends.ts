// Connections of a database, ended from outside as a failover or an administrator would.
import type { Client } from 'pg'

const OTHERS = 'datname = current_database() and pid <> pg_backend_pid() and backend_type = $1'

/** @returns how many were ended */
export async function killConnections(owner: Client, only = 'true'): Promise<number> {
  const sql = `select pg_terminate_backend(pid) from pg_stat_activity where ${OTHERS} and (${only})`
  return (await owner.query(sql, ['client backend'])).rows.length
}
