// The policy of an environment of the PostgreSQL kind, with the names and routes of this deployment in it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Wanted } from './wanted'
import { toldPath } from '../toldPath'

const SOURCE = 'database/opa/entrust.rego'

/** @param text of the policy as it comes */
export function renderPolicy(text: string, { callers, routes }: Pick<Wanted, 'callers' | 'routes'>): string {
  const list = (name: string, values: readonly string[]) => (all: string) =>
    all.replace(
      new RegExp(`^${name} := \\{[^}]*\\}`, 'm'),
      () => `${name} := {\n${values.map((one) => `\t"${one}",\n`).join('')}}`,
    )
  return [
    list('from_pages', callers.open),
    list('not_from_pages', callers.closed),
    list(
      'routes',
      routes.map(({ path }) => path),
    ),
  ].reduce((all, put) => put(all), text)
}

/** @returns its path, from the project's folder */
export function writePolicy(root: string, envId: string, wanted: Wanted): string {
  const folder = join(root, '.deployed', envId)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'entrust.rego')
  writeFileSync(path, renderPolicy(readFileSync(join(root, SOURCE), 'utf8'), wanted))
  return toldPath(root, path)
}
