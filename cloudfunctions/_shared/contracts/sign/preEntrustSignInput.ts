import * as v from 'valibot'
import type { PreEntrustSignInput } from '../../../../typings/contract/callables'
import { displayAccount } from './displayAccount'

const MAX_DETAILS_BYTES = 2048
/** Half a pair, or a character that no store has to take. */
const UNKEPT = /\p{Cs}|(?![\t\n])\p{Cc}/u

const details = v.pipe(
  v.string('expected text'),
  v.nonEmpty('expected text, or no such field'),
  v.maxBytes(MAX_DETAILS_BYTES, `expected at most ${MAX_DETAILS_BYTES} bytes in UTF-8`),
  v.check((text) => !UNKEPT.test(text), 'expected whole characters, and of control characters tabs and line ends only'),
)

export const preEntrustSignInput = v.pipe(
  v.strictObject({
    consent: v.strictObject({
      textHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in 64 lower-case hex digits')),
      details: v.exactOptional(details),
    }),
    displayAccount: v.exactOptional(displayAccount),
  }),
  v.transform((input): PreEntrustSignInput => input),
)
