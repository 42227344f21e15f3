// SHELL: "What happened", and what is wrong with the source.
import { read, readPill } from '../../texts/texts'
import type { LiveEntry, ProgramProblem, Role } from '../../wire'
import { byId, make } from './dom'
import { texts } from './language'
import { clockTime } from './words'

export class LivePanel {
  readonly #lines = new Map<number, { entry: LiveEntry; line: HTMLElement }>()
  #problems: ProgramProblem[] = []

  constructor() {
    byId('problems-clear').onclick = () => this.showProblems([])
  }

  clearLines(): void {
    this.#lines.clear()
    byId('happened').replaceChildren()
    byId('happened-empty').hidden = false
  }

  show(entry: LiveEntry): void {
    byId('happened-empty').hidden = true
    const line = drawEntry(entry)
    const known = this.#lines.get(entry.id)
    const list = byId('happened')
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40
    if (known) known.line.replaceWith(line)
    else {
      line.classList.add('is-new')
      list.append(line)
    }
    this.#lines.set(entry.id, { entry, line })
    if (isAtEnd) list.scrollTop = list.scrollHeight
  }

  /** In the language of the page, from now on. */
  redraw(): void {
    for (const { entry } of [...this.#lines.values()]) this.show(entry)
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

function drawEntry({ atMs, tone, text, detail, pill }: LiveEntry): HTMLElement {
  const words = make('p', {}, ...drawWords(read(text, texts())))
  const details = (detail ?? []).map((one) => read(one, texts()))
  if (details.length > 0) words.append(make('small', { textContent: details.join(' · ') }))
  const dot = make('i', { className: `dot ${tone}` })
  dot.setAttribute('aria-hidden', 'true')
  const time = make('time', { textContent: clockTime(atMs) })
  const line = make('li', { className: 'hop' }, time, dot, words)
  if (pill !== undefined) line.append(make('span', { className: `pill ${tone}`, textContent: readPill(pill, texts()) }))
  return line
}

const drawWords = (text: string): (Node | string)[] =>
  text.split('*').map((part, index) => (index % 2 === 1 ? make('b', { textContent: part }) : part))
