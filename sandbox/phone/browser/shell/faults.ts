// SHELL: what can be made to go wrong on the phone, in the order of the page; and how much is on, behind it too.
import type { Scene, ServerSwitches, Setup } from '../../wire'
import { CHOICES, EVERYWHERE, IN_MINI_PROGRAM, isHere, isWrong, type Where } from './choices'
import type { ShellSettings } from './settings'

/** A switch of the phone. */
interface Toggle {
  id: string
  name: ToggleName
  scenes: readonly Scene[]
  isOn: (settings: ShellSettings) => boolean
  turn: (isOn: boolean) => Partial<ShellSettings>
}
type Setting =
  'refusesJump' | 'losesTap' | 'killsWhileAway' | 'repeatsReferrer' | 'signsAsOther' | 'isOldWechat' | 'isSinglePage'
type ToggleName = Setting | 'isOffline'

const toggle = (id: string, name: Setting, scenes: readonly Scene[]): Toggle => ({
  id,
  name,
  scenes,
  isOn: (settings) => settings[name],
  turn: (isOn) => ({ [name]: isOn }),
})

export const TOGGLES: readonly Toggle[] = [
  toggle('sw-refuse', 'refusesJump', IN_MINI_PROGRAM),
  toggle('sw-tap', 'losesTap', IN_MINI_PROGRAM),
  toggle('sw-kill', 'killsWhileAway', IN_MINI_PROGRAM),
  toggle('sw-stale', 'repeatsReferrer', IN_MINI_PROGRAM),
  toggle('sw-other', 'signsAsOther', EVERYWHERE),
  {
    id: 'sw-network',
    name: 'isOffline',
    scenes: IN_MINI_PROGRAM,
    isOn: ({ isOnline }) => !isOnline,
    turn: (isOn) => ({ isOnline: !isOn }),
  },
  toggle('sw-old', 'isOldWechat', IN_MINI_PROGRAM),
  toggle('sw-single', 'isSinglePage', IN_MINI_PROGRAM),
]

/** How many of those that do anything here are on. */
export function wrongCount(settings: ShellSettings, switches: ServerSwitches, setup: Setup): number {
  const here = (one: Where): boolean => isHere(one, settings.scene, setup)
  const toggles = TOGGLES.filter((one) => here(one) && one.isOn(settings))
  return toggles.length + CHOICES.filter((one) => here(one) && isWrong(one, switches)).length
}

/** Nothing of the phone goes wrong any more. */
export const phoneIsWell = (): Partial<ShellSettings> =>
  Object.assign({}, ...TOGGLES.map((one) => one.turn(false))) as Partial<ShellSettings>
