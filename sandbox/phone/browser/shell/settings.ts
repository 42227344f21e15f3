// SHELL: what a person has set on the phone; kept by the browser, so that a reload changes nothing.

import { scenesOf, type Scene, type Setup } from '../../wire'

export const WIDTHS = [320, 375, 430] as const
export const FONT_SCALES = [1, 1.4, 1.75, 2] as const
export const ACCOUNTS = ['oUser-1', 'oUser-2', 'oUser-3'] as const

export interface ShellSettings {
  account: string
  scene: Scene
  width: (typeof WIDTHS)[number]
  fontScale: (typeof FONT_SCALES)[number]
  isDark: boolean
  refusesJump: boolean
  losesTap: boolean
  killsWhileAway: boolean
  repeatsReferrer: boolean
  isOnline: boolean
  isOldWechat: boolean
  isSinglePage: boolean
  signsAsOther: boolean
}

const FRESH: ShellSettings = {
  account: ACCOUNTS[0],
  scene: 'mini-program',
  width: 375,
  fontScale: 1,
  isDark: false,
  refusesJump: false,
  losesTap: false,
  killsWhileAway: false,
  repeatsReferrer: false,
  isOnline: true,
  isOldWechat: false,
  isSinglePage: false,
  signsAsOther: false,
}

/** The scene, or the first this kind of merchant has. */
export function possibleScene(setup: Setup, scene: Scene): Scene {
  const scenes = scenesOf(setup)
  return scenes.includes(scene) ? scene : scenes[0]
}

const KEY = 'phone:settings'

/** Screen of a phone this wide: its height, and the strips that belong to the system. All in px. */
export const SCREENS: Readonly<Record<number, { height: number; status: number; bottom: number }>> = {
  320: { height: 568, status: 20, bottom: 0 },
  375: { height: 728, status: 36, bottom: 34 },
  430: { height: 800, status: 40, bottom: 34 },
}

export class SettingsStore {
  #settings: ShellSettings = { ...FRESH, ...read() }
  readonly #listeners: ((settings: ShellSettings, before: ShellSettings) => void)[] = []

  get(): ShellSettings {
    return this.#settings
  }

  set(change: Partial<ShellSettings>): void {
    const before = this.#settings
    this.#settings = { ...before, ...change }
    localStorage.setItem(KEY, JSON.stringify(this.#settings))
    for (const listener of this.#listeners) listener(this.#settings, before)
  }

  /** Back to how a phone comes out of its box; how it is looked at stays, and so does the scene if it can. */
  reset(setup: Setup): void {
    const { width, fontScale, isDark, scene } = this.#settings
    this.set({ ...FRESH, width, fontScale, isDark, scene: possibleScene(setup, scene) })
  }

  listen(listener: (settings: ShellSettings, before: ShellSettings) => void): void {
    this.#listeners.push(listener)
  }
}

/** Storage of a mini-program, for every user. */
export function forgetMiniPrograms(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('wx:')) localStorage.removeItem(key)
}

function read(): Partial<ShellSettings> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<ShellSettings>
  } catch {
    return {}
  }
}
