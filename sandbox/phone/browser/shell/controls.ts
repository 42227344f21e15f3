// SHELL: the controls around the phone that make nothing go wrong.
import { scenesOf, SETUPS, type Scene, type Setup } from '../../wire'
import { byId, make } from './dom'
import { texts, toggleLanguage } from './language'
import { ACCOUNTS, FONT_SCALES, WIDTHS, type SettingsStore } from './settings'

interface ControlsDeps {
  store: SettingsStore
  reset: (setup: Setup) => Promise<unknown>
  /** Another sample order, in the scene that has one. */
  orderAgain: () => void
  act: (name: 'lapse' | 'closeInWechat') => Promise<unknown>
  onError: (error: unknown) => void
}

export class Controls {
  #setup: Setup = SETUPS[0]

  constructor(private readonly deps: ControlsDeps) {
    this.#makeAccounts()
    this.#makeChoices('seg-width', WIDTHS, String, (width) => deps.store.set({ width }))
    this.#makeChoices('seg-font', FONT_SCALES, fontName, (fontScale) => deps.store.set({ fontScale }))
    byId('sw-dark').onclick = () => deps.store.set({ isDark: !deps.store.get().isDark })
    this.#makeActions()
    deps.store.listen(() => this.draw())
    this.draw()
  }

  /** Shows the settings of this phone. */
  draw(): void {
    const settings = this.deps.store.get()
    const { setups, scenes, accounts } = texts()
    fillSelect('sel-account', ACCOUNTS, accounts, settings.account)
    fillSelect('sel-setup', SETUPS, setups, this.#setup)
    byId('setup-id').textContent = this.#setup
    byId('scene-id').textContent = settings.scene
    fillSelect('sel-scene', scenesOf(this.#setup), scenes, settings.scene)
    byId('key-order').hidden = settings.scene !== 'pay-redirect-sign'
    check('seg-width', String(settings.width))
    check('seg-font', fontName(settings.fontScale))
    byId('sw-dark').setAttribute('aria-checked', String(settings.isDark))
  }

  /** Offers the scenes of this kind of merchant, and no others. */
  showSetup(setup: Setup): void {
    this.#setup = setup
    this.draw()
  }

  #makeAccounts(): void {
    const select = byId<HTMLSelectElement>('sel-account')
    select.onchange = () => this.deps.store.set({ account: select.value })
  }

  #makeChoices<Value>(
    id: string,
    values: readonly Value[],
    name: (value: Value) => string,
    choose: (value: Value) => void,
  ): void {
    const buttons = values.map((value) => {
      const button = make('button', {
        type: 'button',
        className: 'chip',
        textContent: name(value),
        onclick: () => choose(value),
      })
      button.setAttribute('aria-pressed', 'false')
      return button
    })
    byId(id).append(...buttons)
  }

  #makeActions(): void {
    const setup = byId<HTMLSelectElement>('sel-setup')
    setup.onchange = () => this.#reset(setup.value as Setup)
    const scene = byId<HTMLSelectElement>('sel-scene')
    scene.onchange = () => this.deps.store.set({ scene: scene.value as Scene })
    byId('btn-language').onclick = () => toggleLanguage()
    byId('key-order').onclick = () => this.deps.orderAgain()
    byId('btn-reset').onclick = () => this.#reset(this.#setup)
    byId('btn-lapse').onclick = () => this.#run(this.deps.act('lapse'))
    byId('btn-close').onclick = () => this.#run(this.deps.act('closeInWechat'))
  }

  #reset(setup: Setup): void {
    document.body.classList.add('is-busy')
    this.#run(this.deps.reset(setup).finally(() => document.body.classList.remove('is-busy')))
  }

  #run(doing: Promise<unknown>): void {
    doing.catch((error: unknown) => this.deps.onError(error))
  }
}

const fontName = (scale: number): string => (Number.isInteger(scale) ? scale.toFixed(1) : String(scale))

function fillSelect<Value extends string>(
  id: string,
  values: readonly Value[],
  names: Readonly<Record<Value, string>>,
  chosen: string,
): void {
  const select = byId<HTMLSelectElement>(id)
  select.replaceChildren(...values.map((value) => make('option', { value, textContent: names[value] })))
  select.value = chosen
}

function check(id: string, name: string): void {
  for (const button of byId(id).children) button.setAttribute('aria-pressed', String(button.textContent === name))
}
