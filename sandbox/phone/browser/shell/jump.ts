// SHELL: the words around a jump and a return: WeChat's dialog, and what is told beside the phone.
import type { NewEntry, Role } from '../../wire'
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
  text: 'User refuses the jump',
  detail: 'navigateToMiniProgram:fail cancel',
}

export const ENDED_WHILE_AWAY: NewEntry = {
  tone: 'warn',
  text: "WeChat ends the merchant's mini-program while away",
  detail: 'its memory is gone',
}

export const jumped = (appId: string, path: string): NewEntry => ({
  tone: 'good',
  text: 'User jumps to the signing mini-program',
  detail: `${appId} ${splitPath(path).path}`,
  pill: String(SCENES.opened),
})

export const cameBack = (scene: number, extraData: Record<string, unknown> | undefined): NewEntry => ({
  tone: 'warn',
  text: 'User comes back',
  detail: describeExtraData(extraData),
  pill: String(scene),
})

function describeExtraData(extraData: Record<string, unknown> | undefined): string {
  if (!extraData) return 'no extraData'
  const fields = Object.entries(extraData).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return ['extraData', ...fields].join(' · ')
}
