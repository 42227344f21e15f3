// SHELL: the phone's settings as a mini-program meets them.
import type { PhoneSettings } from '../protocol'
import { SCREENS, type ShellSettings } from './settings'

export const NAV_BAR_PX = 44

export function phoneSettings(
  { isDark, fontScale, isOnline, losesTap, isOldWechat, width }: ShellSettings,
  movedMs: number,
): PhoneSettings {
  const { height, status, bottom } = SCREENS[width] ?? { height: 728, status: 36, bottom: 34 }
  return {
    theme: isDark ? 'dark' : 'light',
    fontScale,
    isOnline,
    losesTap,
    isOldWechat,
    movedMs,
    insetBottomPx: bottom,
    statusBarPx: status,
    navBarPx: NAV_BAR_PX,
    screenHeightPx: height,
  }
}
