// SHELL: a row of tabs, one of them chosen; by mouse, and by the arrow keys.
import { make } from '../dom'

interface Tab<Name extends string> {
  name: Name
  label: string
  /** How much is behind it, where that is worth a number. */
  count?: number | undefined
}

export class Tabs<Name extends string> {
  #buttons = new Map<Name, HTMLButtonElement>()

  /** @param panel what is behind the chosen one */
  constructor(
    list: HTMLElement,
    private readonly panel: HTMLElement,
    names: readonly Name[],
    private readonly choose: (name: Name) => void,
  ) {
    for (const name of names) {
      const button = make('button', { type: 'button', className: 'tab', id: `tab-${name}` })
      button.setAttribute('role', 'tab')
      button.setAttribute('aria-controls', panel.id)
      button.onclick = () => choose(name)
      this.#buttons.set(name, button)
    }
    list.append(...this.#buttons.values())
    list.onkeydown = (event) => this.#onKey(event)
  }

  draw(tabs: readonly Tab<Name>[], chosen: Name): void {
    for (const { name, label, count } of tabs) {
      const button = this.#buttons.get(name)
      if (!button) continue
      button.replaceChildren(
        label,
        ...(count ? [make('span', { className: 'tab-count', textContent: String(count) })] : []),
      )
      button.setAttribute('aria-selected', String(name === chosen))
      button.tabIndex = name === chosen ? 0 : -1
    }
    this.panel.setAttribute('aria-labelledby', `tab-${chosen}`)
  }

  #onKey(event: KeyboardEvent): void {
    const names = [...this.#buttons.keys()]
    const at = names.findIndex((name) => this.#buttons.get(name) === document.activeElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key]
    const name = to === undefined ? undefined : names[(to + names.length) % names.length]
    if (name === undefined) return
    event.preventDefault()
    this.choose(name)
    this.#buttons.get(name)?.focus()
  }
}
