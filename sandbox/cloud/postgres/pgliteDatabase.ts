// PostgreSQL where none is installed: PGlite, the real one as WebAssembly, inside this process and gone with it. It has one
// session, which all connections take turns on: good for trying things out, and no place to look for races.
import { readFileSync } from 'node:fs'
import { makePlatformRoles, migrationFiles, type EntrustDatabase } from './entrustDatabase'

/** A function has up to three connections an instance; those who watch have some too. */
const MAX_CONNECTIONS = 100

/** With the kit's schema. Its owner and the functions are one user there: nobody is kept out. */
export async function startPgliteDatabase(): Promise<EntrustDatabase> {
  // 20 MB: loaded by whoever needs it.
  const [{ PGlite }, { PGLiteSocketServer }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite-socket'),
  ])
  const db = await PGlite.create()
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: MAX_CONNECTIONS })
  const close = async (): Promise<void> => {
    await server.stop()
    await db.close()
  }
  try {
    await db.exec(makePlatformRoles.join('; '))
    for (const file of migrationFiles()) await db.exec(readFileSync(file, 'utf8'))
    await server.start()
    const url = `postgresql://postgres@${server.getServerConn()}/postgres`
    return { ownerUrl: url, url, kind: 'pglite', hearsNotify: false, close }
  } catch (error) {
    await close()
    throw error
  }
}
