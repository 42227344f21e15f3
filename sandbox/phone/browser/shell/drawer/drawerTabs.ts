// DRAWER: its parts, one of which is shown.
import type { Hop, TabName } from '../../../hop'
import { byId, make } from '../dom'
import { texts } from '../language'

export class DrawerTabs {
  readonly #box = byId('drawer-tabs')
  #names: readonly TabName[] = []
  #shown: TabName = 'overview'

  /** @param onShow another one is shown */
  constructor(private readonly onShow: () => void) {}

  get shown(): TabName {
    return this.#shown
  }

  /** With this one, if it is there. */
  begin(name: TabName): void {
    this.#shown = name
  }

  draw(hop: Hop | undefined): void {
    this.#names = hop?.tabs.map(({ name }) => name) ?? []
    if (hop && !this.#names.includes(this.#shown)) this.#shown = hop.first
    this.#box.setAttribute('aria-label', texts().drawer.tabs)
    const hadFocus = this.#box.contains(document.activeElement)
    this.#box.replaceChildren(...this.#names.map((name) => this.#tab(name)))
    if (hadFocus) this.focus()
  }

  /** @returns whether there is one to take it */
  focus(): boolean {
    const tab = this.#box.querySelector<HTMLElement>('[aria-selected=true]')
    tab?.focus({ preventScroll: true })
    return tab !== null
  }

  turn(by: -1 | 1): void {
    const next = this.#names[this.#names.indexOf(this.#shown) + by]
    if (next) this.#show(next)
  }

  #show(name: TabName): void {
    this.#shown = name
    this.#box.replaceChildren(...this.#names.map((one) => this.#tab(one)))
    this.onShow()
    this.focus()
  }

  #tab(name: TabName): HTMLElement {
    const isShown = name === this.#shown
    const tab = make('button', { type: 'button', textContent: texts().parts[name], tabIndex: isShown ? 0 : -1 })
    tab.onclick = () => this.#show(name)
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-selected', String(isShown))
    tab.setAttribute('aria-controls', 'drawer-panel')
    return tab
  }
}
