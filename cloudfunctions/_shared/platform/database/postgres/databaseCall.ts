// How the store reaches PostgreSQL: the stored functions of database/migrations, and nothing else.

type StoredFunction = 'entrust_read' | 'entrust_list' | 'entrust_count' | 'entrust_commit'

/**
 * One call, in a transaction of its own.
 * @param args JSON texts by name
 * @returns JSON text
 * @throws {DatabaseFault}
 */
export type DatabaseCall = (name: StoredFunction, args: Readonly<Record<string, string>>) => Promise<string>

/** What went wrong, without the database's own text, which may quote a document. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault'
  /** @param code SQLSTATE, or the code of Node, of PostgREST or of ours */
  constructor(readonly code: string) {
    super(`code ${code}`)
  }
}
