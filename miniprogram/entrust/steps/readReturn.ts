// RETURN: is this entry the way back from WeChat Pay? What it brings picks words; only the server tells what happened.
import type { Attempt, Hint } from '../journey/state'

/** What WeChat tells with every show, as far as we look. */
export interface EnterOptions {
  scene?: unknown
  /** `{}`, `undefined`, or on Android an old one. */
  referrerInfo?: unknown
  apiCategory?: unknown
}

/** A page opened from Moments, a function page, a chat tool, half a screen over another mini-program. */
const WITHOUT_JUMPS: readonly unknown[] = ['nativeFunctionalized', 'browseOnly', 'chatTool', 'embedded']

/** Moments open a single page: no jump, no payment, no login. */
const SINGLE_PAGE = 1154

/** Whether WeChat lets an app that was opened so jump to another one. */
export const mayJump = ({ scene, apiCategory }: EnterOptions): boolean =>
  scene !== SINGLE_PAGE && !WITHOUT_JUMPS.includes(apiCategory)

/** Back from another mini-program. */
const RETURNED = 1038

/**
 * @returns what WeChat Pay's page said, or undefined where this is no return of this attempt. The back arrow brings no data
 *   (`none`).
 * @see https://pay.weixin.qq.com/docs/merchant/apis/entrusted-payment/redirect-mini-program.html (read 2026-11-21)
 */
export function readReturn(
  { scene, referrerInfo }: EnterOptions,
  attempt: Attempt | undefined,
  signAppids: readonly string[],
): Hint | undefined {
  if (!attempt || attempt.hasReturned || scene !== RETURNED) return undefined
  const { appId, extraData } = asRecord(referrerInfo)
  if (typeof appId !== 'string' || !signAppids.includes(appId)) return undefined
  const { return_code } = asRecord(extraData)
  return return_code === 'SUCCESS' ? 'success' : return_code === 'FAIL' ? 'fail' : 'none'
}

const asRecord = (value: unknown): Record<string, unknown> => Object(value) as Record<string, unknown>
