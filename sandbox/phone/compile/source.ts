// COMPILE: reading files of one mini-program, and keeping account of what is wrong with them.
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { SourceProblem } from './program'

/** One folder with an app.json in it. Paths are from there, with `/`. */
export class Source {
  readonly problems: SourceProblem[] = []

  constructor(readonly root: string) {}

  exists(file: string): boolean {
    const full = path.join(this.root, file)
    return existsSync(full) && statSync(full).isFile()
  }

  /** @returns the text, or `undefined` when there is no such file */
  read(file: string): string | undefined {
    return this.exists(file) ? readFileSync(path.join(this.root, file), 'utf8') : undefined
  }

  /** Reads JSON; a file that is missing or broken is told of and read as `{}`. */
  readJson(file: string, isRequired = true): Record<string, unknown> {
    const text = this.read(file)
    if (text === undefined) {
      if (isRequired) this.error(file, 'there is no such file')
      return {}
    }
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
      this.error(file, 'must be a JSON object')
    } catch (error) {
      this.error(file, `is not JSON: ${messageOf(error)}`)
    }
    return {}
  }

  error(file: string, message: string, place: Pick<SourceProblem, 'line' | 'column'> = {}): void {
    this.problems.push({ level: 'error', file, message, ...place })
  }

  warn(file: string, message: string, place: Pick<SourceProblem, 'line' | 'column'> = {}): void {
    this.problems.push({ level: 'warning', file, message, ...place })
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Packages from npm, as DevTools pack them (构建 npm). */
const NPM = 'miniprogram_npm'

/**
 * Where something that is named in `from` may be, best first: beside it, or in the packages of its folder and of each above.
 * @returns paths from the folder of the mini-program
 */
export function placesOf(from: string, name: string): string[] {
  const beside = resolvePath(from, name)
  const isPackage = !name.startsWith('.') && !name.startsWith('/')
  const folders = path.posix.dirname(from).split('/')
  const npm = folders.map((_, up) => path.posix.join(...folders.slice(0, folders.length - up), NPM, name))
  const found = [...(beside === undefined ? [] : [beside]), ...(isPackage ? [...npm, `${NPM}/${name}`] : [])]
  return [...new Set(found)]
}

/** Joins and tidies; `undefined` when it leads out of the folder. */
export function resolvePath(from: string, to: string): string | undefined {
  const joined = to.startsWith('/') ? to.slice(1) : path.posix.join(path.posix.dirname(from), to)
  const tidy = path.posix.normalize(joined)
  return tidy.startsWith('..') ? undefined : tidy
}
