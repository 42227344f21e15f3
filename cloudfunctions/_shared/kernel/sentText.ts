// Texts of ours that go to WeChat Pay. Refused by the name of their field before anything is written: what is on record is
// sent again as it is, and what can never be sent would stand in the way for ever.
import * as v from 'valibot'
import { textProblem } from '../wechatpay/wire/characters'

/** Control characters, the two line breaks that are none, and marks that turn the direction of a text around. */
const NOT_ONE_LINE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/u

/** Blanks, and characters that nobody sees: a text of these alone is as good as empty. */
const INVISIBLE = /[\s\p{Cf}]/gu

/** @param expected said of what is no text, or an empty one */
export const sentText = (expected: string, maxBytes: number) =>
  v.pipe(
    v.string(expected),
    v.check((text) => text.replace(INVISIBLE, '') !== '', expected),
    v.maxBytes(maxBytes, `expected at most ${maxBytes} bytes in UTF-8`),
    v.check(
      (text) => textProblem(text) === undefined,
      ({ input }) => textProblem(input) ?? '',
    ),
    v.check(
      (text) => !NOT_ONE_LINE.test(text),
      'expected one line, without control characters and marks that turn the text around',
    ),
  )
