// What was deployed last and before it, kept beside the project, without a secret in it: to be put back.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { WantedFunction } from './wanted'

const placeOf = (root: string, envId: string) => {
  const folder = join(root, '.deployed', envId)
  return { folder, last: join(folder, 'last'), previous: join(folder, 'previous'), fresh: join(folder, 'fresh') }
}

/** @returns undefined where none was kept on this machine */
export function previousBuild(root: string, envId: string): string | undefined {
  const { previous } = placeOf(root, envId)
  return existsSync(previous) && readdirSync(previous).length > 0 ? previous : undefined
}

/** Copied whole before anything moves: what is put back may be the one before. */
export function keepBuild(root: string, envId: string, functions: readonly WantedFunction[]): void {
  const { folder, last, previous, fresh } = placeOf(root, envId)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  rmSync(fresh, { recursive: true, force: true })
  for (const one of functions) cpSync(one.folder, join(fresh, one.onlineName), { recursive: true })
  if (existsSync(last)) {
    rmSync(previous, { recursive: true, force: true })
    renameSync(last, previous)
  }
  renameSync(fresh, last)
}
