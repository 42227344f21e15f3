// What a text may hold on its way to WeChat Pay.

/** Both halves of a surrogate pair: one alone is no character, and two are one of four bytes. */
const SURROGATE = /[\ud800-\udfff]/
const FOUR_BYTES = /[\u{10000}-\u{10ffff}]/u

/**
 * APIv3 takes whole characters of one to three bytes in UTF-8.
 * @returns what was expected instead, or undefined for a text that can be sent
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012081726
 */
export function textProblem(text: string): string | undefined {
  if (!SURROGATE.test(text)) return undefined
  return FOUR_BYTES.test(text)
    ? 'expected no emoji or other 4-byte characters'
    : 'expected whole characters: half of a pair was left over where a text was cut'
}
