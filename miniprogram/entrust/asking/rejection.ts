// What WeChat rejects a call with: a code, often one that wraps another, or no more than a text. The innermost code decides.
/** What a page can do about a call that did not bring what it should. */
export type TroubleKind =
  | 'offline'
  /** No answer in time: it may have worked. */
  | 'slow'
  | 'busy'
  /** Asking again cannot help: something is not configured, deployed or permitted. */
  | 'unavailable'
  /** Theirs or ours to mend; asking again may help. */
  | 'systemError'
  /** An answer in words this page does not know: the functions are newer. */
  | 'unreadable'
  /** The contract asked about is not this user's. */
  | 'notFound'
  /** Nothing to close. */
  | 'notSigned'
  /** Another call is at work on the same contract. */
  | 'inProgress'

interface Rejection {
  kind: TroubleKind
  text: string
  /** What a developer should do about it; empty where nothing is known. */
  hint: string
  /** This phone has asked too often, and WeChat wants a minute. */
  isPhoneTooBusy: boolean
}

type Row = readonly [kind: TroubleKind, hint?: string]

const NO_ENVIRONMENT: Row = ['unavailable', 'check cloudEnv in settings.ts: no such environment under this appid']
const NOT_OPENED: Row = ['unavailable', 'open CloudBase (云开发) for this appid in DevTools']
const NOT_THERE: Row = ['unavailable', 'is it deployed, and to the cloudEnv of settings.ts?']
const NO_TOKEN: Row = ['unavailable', 'sign in to DevTools with an appid of your own: a test appid has no cloud']
const NOT_BEGUN: Row = ['unavailable', 'call `cloud.init` in app.ts before a page with the card opens']
const DIED: Row = ['unavailable', 'it died: read its log in the CloudBase console']
const TOO_SLOW: Row = ['slow', 'its time limit should be 20 s']

/**
 * Codes of `wx.cloud.callFunction`.
 * @see https://developers.weixin.qq.com/minigame/dev/wxcloud/reference/errcode.html (read 2026-11-21)
 */
const BY_CODE: Readonly<Record<string, Row>> = {
  '-404005': TOO_SLOW,
  '-404010': TOO_SLOW,
  '-404012': TOO_SLOW,
  '-501002': TOO_SLOW,
  '-504003': TOO_SLOW,
  '-604102': TOO_SLOW,
  '-501000': NOT_THERE,
  '-501005': NO_ENVIRONMENT,
  '-501023': ['unavailable', 'its permissions do not let this user call it'],
  '-504002': DIED,
  '-601002': NO_TOKEN,
  '-601034': NOT_OPENED,
  '-604101': ['unavailable', 'it lacks a permission in its config.json'],
  '-501003': ['busy'],
  '-501004': ['busy'],
  '-405015': ['busy'],
  '-601003': ['offline'],
}

/** What the phone says of itself: inside the answer of a function these are that function's own affair. */
const OF_THE_PHONE: readonly string[] = ['-405015', '-601003']

/** Where no code is known. The order counts: a request that timed out is slow, not offline. */
const BY_TEXT: readonly (readonly [RegExp, Row])[] = [
  [/cloud\.init|cloud api isn't enabled/i, NOT_BEGUN],
  [/access.?token/i, NO_TOKEN],
  [/开通云|not (opened|enabled) cloud/i, NOT_OPENED],
  [/env(ironment)?( id)? (is )?(not|invalid)|invalid.?env|env check/i, NO_ENVIRONMENT],
  [/functionname|function.?not.?found/i, NOT_THERE],
  [/cannot find module|execute fail/i, DIED],
  [/time(d )?out/i, TOO_SLOW],
  [/request:fail|network|interrupted|disconnected/i, ['offline']],
]

export function readRejection(error: unknown): Rejection {
  const { errCode, errMsg, message } = Object(error) as Partial<Record<'errCode' | 'errMsg' | 'message', unknown>>
  const text = String(errMsg ?? message ?? error)
  const codes = `${String(errCode)} ${text}`.match(/-\d{6}(?!\d)/g) ?? []
  const isHeard = (code: string): boolean =>
    BY_CODE[code] !== undefined && (code === codes[0] || !OF_THE_PHONE.includes(code))
  const inner = codes.filter(isHeard).pop()
  const [kind, hint = '']: Row = (inner !== undefined && BY_CODE[inner]) ||
    (BY_TEXT.find(([words]) => words.test(text)) ?? [])[1] || ['systemError']
  return { kind, text, hint, isPhoneTooBusy: inner === '-405015' }
}
