// SHELL: "Server calls": what the merchant's own server does for this user, at a button. Only the phone's server has the key.
import { fill } from '../../../texts/texts'
import { SETUPS, type Scene, type Setup, type ShopDeed, type ShopView } from '../../../wire'
import { isHere } from '../choices'
import { byId, make } from '../dom'
import { texts } from '../language'
import { Rereading } from '../rereading'
import type { SettingsStore } from '../settings'
import { DEED_ROWS, type DeedRow } from './deeds'

interface ShopPanelDeps {
  store: SettingsStore
  read: (user: string, scene: Scene) => Promise<ShopView>
  /** Resolves when the function has answered. */
  act: (deed: ShopDeed, user: string) => Promise<unknown>
  onError: (error: unknown) => void
}

interface DrawnRow {
  row: DeedRow
  box: HTMLElement
  buttons: readonly (readonly [ShopDeed, HTMLButtonElement])[]
  hint: HTMLElement
}

export class ShopPanel {
  readonly #view: Rereading<ShopView>
  readonly #rows: readonly DrawnRow[]
  #setup: Setup = SETUPS[0]
  #isBusy = false

  constructor(private readonly deps: ShopPanelDeps) {
    this.#view = new Rereading({ ...deps, onRead: () => this.draw() })
    this.#rows = DEED_ROWS.map((row) => this.#makeRow(row))
    byId('shop-rows').append(...this.#rows.map(({ box }) => box))
  }

  /** What this kind of merchant has, and nothing else. */
  showSetup(setup: Setup): void {
    this.#setup = setup
    this.draw()
  }

  /** Something may have changed. */
  lookAgain(): void {
    if (this.#hasAny()) this.#view.again()
  }

  /** Another user: what was shown is not theirs. */
  forget(): void {
    this.#view.forget()
    this.lookAgain()
  }

  draw(): void {
    byId('shop').hidden = !this.#hasAny()
    for (const drawn of this.#rows) this.#drawRow(drawn)
  }

  #drawRow({ row, box, buttons, hint }: DrawnRow): void {
    const { shop } = texts()
    const view = this.#view.found
    box.hidden = !this.#isHere(row)
    for (const [deed, button] of buttons) {
      button.textContent = shop[deed]
      button.disabled = !view || this.#isBusy || !row.can(view)
    }
    if (!view) return
    const { key, values = {} } = row.hint(view)
    hint.textContent = fill(shop.hints[key], values, texts())
  }

  #isHere(row: DeedRow): boolean {
    return isHere(row, this.deps.store.get().scene, this.#setup)
  }

  #hasAny(): boolean {
    return this.#rows.some(({ row }) => this.#isHere(row))
  }

  #makeRow(row: DeedRow): DrawnRow {
    const hint = make('small', { id: `h-${row.deeds.join('-')}` })
    const buttons = row.deeds.map((deed) => [deed, this.#makeButton(deed, hint.id)] as const)
    const box = make(
      'div',
      {},
      make('div', { className: 'row is-wide' }, ...buttons.map(([, button]) => button)),
      make('span', { className: 'fault' }, hint),
    )
    return { row, box, buttons, hint }
  }

  #makeButton(deed: ShopDeed, hintId: string): HTMLButtonElement {
    const button = make('button', { type: 'button', className: 'chip', onclick: () => void this.#run(deed) })
    button.setAttribute('aria-describedby', hintId)
    return button
  }

  /** One at a time: what the next can do depends on it. */
  async #run(deed: ShopDeed): Promise<void> {
    this.#isBusy = true
    this.draw()
    await this.deps.act(deed, this.deps.store.get().account).catch((error: unknown) => this.deps.onError(error))
    this.#isBusy = false
    this.draw()
    this.lookAgain()
  }
}
