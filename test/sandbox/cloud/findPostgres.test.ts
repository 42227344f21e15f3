import { findPostgres } from '../../../sandbox/cloud/postgres/findPostgres'

const machine = (folders: readonly string[], env: Record<string, string> = {}) => ({
  env,
  exists: (path: string) => folders.some((folder) => path === `${folder}/initdb` || path === `${folder}/postgres`),
  list: (parent: string) =>
    folders
      .filter((folder) => folder.startsWith(`${parent}/`))
      .map((folder) => folder.slice(parent.length + 1).split('/')[0] ?? ''),
})

it.each<[string, readonly string[], Record<string, string>, string | undefined]>([
  [
    'the newest of Debian',
    ['/usr/lib/postgresql/15/bin', '/usr/lib/postgresql/9/bin', '/usr/lib/postgresql/17/bin'],
    {},
    '/usr/lib/postgresql/17/bin',
  ],
  ['one of Homebrew', ['/opt/homebrew/opt/postgresql@16/bin'], {}, '/opt/homebrew/opt/postgresql@16/bin'],
  ['one on PATH', ['/opt/pg/bin'], { PATH: '/usr/bin:/opt/pg/bin' }, '/opt/pg/bin'],
  ['the one that is named', ['/a', '/usr/lib/postgresql/17/bin'], { POSTGRES_BIN: '/a' }, '/a'],
  ['none where the named one is not there', ['/usr/lib/postgresql/17/bin'], { POSTGRES_BIN: '/a' }, undefined],
  ['none that is too old', ['/usr/lib/postgresql/13/bin'], {}, undefined],
  ['none', [], { PATH: '/usr/bin' }, undefined],
])('finds %s', (_, folders, env, expected) => {
  expect(findPostgres(machine(folders, env))).toBe(expected)
})
