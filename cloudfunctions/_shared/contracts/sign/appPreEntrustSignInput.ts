import * as v from 'valibot'
import type { AppPreEntrustSignInput } from '../../../../typings/contract/callables'
import { sentText } from '../../kernel/sentText'
import { displayAccount } from './displayAccount'

const MAX_ATTACH_BYTES = 255

export const appPreEntrustSignInput = v.pipe(
  v.strictObject({
    contract_display_account: v.exactOptional(displayAccount),
    return_app: v.exactOptional(v.boolean('expected true or false')),
    attach: v.exactOptional(sentText('expected text, or no such field', MAX_ATTACH_BYTES)),
  }),
  v.transform((input): AppPreEntrustSignInput => input),
)
