// SHELL: everything that can be made to go wrong, in the order of the page: what it stands for, and in which scenes it does anything.
import { BEHAVIOURS } from '../../../receiver/behaviours'
import { ALL_WELL, APP_TOKEN, DATABASE, FUNCTIONS, NOTIFICATION, WECHAT_PAY } from '../../wire'
import type { Scene, ServerSwitches } from '../../wire'
import type { ShellSettings } from './settings'

/** Where the merchant's mini-program is what the user has in hand. */
const IN_MINI_PROGRAM: readonly Scene[] = ['mini-program', 'pay-redirect-sign']
const EVERYWHERE: readonly Scene[] = [...IN_MINI_PROGRAM, 'app']

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

/** A choice of what is behind the phone. */
interface Choice {
  id: string
  name: keyof ServerSwitches
  scenes: readonly Scene[]
  choices: readonly string[]
}

export const CHOICES: readonly Choice[] = [
  { id: 'sel-notification', name: 'notification', scenes: EVERYWHERE, choices: NOTIFICATION },
  { id: 'sel-wechatpay', name: 'wechatPay', scenes: EVERYWHERE, choices: WECHAT_PAY },
  { id: 'sel-functions', name: 'functions', scenes: IN_MINI_PROGRAM, choices: FUNCTIONS },
  { id: 'sel-database', name: 'database', scenes: EVERYWHERE, choices: DATABASE },
  { id: 'sel-receiver', name: 'receiver', scenes: EVERYWHERE, choices: BEHAVIOURS },
  { id: 'sel-token', name: 'appToken', scenes: ['app'], choices: APP_TOKEN },
]

export const isWrong = ({ name }: Choice, switches: ServerSwitches): boolean => switches[name] !== ALL_WELL[name]

/** How many of those that do anything here are on. */
export function wrongCount(settings: ShellSettings, switches: ServerSwitches): number {
  const isHere = ({ scenes }: { scenes: readonly Scene[] }): boolean => scenes.includes(settings.scene)
  const toggles = TOGGLES.filter((one) => isHere(one) && one.isOn(settings))
  return toggles.length + CHOICES.filter((one) => isHere(one) && isWrong(one, switches)).length
}

/** Nothing of the phone goes wrong any more. */
export const phoneIsWell = (): Partial<ShellSettings> =>
  Object.assign({}, ...TOGGLES.map((one) => one.turn(false))) as Partial<ShellSettings>
