// WX: what the phone is like. Values a mini-program may rely on; names a person can tell from a real phone's.
import type { EnterOptions, Launch, PhoneSettings } from '../protocol'
import { asyncApi } from './async'

const SDK_VERSION = '3.17.0'
/** What WeChat's middle font size is on Android, in px. */
const BASE_FONT_PX = 16

interface SystemDeps {
  launch: Launch
  settings: () => PhoneSettings
  /** Latest entry. */
  entered: () => EnterOptions
  pageConfig: () => { isDarkAllowed: boolean }
}

export function systemApis({ launch, settings, entered, pageConfig }: SystemDeps) {
  const appBase = () => {
    const { theme, fontScale } = settings()
    return {
      SDKVersion: SDK_VERSION,
      version: '8.0.60',
      language: 'zh_CN',
      enableDebug: false,
      host: { appId: '', env: 'WeChat' },
      fontSizeSetting: Number((BASE_FONT_PX * fontScale).toFixed(2)),
      fontSizeScaleFactor: fontScale,
      ...(pageConfig().isDarkAllowed && { theme }),
    }
  }
  const device = () => ({ brand: 'stand-in', model: 'phone in the browser', system: 'Android 15', platform: 'android' })
  const windowInfo = () => {
    const { statusBarPx, screenHeightPx, insetBottomPx } = settings()
    const [width, height] = [window.innerWidth, window.innerHeight]
    const bottom = screenHeightPx - insetBottomPx
    return {
      pixelRatio: window.devicePixelRatio,
      screenWidth: width,
      screenHeight: screenHeightPx,
      windowWidth: width,
      windowHeight: height,
      statusBarHeight: statusBarPx,
      screenTop: screenHeightPx - height,
      safeArea: { left: 0, right: width, top: statusBarPx, bottom, width, height: bottom - statusBarPx },
    }
  }
  const everything = () => ({ ...appBase(), ...device(), ...windowInfo() })
  return {
    getAppBaseInfo: appBase,
    getDeviceInfo: device,
    getWindowInfo: windowInfo,
    getSystemInfoSync: everything,
    getSystemInfo: asyncApi('getSystemInfo', everything),
    getAccountInfoSync: () => ({ miniProgram: { appId: launch.appid, envVersion: 'develop', version: '' } }),
    getEnterOptionsSync: entered,
    getLaunchOptionsSync: () => launch.enter,
    getNetworkType: asyncApi('getNetworkType', () => ({ networkType: settings().isOnline ? 'wifi' : 'none' })),
    getMenuButtonBoundingClientRect: () => {
      const { statusBarPx } = settings()
      const right = window.innerWidth - 7
      return { width: 87, height: 32, top: statusBarPx + 6, bottom: statusBarPx + 38, left: right - 87, right }
    },
    nextTick: (task: () => void) => queueMicrotask(task),
  }
}
