// SHELL: on a narrow window the controls come out of a drawer.
import { byId } from './dom'

export class ControlsDrawer {
  readonly #button = byId('btn-controls')

  constructor() {
    this.#button.onclick = () => this.#turn(!this.#isOpen)
    for (const id of ['controls', 'header']) {
      byId(id).addEventListener('keydown', ({ key }) => {
        if (key !== 'Escape' || !this.#isOpen) return
        this.#turn(false)
        this.#button.focus()
      })
    }
  }

  get #isOpen(): boolean {
    return document.body.classList.contains('has-controls')
  }

  #turn(isOpen: boolean): void {
    document.body.classList.toggle('has-controls', isOpen)
    this.#button.setAttribute('aria-expanded', String(isOpen))
  }
}
