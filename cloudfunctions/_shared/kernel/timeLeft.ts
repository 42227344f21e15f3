// How what is left of a call is shared out: nothing is begun that could not come to its end.
import type { Deadline } from './ports'

/** A call to WeChat Pay, tries and all, takes no longer. */
export const WECHATPAY_CALL_MS = 8000
/** But for a charge, which is answered after up to a minute, and a bill, which may be long. */
export const CHARGE_CALL_MS = 45_000
export const BILL_CALL_MS = 45_000
/** What it answered is to be written down, and told. */
const WRITE_MS = 2000
/** WeChat Pay answers in a fraction of it; with less, only the answer of ours would be later. */
const SHORTEST_CALL_MS = 500

/**
 * @param longestMs of its kind
 * @returns how long a call to WeChat Pay that is begun now may take; undefined where its answer could not be awaited
 */
export function callTimeMs(deadline: Deadline, longestMs = WECHATPAY_CALL_MS): number | undefined {
  const ms = Math.min(longestMs, deadline.leftMs() - WRITE_MS)
  return ms < SHORTEST_CALL_MS ? undefined : ms
}
