// SHELL: the contract, and what is wrong with the source.
import { fill } from '../../texts/texts'
import type { ContractView, ProgramProblem, Role } from '../../wire'
import { byId, make } from './dom'
import { texts } from './language'
import { shorten } from './words'

const STATES = ['REQUESTED', 'PRESIGNED', 'SIGNED', 'TERMINATED']
/** Takes the place of SIGNED when signing came to nothing. */
const DEAD_ENDS = ['REJECTED', 'EXPIRED']

export class LivePanel {
  #problems: ProgramProblem[] = []

  constructor() {
    byId('problems-clear').onclick = () => this.showProblems([])
  }

  showContract(contract: ContractView | undefined): void {
    const words = texts().contract
    const title = contract ? fill(words.named, { code: shorten(contract.code) }, texts()) : words.title
    byId('contract-title').textContent = title
    byId('contract-title').title = contract?.code ?? ''
    byId('rail').replaceChildren(...drawRail(contract))
    const rows = contract ? contract.rows.map(([name, value]) => drawRow(name, value)) : []
    if (contract?.isClosing) rows.push(drawRow(words.closing, words.notConfirmed))
    if (!contract) rows.push(drawRow(words.nothing, words.notAsked))
    byId('contract-rows').replaceChildren(...rows.flat())
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

function drawRail(contract: ContractView | undefined): HTMLElement[] {
  const state = contract?.state ?? ''
  const isDeadEnd = DEAD_ENDS.includes(state)
  const steps = STATES.map((step) => (step === 'SIGNED' && isDeadEnd ? state : step))
  const reached = steps.indexOf(state)
  return steps.map((step, index) => {
    const isNow = index === reached
    const name = [index <= reached && 'done', isNow && 'now', isNow && isDeadEnd && 'dead'].filter(Boolean).join(' ')
    const item = make('li', { className: name, textContent: step })
    if (isNow) item.setAttribute('aria-current', 'step')
    return item
  })
}

const drawRow = (name: string, value: string): HTMLElement[] => [
  make('dt', { textContent: name }),
  make('dd', { textContent: value }),
]
