import * as v from 'valibot'
import type { AppPreEntrustSignInput } from '../../../../typings/contract/callables'
import { displayAccount, hasFourByteCharacter } from './displayAccount'

const MAX_ATTACH_BYTES = 255

export const appPreEntrustSignInput = v.pipe(
  v.strictObject({
    contract_display_account: v.exactOptional(displayAccount),
    return_app: v.exactOptional(v.boolean('expected true or false')),
    attach: v.exactOptional(
      v.pipe(
        v.string('expected text'),
        v.nonEmpty('expected text, or no such field'),
        v.maxBytes(MAX_ATTACH_BYTES, `expected at most ${MAX_ATTACH_BYTES} bytes in UTF-8`),
        v.check((text) => !hasFourByteCharacter(text), 'expected no characters of four bytes, such as emoji'),
      ),
    ),
  }),
  v.transform((input): AppPreEntrustSignInput => input),
)
