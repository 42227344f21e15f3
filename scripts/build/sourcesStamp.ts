// Which sources a build was made of: whoever deploys sees that none was changed since.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { toldPath } from '../toldPath'

/** All that goes into a built function. */
const SOURCES = ['cloudfunctions', 'scripts/build', 'typings', 'tsconfig.json', 'package.json', 'package-lock.json']

/** In dist/, and in functions-built/ beside the functions. */
export const STAMP_FILE = '.sources'

/** @param root the project's folder @returns one hash over path and content of every file */
export function sourcesStamp(root: string): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap((one) => filesAt(join(root, one))).sort()) {
    const content = readFileSync(path)
    hash.update(`${toldPath(root, path)}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

/** Not by `recursive`, which the oldest Node of the functions does not have: they are tried there by these scripts. */
function filesAt(path: string): string[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => filesAt(join(path, name)))
}

/** @param folder functions-built/ of that project */
export function isOfTheseSources(root: string, folder: string): boolean {
  const file = join(folder, STAMP_FILE)
  return existsSync(file) && readFileSync(file, 'utf8') === sourcesStamp(root)
}
