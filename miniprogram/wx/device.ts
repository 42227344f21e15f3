// What the phone can do and how its user likes to read.
import type { EnterOptions } from '../entrust/readReturn'

/** The oldest library with everything the card calls has these two. */
export const isSupported = (): boolean =>
  // Typings promise both; an old base library (基础库) has neither.
  typeof (wx as Partial<typeof wx>).cloud?.callFunction === 'function' &&
  typeof (wx as Partial<typeof wx>).navigateToMiniProgram === 'function'

/** Kinds of entry from which WeChat forbids jumps: a page opened from Moments, a function page, a chat tool. */
const RESTRICTED: readonly unknown[] = ['nativeFunctionalized', 'browseOnly', 'chatTool']

export const canJump = ({ apiCategory }: { apiCategory?: unknown }): boolean => !RESTRICTED.includes(apiCategory)

/** How the app was last brought to the front. */
export const enterOptions = (): EnterOptions & { apiCategory?: unknown } => wx.getEnterOptionsSync()

const STANDARD_FONT_PX = 17
const MIN_SCALE = 0.8
const MAX_SCALE = 2.4

/** The user's type size (关怀模式 and the like) as a factor; WeChat leaves it to the page to follow it. */
export function fontScale(): number {
  const { fontSizeScaleFactor, fontSizeSetting } = wx.getAppBaseInfo() as {
    fontSizeScaleFactor?: number
    fontSizeSetting?: number
  }
  const scale = fontSizeScaleFactor ?? (fontSizeSetting === undefined ? 1 : fontSizeSetting / STANDARD_FONT_PX)
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale))
}
