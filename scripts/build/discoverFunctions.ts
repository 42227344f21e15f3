import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface FunctionSource {
  /** Folder name, and the name the function is deployed under. */
  name: string
  folder: string
}

/** CloudBase: a letter first, then letters, digits, `_` and `-`, at most 60 in all, no `_` or `-` at the end. */
const FUNCTION_NAME = /^[A-Za-z](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?$/

/**
 * Every folder of `sourceDir` is one function, except those that start with `_`, which functions share.
 *
 * @throws {Error} a folder has no `index.ts`, or a name that cannot be deployed
 */
export function discoverFunctions(sourceDir: string): FunctionSource[] {
  return readdirSync(sourceDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => readFunction(sourceDir, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readFunction(sourceDir: string, name: string): FunctionSource {
  const folder = join(sourceDir, name)
  if (!FUNCTION_NAME.test(name)) {
    throw new Error(`${folder}: a function's name is a letter, then letters, digits, - and _, at most 60. Rename it.`)
  }
  if (!existsSync(join(folder, 'index.ts'))) {
    throw new Error(
      `${folder}: no index.ts. Add one that exports main, or start the name with _ if functions share it.`,
    )
  }
  return { name, folder }
}
