// SHELL: four steps beside the phone for whoever has never been here, and what to try after them.
import type { LiveEntry } from '../../../wire'
import { byId, make } from '../dom'
import { texts } from '../language'
import type { SettingsStore } from '../settings'
import { doneBy, MARKS } from './steps'

const KEY = 'phone:hints'
const OVER = 'over'

interface HintsDeps {
  store: SettingsStore
  /** No notification from now on, and another user, who has not signed. */
  tryIt: () => void
}

export class Hints {
  #done = 0

  constructor(private readonly deps: HintsDeps) {
    byId('hints-try').onclick = () => {
      deps.tryIt()
      this.#end()
    }
    byId('hints-end').onclick = () => this.#end()
  }

  saw(entry: LiveEntry): void {
    const done = doneBy(entry, this.deps.store.get().scene)
    if (done <= this.#done) return
    this.#done = done
    this.draw()
  }

  startOver(): void {
    this.#done = 0
    this.draw()
  }

  draw(): void {
    const { scene } = this.deps.store.get()
    const { steps } = texts().hints
    const isDone = this.#done === MARKS[scene].length
    byId('hints').hidden = localStorage.getItem(KEY) === OVER
    byId('hints-steps').hidden = isDone
    byId('hints-next').hidden = !isDone
    byId('hints-steps').replaceChildren(...steps[scene].map((words, index) => drawStep(words, index, this.#done)))
  }

  #end(): void {
    localStorage.setItem(KEY, OVER)
    this.draw()
  }
}

function drawStep(words: string, index: number, done: number): HTMLElement {
  const className = index < done ? 'done' : index === done ? 'now' : ''
  const number = make('span', { className: 'number', textContent: index < done ? '✓' : String(index + 1) })
  const item = make('li', { className }, number, make('span', { textContent: words }))
  if (index === done) item.setAttribute('aria-current', 'step')
  return item
}
