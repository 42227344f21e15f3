// SHELL: the words around a jump and a return: WeChat's dialog, and what is told beside the phone.
import { say, type Said } from '../../texts/texts'
import type { NewEntry, Role } from '../../wire'
import type { Tap } from '../protocol'
import { askModal } from './dialog'
import { SCENES, splitPath } from './entry'
import { NAMES, type PhoneDeps } from './phoneDeps'

/** WeChat's own dialog. @returns whether the user allows it */
export async function askToJump({ layers, store }: Pick<PhoneDeps, 'layers' | 'store'>, role: Role): Promise<boolean> {
  if (store.get().refusesJump) return false
  return askModal(layers, {
    title: '即将离开当前小程序',
    content: `即将打开“${NAMES[role]}”小程序`,
    cancelText: '取消',
    confirmText: '允许',
  })
}

export const JUMP_REFUSED: NewEntry = {
  tone: 'warn',
  text: say('jumpRefused'),
  detail: ['navigateToMiniProgram:fail cancel'],
}

export const ENDED_WHILE_AWAY: NewEntry = {
  tone: 'warn',
  text: say('killed'),
  detail: [say('memoryGone')],
}

export const SIGNS_AS_OTHER: NewEntry = { tone: 'warn', text: say('otherSigner') }

export const OLD_WECHAT: NewEntry = { tone: 'warn', text: say('oldWechat') }

export const SINGLE_PAGE: NewEntry = { tone: 'warn', text: say('singlePage') }

/** By a switch of the phone. */
export const callFailed = (api: string, reason: string): NewEntry => ({
  tone: 'warn',
  text: say('callFailed', { api }),
  detail: [reason],
})

export const tapped = ({ what, hop }: Tap): NewEntry => ({ tone: 'plain', text: say('tapped', { what }), hop })

export const jumped = (appId: string, path: string): NewEntry => ({
  tone: 'good',
  text: say('jumped'),
  detail: [say('fromMiniProgram'), `${appId} ${splitPath(path).path}`],
  pill: say('sceneValue', { value: SCENES.opened }),
})

export const cameBack = (scene: number, extraData: Record<string, unknown> | undefined): NewEntry => ({
  tone: 'plain',
  text: say('cameBack'),
  detail: [say('backFromMiniProgram'), ...describeExtraData(extraData)],
  pill: say('sceneValue', { value: scene }),
})

/** A show that is no return brings what an earlier one brought. */
export const shownStale = (scene: number, extraData: Record<string, unknown> | undefined): NewEntry => ({
  tone: 'warn',
  text: say('staleReferrer'),
  detail: describeExtraData(extraData),
  pill: say('sceneValue', { value: scene }),
})

function describeExtraData(extraData: Record<string, unknown> | undefined): Said[] {
  if (!extraData) return [say('noExtraData')]
  return ['extraData', ...Object.entries(extraData).map(([name, value]) => `${name} ${JSON.stringify(value)}`)]
}
