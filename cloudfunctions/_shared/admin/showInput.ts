import * as v from 'valibot'
import { contractCode } from '../contracts/inputs'
import { outTradeNo } from '../orders/orderInput'

/** One of the two. */
export type ShowInput = { out_contract_code: string } | { out_trade_no: string }

export const showInput = v.pipe(
  v.strictObject({ out_contract_code: v.exactOptional(contractCode), out_trade_no: v.exactOptional(outTradeNo) }),
  v.check((input) => Object.keys(input).length === 1, 'expected one of out_contract_code and out_trade_no'),
  v.transform((input) => input as ShowInput),
)
