import * as v from 'valibot'
import type { TerminateContractInput } from '../../typings/contract/callables'
import { hasFourByteCharacter, utf8Length } from '../_shared/entrust/displayAccount'
import { contractCode } from '../_shared/entrust/inputs'

const remark = v.pipe(
  v.string('expected text'),
  v.nonEmpty('expected text of 1 to 256 bytes, or leave it out'),
  v.check((text) => utf8Length(text) <= 256, 'expected at most 256 bytes in UTF-8'),
  v.check((text) => !hasFourByteCharacter(text), 'expected no emoji or other 4-byte characters'),
)

export const terminateContractInput = v.pipe(
  v.strictObject({ out_contract_code: contractCode, remark: v.exactOptional(remark) }),
  v.transform((input): TerminateContractInput => input),
)
