// What the phone (shell) and a mini-program in its frame tell each other, by `postMessage` of one origin. Types only.
import type { ThemeName } from '../compile/theme'

export interface ReferrerInfo {
  appId?: string
  extraData?: Record<string, unknown>
}

/** What `App.onShow` is given. */
export interface EnterOptions {
  path: string
  query: Record<string, string>
  scene: number
  referrerInfo: ReferrerInfo
  apiCategory: 'default'
}

/** What may change while a mini-program runs. */
export interface PhoneSettings {
  theme: ThemeName
  fontScale: number
  isOnline: boolean
  /** `wx.navigateToMiniProgram` fails as if the tap were too long ago. */
  losesTap: boolean
  /** A base library (基础库) of 2018. Read when a mini-program starts. */
  isOldWechat: boolean
  /** How far its clock is ahead of the browser's. */
  movedMs: number
  /** Height of the strip at the bottom that belongs to the system, in px. */
  insetBottomPx: number
  statusBarPx: number
  navBarPx: number
  screenHeightPx: number
}

export interface Launch {
  appid: string
  /** Whose storage it is, and who calls the cloud. */
  openid: string
  enter: EnterOptions
  settings: PhoneSettings
  cause?: string | undefined
}

/** The bar above the page. */
export interface Bar {
  title: string
  background: string
  /** Colour of title and icons. */
  text: 'black' | 'white'
  isHidden: boolean
  /** Whether there is a page to go back to. */
  canGoBack: boolean
}

export type ToShell =
  | { kind: 'hello' }
  /** The first page is there. */
  | { kind: 'ready' }
  | { kind: 'bar'; bar: Bar }
  /** `isRestored`: after a cold start WeChat opens it again. */
  | { kind: 'page'; path: string; query: Record<string, string>; isRestored: boolean }
  | { kind: 'problem'; level: 'error' | 'warning'; text: string }
  | { kind: 'console'; level: 'error' | 'warn' | 'info'; text: string }
  /** A switch of the phone made a call fail: nothing else would tell of it. */
  | { kind: 'failed'; api: string; reason: string }
  | { kind: 'toast'; toast: Toast | undefined }
  /** The person tapped something. */
  | { kind: 'tap'; tap: Tap }
  | { kind: 'ask'; id: number; ask: Ask }

/** @see what: as it is written there */
export interface Tap {
  what: string
  /** Of its line beside the phone, and named by whatever it leads to. */
  hop: string
}

export interface Toast {
  title: string
  icon: 'success' | 'error' | 'loading' | 'none'
  /** Takes taps away from the page. */
  mask: boolean
}

/** What needs an answer. */
export type Ask =
  | { what: 'openMiniProgram'; appId: string; path: string; extraData: Record<string, unknown> }
  | { what: 'returnToCaller'; extraData: Record<string, unknown> | undefined }
  | { what: 'modal'; modal: Modal }
  | { what: 'exit' }
  /** `wx.requestPayment`, as it was called: the phone judges what is in it. */
  | { what: 'pay'; payment: Record<string, unknown> }

export interface Modal {
  title: string
  content: string
  confirmText: string
  /** Absent: one button only. */
  cancelText?: string
}

export type Answer = { ok: true; confirmed: boolean } | { ok: false; reason: string }

export type ToFrame =
  | { kind: 'launch'; launch: Launch }
  /** @see cause `hop` of the line that tells of the way in */
  | { kind: 'show'; enter: EnterOptions; cause: string | undefined }
  | { kind: 'hide' }
  | { kind: 'settings'; settings: PhoneSettings }
  | { kind: 'back' }
  | { kind: 'answer'; id: number; answer: Answer }

// The merchant's own app, in a frame of its own. It is no mini-program: WeChat is another app to it.

/** How an app asks WeChat to open the signing page (OpenSDK). */
export type OpenSdkRoute = 'openBusinessWebview' | 'launchMiniProgram'

/** What the app hands to the OpenSDK, and what it was told about it. */
export interface OpenSdkRequest {
  route: OpenSdkRoute
  /** Of the signing mini-program. */
  path: string
  extraData: Record<string, unknown>
  /** WeChat takes it until then. */
  launchBeforeMs: number
  /** Whether WeChat goes back to the app afterwards; it was said to WeChat Pay when asking for the session. */
  returnsToApp: boolean
}

export type AppToShell =
  { kind: 'appHello' } | { kind: 'appTap'; tap: Tap } | { kind: 'openSdk'; id: number; request: OpenSdkRequest }

export type ShellToApp =
  | { kind: 'appLook'; theme: ThemeName; fontScale: number }
  /** The app is in front again. */
  | { kind: 'appResume' }
  | { kind: 'openSdkAnswer'; id: number; answer: Answer }
