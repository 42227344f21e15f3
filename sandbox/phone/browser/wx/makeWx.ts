// WX: `wx`, put together.
import type { EnterOptions, Launch, PhoneSettings } from '../protocol'
import type { Causes } from '../runtime/causes'
import type { Gate } from '../runtime/gate'
import type { Pending } from '../runtime/pending'
import type { Pages } from '../runtime/pages'
import type { ShellLink } from '../runtime/shellLink'
import { cloudApis } from './cloud'
import { interfaceApis } from './interface'
import { Listeners } from './listeners'
import { loud, makeCanIUse } from './loud'
import { miniProgramApis, type Opener } from './miniPrograms'
import { pageApis, type GoTo } from './pages'
import { paymentApis } from './payment'
import { signingApis } from './signing'
import { storageApis } from './storage'
import { systemApis } from './system'

/** Newer than base library 2.2.2. There as `undefined`, as on a phone: asking for them is no mistake. */
const MISSING_IN_OLD = Object.fromEntries(
  ['cloud', 'getAppBaseInfo', 'getDeviceInfo', 'getWindowInfo', 'getEnterOptionsSync', 'exitMiniProgram'].map(
    (name) => [name, undefined],
  ),
)

/** What happens to a mini-program and is told to whoever listens. */
export interface PhoneEvents {
  appShow: Listeners<EnterOptions>
  appHide: Listeners<undefined>
  theme: Listeners<{ theme: string }>
  network: Listeners<{ isConnected: boolean; networkType: string }>
  error: Listeners<string>
  rejection: Listeners<{ reason: unknown }>
}

export const makePhoneEvents = (): PhoneEvents => ({
  appShow: new Listeners(),
  appHide: new Listeners(),
  theme: new Listeners(),
  network: new Listeners(),
  error: new Listeners(),
  rejection: new Listeners(),
})

interface WxDeps {
  launch: Launch
  settings: () => PhoneSettings
  entered: () => EnterOptions
  isDarkAllowed: boolean
  link: ShellLink
  gate: Gate
  pending: Pending
  causes: Causes
  pages: () => Pages
  goTo: GoTo
  open: Opener
  events: PhoneEvents
  components: ReadonlySet<string>
  /** The signing mini-program may speak to WeChat Pay; nobody else may. */
  isSigning: boolean
  onMissing: (error: Error) => void
}

export function makeWx(deps: WxDeps): object {
  const { launch, link, events, onMissing } = deps
  const { appShow, appHide, theme, network, error, rejection } = events
  const apis: Record<string, unknown> = {
    cloud: loud(cloudApis({ ...deps, openid: launch.openid }), onMissing, 'wx.cloud'),
    canIUse: makeCanIUse(() => shown, deps.components),
    ...systemApis({ ...deps, pageConfig: () => ({ isDarkAllowed: deps.isDarkAllowed }) }),
    ...storageApis(launch.openid, launch.appid),
    ...interfaceApis(link),
    ...pageApis(deps.pages, deps.goTo),
    ...miniProgramApis(link, deps.open),
    ...paymentApis(link, deps.settings),
    ...(deps.isSigning && signingApis(launch.openid, deps.causes)),
    onAppShow: appShow.on,
    offAppShow: appShow.off,
    onAppHide: appHide.on,
    offAppHide: appHide.off,
    onThemeChange: theme.on,
    offThemeChange: theme.off,
    onNetworkStatusChange: network.on,
    offNetworkStatusChange: network.off,
    onError: error.on,
    offError: error.off,
    onUnhandledRejection: rejection.on,
    offUnhandledRejection: rejection.off,
  }
  const shown = launch.settings.isOldWechat ? { ...apis, ...MISSING_IN_OLD } : apis
  return loud(shown, onMissing)
}
