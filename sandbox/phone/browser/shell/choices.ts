// SHELL: what can be made to go wrong behind the phone, in the order of the page, and where it does anything. Pure.
import { BEHAVIOURS } from '../../../receiver/behaviours'
import { ALL_WELL, APP_TOKEN, DATABASE, FUNCTIONS, LIMIT, NOTIFICATION, PAYER, REFUNDS, WECHAT_PAY } from '../../wire'
import type { Scene, ServerSwitches, Setup } from '../../wire'

/** Where the merchant's mini-program is what the user has in hand. */
export const IN_MINI_PROGRAM: readonly Scene[] = ['mini-program', 'pay-redirect-sign']
export const EVERYWHERE: readonly Scene[] = [...IN_MINI_PROGRAM, 'app']

/** Where something is paid: by the user, or under the contract by a server. */
export const PAYING: readonly Scene[] = ['pay-redirect-sign']

/** In which scenes it does anything. */
export interface Where {
  scenes: readonly Scene[]
  /** Kinds of merchant with which it does something in any other scene, too. */
  always?: readonly Setup[]
  /** With which it does nothing. */
  never?: readonly Setup[]
}

interface Choice extends Where {
  id: string
  name: keyof ServerSwitches
  choices: readonly string[]
}

/** Every order of it is a server's, whatever the user has in hand. */
export const CHARGES: readonly Setup[] = ['combine-papay']

/** What is paid under a contract: nowhere with 清算机构, and by a server, in any scene, with combine-papay. */
const CHARGED = { always: CHARGES, never: ['qs'] } as const satisfies Partial<Where>

export const CHOICES: readonly Choice[] = [
  { id: 'sel-notification', name: 'notification', scenes: EVERYWHERE, choices: NOTIFICATION },
  { id: 'sel-wechatpay', name: 'wechatPay', scenes: EVERYWHERE, choices: WECHAT_PAY },
  { id: 'sel-payer', name: 'payer', scenes: PAYING, ...CHARGED, choices: PAYER },
  { id: 'sel-limit', name: 'limit', scenes: PAYING, ...CHARGED, choices: LIMIT },
  { id: 'sel-refunds', name: 'refunds', scenes: PAYING, always: CHARGES, choices: REFUNDS },
  { id: 'sel-functions', name: 'functions', scenes: IN_MINI_PROGRAM, choices: FUNCTIONS },
  { id: 'sel-database', name: 'database', scenes: EVERYWHERE, choices: DATABASE },
  { id: 'sel-receiver', name: 'receiver', scenes: EVERYWHERE, choices: BEHAVIOURS },
  { id: 'sel-token', name: 'appToken', scenes: ['app'], choices: APP_TOKEN },
]

export const isWrong = ({ name }: Choice, switches: ServerSwitches): boolean => switches[name] !== ALL_WELL[name]

/** Whether it does anything. */
export function isHere({ scenes, always = [], never = [] }: Where, scene: Scene, setup: Setup): boolean {
  return always.includes(setup) || (scenes.includes(scene) && !never.includes(setup))
}
