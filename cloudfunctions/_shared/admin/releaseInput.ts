import * as v from 'valibot'
import { contractCode } from '../contracts/inputs'

export interface ReleaseInput {
  out_contract_code: string
}

export const releaseInput = v.pipe(
  v.strictObject({ out_contract_code: contractCode }),
  v.transform((input): ReleaseInput => input),
)
