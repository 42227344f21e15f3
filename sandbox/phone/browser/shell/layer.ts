// SHELL: something over the phone's screen that must be answered before anything else. One at a time.
import { byId, make } from './dom'

interface Layer<Result> {
  /** Draws it; call `finish` when it is answered. */
  draw: (finish: (result: Result) => void) => HTMLElement
  /** The answer of a person who leaves it: by Escape, or by leaving the mini-program. */
  dismissed: () => Result
  /** Where on the screen. */
  place: 'middle' | 'bottom'
}

export class Layers {
  #turn: Promise<unknown> = Promise.resolve()
  #dismiss: (() => void) | undefined

  /** Waits for the one that is open. */
  show<Result>(layer: Layer<Result>): Promise<Result> {
    const answer = this.#turn.then(() => this.#open(layer))
    this.#turn = answer
    return answer
  }

  dismiss(): void {
    this.#dismiss?.()
  }

  #open<Result>({ draw, dismissed, place }: Layer<Result>): Promise<Result> {
    return new Promise((resolve) => {
      const host = byId('dialog-host')
      const before = document.activeElement
      const finish = (result: Result): void => {
        this.#dismiss = undefined
        host.replaceChildren()
        if (before instanceof HTMLElement) before.focus()
        resolve(result)
      }
      this.#dismiss = () => finish(dismissed())
      const box = draw(finish)
      box.tabIndex = -1
      box.setAttribute('role', 'dialog')
      box.setAttribute('aria-modal', 'true')
      const mask = make('div', { className: `dialog-mask is-${place}` }, box)
      mask.onkeydown = (event) => this.#onKey(event, box)
      host.replaceChildren(mask)
      // The box, not a button: a person who comes with the mouse sees no ring, and nothing is chosen for them.
      box.focus()
    })
  }

  /** Escape leaves things as they are; tab stays inside. */
  #onKey(event: KeyboardEvent, box: HTMLElement): void {
    if (event.key === 'Escape') this.dismiss()
    if (event.key !== 'Tab') return
    event.preventDefault()
    const stops = [...box.querySelectorAll<HTMLElement>('button:not(:disabled), input:not(:disabled)')]
    const at = stops.indexOf(document.activeElement as HTMLElement)
    const next = event.shiftKey ? (at <= 0 ? stops.length : at) - 1 : (at + 1) % stops.length
    stops[next]?.focus()
  }
}
