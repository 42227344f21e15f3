import * as v from 'valibot'
import type { PreEntrustSignInput } from '../../../../typings/contract/callables'
import { displayAccount } from './displayAccount'

export const preEntrustSignInput = v.pipe(
  v.strictObject({
    consent: v.strictObject({
      textHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in 64 lower-case hex digits')),
    }),
    displayAccount: v.exactOptional(displayAccount),
  }),
  v.transform((input): PreEntrustSignInput => input),
)
