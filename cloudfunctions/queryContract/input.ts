import * as v from 'valibot'
import type { QueryContractInput } from '../../typings/contract/callables'
import { contractCode } from '../_shared/entrust/inputs'

export const queryContractInput = v.pipe(
  v.strictObject({ out_contract_code: v.exactOptional(contractCode) }),
  v.transform((input): QueryContractInput => input),
)
