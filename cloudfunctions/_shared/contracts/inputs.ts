// Shapes more than one function takes. Strict: a key they do not know is refused by name.
import * as v from 'valibot'
import type { QueryContractInput, TerminateContractInput } from '../../../typings/contract/callables'
import { sentText } from '../kernel/sentText'

/** `out_contract_code` as it is sent back. */
export const contractCode = v.pipe(
  v.string('expected text'),
  v.regex(/^[0-9A-Za-z]{1,32}$/, 'expected 1 to 32 letters and digits, as preEntrustSign gave it'),
)

const remark = sentText('expected text of 1 to 256 bytes, or leave it out', 256)

export const queryContractInput = v.pipe(
  v.strictObject({ out_contract_code: v.exactOptional(contractCode) }),
  v.transform((input): QueryContractInput => input),
)

export const terminateContractInput = v.pipe(
  v.strictObject({ out_contract_code: contractCode, remark: v.exactOptional(remark) }),
  v.transform((input): TerminateContractInput => input),
)
