// What WeChat Pay's signing page shows as the account (contract_display_account).
import * as v from 'valibot'
import { textProblem } from '../../wechatpay/wire/characters'

// The pages do not say whether 32 means characters or bytes: holding bytes to it holds both.
const MAX_BYTES = 32
/** Letters and digits of any script, and marks that are known to survive. Blanks and other symbols broke the way back. */
const ALLOWED = /^[\p{L}\p{N}*_.·-]+$/u

/**
 * A label as an input may name it.
 * @see https://pay.weixin.qq.com/wiki/doc/api/wxpay_v2/papay/chapter3_1.shtml (no 4-byte characters, no nickname)
 */
export const displayAccount = v.pipe(
  v.string('expected text'),
  v.maxBytes(MAX_BYTES, `expected at most ${MAX_BYTES} bytes in UTF-8, about 10 Chinese characters`),
  v.check(
    (text) => ALLOWED.test(text) && textProblem(text) === undefined,
    'expected letters, digits and * _ - . · only; no blanks, no emoji',
  ),
)

/**
 * A neutral label that tells two users apart and nobody who they are.
 * @param hash hex digits derived from the user
 */
export const defaultDisplayAccount = (hash: string): string => `微信用户${hash.slice(0, 4).toUpperCase()}`
