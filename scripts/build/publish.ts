// Puts finished folders in place. A host that runs meanwhile finds the old folder or the new one, never half of one.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Runs `make` with a fresh folder inside `parent`: on the same disk, so that a rename is enough. Removes it after. */
export async function withStaging<T>(parent: string, make: (staging: string) => Promise<T>): Promise<T> {
  mkdirSync(parent, { recursive: true })
  const staging = mkdtempSync(join(parent, '.staging-'))
  try {
    return await make(staging)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/**
 * Moves `built` to `target`, unless the same is already there; what was there before goes to `attic`.
 *
 * @returns whether anything changed
 */
export function publishFolder(built: string, target: string, attic: string): boolean {
  if (existsSync(target)) {
    if (isSameFolder(built, target)) return false
    retire(target, attic)
  }
  mkdirSync(dirname(target), { recursive: true })
  renameSync(built, target)
  return true
}

/** Moves everything out of `folder` that is not in `kept`. @returns the names moved */
export function removeStale(folder: string, kept: readonly string[], attic: string): string[] {
  const stale = existsSync(folder) ? readdirSync(folder).filter((name) => !kept.includes(name)) : []
  for (const name of stale) retire(join(folder, name), attic)
  return stale
}

function retire(path: string, attic: string): void {
  mkdirSync(attic, { recursive: true })
  renameSync(path, join(mkdtempSync(join(attic, 'old-')), 'was'))
}

function isSameFolder(a: string, b: string): boolean {
  const files = filesIn(a)
  const others = filesIn(b)
  return (
    files.join('/') === others.join('/') &&
    files.every((file) => readFileSync(join(a, file)).equals(readFileSync(join(b, file))))
  )
}

const filesIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((path) => statSync(join(folder, path)).isFile()).sort()
