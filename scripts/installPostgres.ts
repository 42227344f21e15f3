// Before `npm test`: PostgreSQL's programs, found where they are, otherwise installed where that can be done. Tests start a
// server of their own; none is left running here.
import { existsSync } from 'node:fs'
import { findPostgres, POSTGRES_VARIABLE } from '../sandbox/cloud/postgres/findPostgres'
import { aptInstall, writeAsRoot } from './aptInstall'

const PACKAGE = 'postgresql'
/** Debian's package starts a server of its own unless told otherwise first. */
const CLUSTERS = '/etc/postgresql-common/createcluster.conf'

if (findPostgres() === undefined) {
  if (!existsSync(CLUSTERS)) writeAsRoot(CLUSTERS, 'create_main_cluster = false\n')
  aptInstall([PACKAGE], 'the tests on a real database')
}
if (findPostgres() === undefined) {
  console.error(
    `The tests on a real database need PostgreSQL, and none was found or could be installed.\n` +
      `Install it (Debian, Ubuntu: apt-get install ${PACKAGE}), ` +
      `or name the folder of initdb and postgres: ${POSTGRES_VARIABLE}=/path/to/bin npm test`,
  )
  process.exit(1)
}
