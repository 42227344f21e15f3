// Gathers what is wrong with several values, so that all of it is told at once.
import type { Read } from './keys'
import { ConfigError, type SettingProblem } from './wechatpayErrors'

export class Problems {
  readonly #all: SettingProblem[] = []

  /** @returns undefined for a value that was refused; the refusal is noted under `name` */
  take<T>(name: string, read: Read<T>): T | undefined {
    if (read.ok) return read.value
    this.add(name, read.problem)
    return undefined
  }

  /** The first of a name says most: what is somebody else's may be of the wrong form besides. */
  add(name: string, problem: string): void {
    if (this.#all.some((told) => told.name === name)) return
    this.#all.push({ name, problem })
  }

  /**
   * Names every member that nobody reads: a misspelt one is as good as absent, and nothing would say so.
   * @param known the names that are read
   * @param told what to say of some of the others
   */
  refuseUnknown(
    given: object,
    known: readonly string[],
    within = '',
    told: Readonly<Record<string, string>> = {},
  ): void {
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined || known.includes(name)) continue
      this.add(`${within}${name}`, (Object.hasOwn(told, name) && told[name]) || `unknown; expected ${known.join(', ')}`)
    }
  }

  /** @returns undefined for nothing, and for what is no list, which is noted */
  takeList<T>(name: string, given: readonly T[] | null | undefined, what: string): readonly T[] | undefined {
    if (given === undefined || given === null) return undefined
    if (Array.isArray(given)) return given as readonly T[]
    this.add(name, `expected a list: [${what}]`)
    return undefined
  }

  /**
   * @param value undefined only where something was refused
   * @throws {ConfigError} all problems, if there are any
   */
  orThrow<T>(value: T | undefined): T {
    if (this.#all.length > 0 || value === undefined) throw new ConfigError(this.#all)
    return value
  }
}
