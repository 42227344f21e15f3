// DETAIL: what every line's details are made from.
import type { LocalWechat } from '../../localWechat'
import type { LiveEntry } from '../wire'

export interface DetailDeps {
  local: LocalWechat
  entries: readonly LiveEntry[]
  /** What the view keeps itself, by `hop`. */
  recordOf: (hop: string) => unknown
  nowMs: number
}

/** Only the document database of the stand-in tells of single requests. */
export const seesRequests = ({ settings }: LocalWechat): boolean =>
  (settings['WXPAY_STORE'] ?? 'document') === 'document'
