// Where PostgreSQL's own programs are on this machine.
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Names a folder with `initdb` and `postgres` that is nowhere else. */
export const POSTGRES_VARIABLE = 'POSTGRES_BIN'

/** Older ones have no generated columns, or no `json` as we use it. */
const OLDEST = 14

interface Machine {
  env: Readonly<Record<string, string | undefined>>
  exists: (path: string) => boolean
  /** Names in a folder; none where there is no such folder. */
  list: (folder: string) => string[]
}

const thisMachine: Machine = {
  env: process.env,
  exists: existsSync,
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
}

/** Where packages put it without telling PATH: Debian by version, Homebrew by formula. */
const DEBIAN = '/usr/lib/postgresql'
const HOMEBREW = ['/opt/homebrew/opt', '/usr/local/opt']

/** @returns folder of `initdb` and `postgres`, or `undefined` when there is none */
export function findPostgres({ env, exists, list }: Machine = thisMachine): string | undefined {
  const hasBoth = (folder: string): boolean => ['initdb', 'postgres'].every((name) => exists(join(folder, name)))
  const named = env[POSTGRES_VARIABLE]
  if (named !== undefined && named !== '') return hasBoth(named) ? named : undefined
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...packaged(list), ...onPath].find(hasBoth)
}

/** The newest first. */
function packaged(list: Machine['list']): string[] {
  const debian = list(DEBIAN).map((version) => ({ version: Number(version), folder: join(DEBIAN, version, 'bin') }))
  const homebrew = HOMEBREW.flatMap((root) =>
    list(root).map((formula) => ({
      version: Number(/^postgresql@(\d+)$/.exec(formula)?.[1]),
      folder: join(root, formula, 'bin'),
    })),
  )
  return [...debian, ...homebrew]
    .filter(({ version }) => version >= OLDEST)
    .sort((one, other) => other.version - one.version)
    .map(({ folder }) => folder)
}
