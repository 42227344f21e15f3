// What the phone can do and how its user likes to read.
import type { EnterOptions } from '../entrust/steps/readReturn'
import { quietly } from './warn'

/** Typings promise every API; an old base library (基础库) lacks some. */
const old = (): Partial<typeof wx> => wx

/** Without the jump, or a way to the functions, there is nothing a card could do. */
export const isSupported = (hasOwnCall = false): boolean =>
  Boolean((hasOwnCall || old().cloud) && old().navigateToMiniProgram)

/** How the app was last brought to the front. */
export const enterOptions = (): EnterOptions =>
  quietly(() => old().getEnterOptionsSync?.() ?? old().getLaunchOptionsSync?.()) ?? {}

const STANDARD_FONT_PX = 17
const MIN_SCALE = 0.8
const MAX_SCALE = 2.4

/** The user's type size (关怀模式 and the like) as a factor; WeChat leaves it to the page to follow it. */
export function fontScale(): number {
  const { fontSizeScaleFactor, fontSizeSetting } = Object(quietly(() => old().getAppBaseInfo?.())) as {
    fontSizeScaleFactor?: number
    fontSizeSetting?: number
  }
  const scale = fontSizeScaleFactor ?? (fontSizeSetting === undefined ? 1 : fontSizeSetting / STANDARD_FONT_PX)
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale))
}

/** Both hold in DevTools alone: on a phone what asks for this is dead, in every build. */
export const isInDevtools = (): boolean =>
  wx.getDeviceInfo().platform === 'devtools' && wx.getAccountInfoSync().miniProgram.envVersion === 'develop'
