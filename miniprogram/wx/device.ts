// What the phone can do and how its user likes to read.
import type { EnterOptions } from '../entrust/steps/readReturn'

/** Typings promise every API; an old base library (基础库) lacks some. */
const old = (): Partial<typeof wx> => wx

/** Without the cloud or the jump there is nothing a card could do. */
export const isSupported = (): boolean => Boolean(old().cloud && old().navigateToMiniProgram)

/** Kinds of entry from which WeChat forbids jumps: a page opened from Moments, a function page, a chat tool. */
const RESTRICTED: readonly unknown[] = ['nativeFunctionalized', 'browseOnly', 'chatTool']

export const canJump = ({ apiCategory }: { apiCategory?: unknown }): boolean => !RESTRICTED.includes(apiCategory)

/** How the app was last brought to the front. */
export const enterOptions = (): EnterOptions & { apiCategory?: unknown } =>
  old().getEnterOptionsSync?.() ?? wx.getLaunchOptionsSync()

const STANDARD_FONT_PX = 17
const MIN_SCALE = 0.8
const MAX_SCALE = 2.4

/** The user's type size (关怀模式 and the like) as a factor; WeChat leaves it to the page to follow it. */
export function fontScale(): number {
  const { fontSizeScaleFactor, fontSizeSetting } = Object(old().getAppBaseInfo?.()) as {
    fontSizeScaleFactor?: number
    fontSizeSetting?: number
  }
  const scale = fontSizeScaleFactor ?? (fontSizeSetting === undefined ? 1 : fontSizeSetting / STANDARD_FONT_PX)
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale))
}
