// SHELL: "What goes wrong": a row for each fault that does anything in this scene, and how many are on.
import { fill } from '../../texts/texts'
import { ALL_WELL, SETUPS, type ServerSwitches, type Setup } from '../../wire'
import { byId, make } from './dom'
import { CHOICES, isHere, isWrong, type Where } from './choices'
import { phoneIsWell, TOGGLES, wrongCount } from './faults'
import { texts } from './language'
import type { SettingsStore } from './settings'

interface FaultPanelDeps {
  store: SettingsStore
  setSwitches: (switches: ServerSwitches) => void
}

export class FaultPanel {
  readonly #rows = new Map<string, HTMLElement>()
  #switches: ServerSwitches | undefined
  #setup: Setup = SETUPS[0]

  constructor(private readonly deps: FaultPanelDeps) {
    byId('toggles').append(...TOGGLES.map(({ id, name }) => this.#row(id, name, this.#makeToggle(id))))
    byId('choices').append(...CHOICES.map(({ id, name }) => this.#row(id, name, this.#makeSelect(id))))
    byId('btn-well').onclick = () => {
      deps.store.set(phoneIsWell())
      deps.setSwitches(ALL_WELL)
    }
  }

  /** As the server has them. */
  show(switches: ServerSwitches): void {
    this.#switches = switches
    this.draw()
  }

  /** What goes wrong with this kind of merchant, and nothing else. */
  showSetup(setup: Setup): void {
    this.#setup = setup
    this.draw()
  }

  /** By somebody else's hand. */
  choose(change: Partial<ServerSwitches>): void {
    if (this.#switches) this.deps.setSwitches({ ...this.#switches, ...change })
  }

  draw(): void {
    const settings = this.deps.store.get()
    const { faults, options, wrong } = texts()
    const here = (one: Where): boolean => isHere(one, settings.scene, this.#setup)
    for (const toggle of TOGGLES) {
      const isOn = toggle.isOn(settings)
      this.#drawRow(toggle.id, faults[toggle.name], here(toggle), isOn)
      byId(toggle.id).setAttribute('aria-checked', String(isOn))
    }
    for (const choice of CHOICES) {
      const { id, name, choices } = choice
      const isOn = this.#switches !== undefined && isWrong(choice, this.#switches)
      this.#drawRow(id, faults[name], here(choice), isOn)
      const select = byId<HTMLSelectElement>(id)
      const words = options[name] as Readonly<Record<string, string>>
      select.replaceChildren(...choices.map((value) => make('option', { value, textContent: words[value] ?? value })))
      // Until the server has told how they stand: what is chosen before would be lost.
      select.disabled = !this.#switches
      if (this.#switches) select.value = this.#switches[name]
    }
    const count = this.#switches ? wrongCount(settings, this.#switches, this.#setup) : 0
    byId('wrong-count').textContent = count === 0 ? wrong.none : fill(wrong.some, { count }, texts())
    byId('wrong-count').classList.toggle('is-wrong', count > 0)
    byId('btn-well').hidden = count === 0
  }

  #row(id: string, name: string, control: HTMLElement): HTMLElement {
    const label = make('label', { htmlFor: id, id: `l-${name}` })
    const hint = make('small', { id: `h-${name}` })
    control.setAttribute('aria-labelledby', label.id)
    control.setAttribute('aria-describedby', hint.id)
    const row = make('div', { className: 'row' }, make('span', { className: 'fault' }, label, hint), control)
    this.#rows.set(id, row)
    return row
  }

  #drawRow(id: string, [label, hint]: readonly [string, string], isHere: boolean, isOn: boolean): void {
    const row = this.#rows.get(id)
    if (!row) return
    row.hidden = !isHere
    row.classList.toggle('is-wrong', isOn)
    const [words, small] = row.querySelectorAll('label, small')
    if (words) words.textContent = label
    if (small) small.textContent = hint
  }

  #makeToggle(id: string): HTMLElement {
    const control = make('button', { type: 'button', className: 'switch', id })
    control.setAttribute('role', 'switch')
    control.onclick = () => {
      const found = TOGGLES.find((one) => one.id === id)
      if (found) this.deps.store.set(found.turn(!found.isOn(this.deps.store.get())))
    }
    return control
  }

  #makeSelect(id: string): HTMLElement {
    const select = make('select', { id })
    select.onchange = () => {
      const found = CHOICES.find((one) => one.id === id)
      if (found) this.choose({ [found.name]: select.value })
    }
    return select
  }
}
