import * as v from 'valibot'
import { combineOutTradeNo, outRefundNo } from '../charges/tradeNumbers'
import { contractCode } from '../contracts/inputs'
import { outTradeNo } from '../orders/orderInput'

/** One of the four. */
export type ShowInput =
  | { out_contract_code: string }
  | { out_trade_no: string }
  | { combine_out_trade_no: string }
  | { out_refund_no: string }

export const showInput = v.pipe(
  v.strictObject({
    out_contract_code: v.exactOptional(contractCode),
    out_trade_no: v.exactOptional(outTradeNo),
    combine_out_trade_no: v.exactOptional(combineOutTradeNo),
    out_refund_no: v.exactOptional(outRefundNo),
  }),
  v.check(
    (input) => Object.keys(input).length === 1,
    'expected one of out_contract_code, out_trade_no, combine_out_trade_no and out_refund_no',
  ),
  v.transform((input) => input as ShowInput),
)
