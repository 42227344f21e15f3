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
   * @param value undefined only where something was refused
   * @throws {ConfigError} all problems, if there are any
   */
  orThrow<T>(value: T | undefined): T {
    if (this.#all.length > 0 || value === undefined) throw new ConfigError(this.#all)
    return value
  }
}
