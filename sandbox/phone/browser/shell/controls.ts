// SHELL: the controls beside the phone.
import {
  APP_TOKEN,
  DATABASE,
  FUNCTIONS,
  NOTIFICATION,
  scenesOf,
  SETUPS,
  WECHAT_PAY,
  type Scene,
  type ServerSwitches,
  type Setup,
} from '../../wire'
import { byId, make } from './dom'
import { ACCOUNTS, FONT_SCALES, WIDTHS, type SettingsStore, type ShellSettings } from './settings'

interface ControlsDeps {
  store: SettingsStore
  setSwitches: (switches: ServerSwitches) => Promise<unknown>
  reset: (setup: Setup) => Promise<unknown>
  /** Another sample order, in the scene that has one. */
  orderAgain: () => void
  act: (name: 'lapse' | 'closeInWechat') => Promise<unknown>
  onError: (error: unknown) => void
}

/** Ids of the on/off switches, and the settings they stand for. */
const TOGGLES = {
  'sw-dark': 'isDark',
  'sw-refuse': 'refusesJump',
  'sw-tap': 'losesTap',
  'sw-kill': 'killsWhileAway',
  'sw-stale': 'repeatsReferrer',
  'sw-network': 'isOnline',
  'sw-old': 'isOldWechat',
  'sw-single': 'isSinglePage',
  'sw-other': 'signsAsOther',
} as const satisfies Record<string, keyof ShellSettings>

const SELECTS = {
  'sel-notification': ['notification', NOTIFICATION],
  'sel-wechatpay': ['wechatPay', WECHAT_PAY],
  'sel-functions': ['functions', FUNCTIONS],
  'sel-database': ['database', DATABASE],
  'sel-token': ['appToken', APP_TOKEN],
} as const satisfies Record<string, [keyof ServerSwitches, readonly string[]]>

const SCENE_NAMES: Readonly<Record<Scene, string>> = {
  'mini-program': 'sign in the mini-program',
  'pay-redirect-sign': 'checkout: pay, then sign',
  app: "sign from the merchant's app",
}

export class Controls {
  #switches: ServerSwitches | undefined

  constructor(private readonly deps: ControlsDeps) {
    this.#makeAccounts()
    this.#makeChoices('seg-width', WIDTHS, String, (width) => deps.store.set({ width }))
    this.#makeChoices('seg-font', FONT_SCALES, fontName, (fontScale) => deps.store.set({ fontScale }))
    this.#makeToggles()
    this.#makeSelects()
    this.#makeActions()
    deps.store.listen(() => this.draw())
    this.draw()
  }

  /** Shows the settings of this phone. */
  draw(): void {
    const settings = this.deps.store.get()
    byId<HTMLSelectElement>('sel-account').value = settings.account
    byId<HTMLSelectElement>('sel-scene').value = settings.scene
    byId('key-order').hidden = settings.scene !== 'pay-redirect-sign'
    byId('row-token').hidden = settings.scene !== 'app'
    check('seg-width', String(settings.width))
    check('seg-font', fontName(settings.fontScale))
    for (const [id, name] of Object.entries(TOGGLES)) byId(id).setAttribute('aria-checked', String(settings[name]))
  }

  /** Shows the switches of the server. */
  showSwitches(switches: ServerSwitches): void {
    this.#switches = switches
    for (const [id, [name]] of Object.entries(SELECTS)) {
      const select = byId<HTMLSelectElement>(id)
      select.value = switches[name]
      select.disabled = false
    }
  }

  /** Offers the scenes of this kind of merchant, and no others. */
  showSetup(setup: Setup): void {
    byId<HTMLSelectElement>('sel-setup').value = setup
    const scenes = scenesOf(setup).map((value) => make('option', { value, textContent: SCENE_NAMES[value] }))
    byId('sel-scene').replaceChildren(...scenes)
    this.draw()
  }

  #makeAccounts(): void {
    const select = byId<HTMLSelectElement>('sel-account')
    select.append(...ACCOUNTS.map((name) => make('option', { value: name, textContent: name })))
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

  #makeToggles(): void {
    for (const [id, name] of Object.entries(TOGGLES)) {
      byId(id).onclick = () => this.deps.store.set({ [name]: !this.deps.store.get()[name] })
    }
  }

  #makeSelects(): void {
    for (const [id, [name, choices]] of Object.entries(SELECTS)) {
      const select = byId<HTMLSelectElement>(id)
      select.append(...choices.map((choice) => make('option', { value: choice, textContent: choice })))
      // Until the server has told how they stand: what is chosen before would be lost.
      select.disabled = true
      select.onchange = () => {
        if (this.#switches) this.#run(this.deps.setSwitches({ ...this.#switches, [name]: select.value }))
      }
    }
  }

  #makeActions(): void {
    const setup = byId<HTMLSelectElement>('sel-setup')
    setup.append(...SETUPS.map((value) => make('option', { value, textContent: value })))
    setup.onchange = () => this.#reset(setup.value as Setup)
    const scene = byId<HTMLSelectElement>('sel-scene')
    scene.onchange = () => this.deps.store.set({ scene: scene.value as Scene })
    byId('key-order').onclick = () => this.deps.orderAgain()
    byId('btn-reset').onclick = () => this.#reset(setup.value as Setup)
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

function check(id: string, name: string): void {
  for (const button of byId(id).children) button.setAttribute('aria-pressed', String(button.textContent === name))
}
