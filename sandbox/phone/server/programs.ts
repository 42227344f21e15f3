// SERVER: the mini-programs on the phone, compiled when asked for and again when their source changes.
import { watch, type FSWatcher } from 'node:fs'
import { compileProgram } from '../compile/compileProgram'
import type { CompiledProgram, SourceProblem } from '../compile/program'
import { ROLES, type ProgramProblem, type Role } from '../wire'

/** Editors write a file in several steps, and a switch of branches writes many. */
const QUIET_MS = 120

export class Programs {
  readonly #compiled = new Map<Role, CompiledProgram>()
  readonly #watchers: FSWatcher[] = []
  readonly #timers = new Map<Role, NodeJS.Timeout>()

  /** @param roots folder with app.json of each */
  constructor(readonly roots: Readonly<Record<Role, string>>) {}

  get(role: Role): CompiledProgram {
    const known = this.#compiled.get(role)
    if (known) return known
    const compiled = compileProgram(this.roots[role])
    this.#compiled.set(role, compiled)
    return compiled
  }

  problems(role: Role): ProgramProblem[] {
    return this.get(role).problems.map((problem) => ({ role, level: problem.level, text: sentence(problem) }))
  }

  /** Compiles anew after a change, then tells. */
  watch(onChange: (role: Role) => void): void {
    for (const role of ROLES) {
      const watcher = watch(this.roots[role], { recursive: true, persistent: false }, () => this.#later(role, onChange))
      this.#watchers.push(watcher)
    }
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close()
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  #later(role: Role, onChange: (role: Role) => void): void {
    clearTimeout(this.#timers.get(role))
    const timer = setTimeout(() => {
      this.#compiled.delete(role)
      onChange(role)
    }, QUIET_MS)
    timer.unref()
    this.#timers.set(role, timer)
  }
}

function sentence({ file, line, column, message }: SourceProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return `${place}: ${message}`
}

/** The script a frame loads: it hands the parts to the runtime that was loaded before it. */
export function programScript({ parts }: CompiledProgram): string {
  const { templates, ...rest } = parts
  return `startMiniProgram(${JSON.stringify(rest)}, ${templates});\n`
}
