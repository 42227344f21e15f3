// SHELL: what is wrong with the source.
import type { ProgramProblem, Role } from '../../wire'
import { byId, make } from './dom'

export class LivePanel {
  #problems: ProgramProblem[] = []

  constructor() {
    byId('problems-clear').onclick = () => this.showProblems([])
  }

  addProblem(problem: ProgramProblem): void {
    if (this.#problems.some(({ text, role }) => text === problem.text && role === problem.role)) return
    this.showProblems([...this.#problems, problem])
  }

  /** What is wrong with one source, in place of what was said of it before. */
  replaceProblems(role: Role, problems: readonly ProgramProblem[]): void {
    this.showProblems([...this.#problems.filter((one) => one.role !== role), ...problems])
  }

  showProblems(problems: readonly ProgramProblem[]): void {
    this.#problems = [...problems]
    byId('problems').hidden = problems.length === 0
    byId('problems-list').replaceChildren(
      ...problems.map(({ level, role, text }) =>
        make('li', { className: level }, make('b', { textContent: `${role} ${level}` }), ` ${text}`),
      ),
    )
  }
}
