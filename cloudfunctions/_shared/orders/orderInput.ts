import * as v from 'valibot'
import type { OrderInput } from '../../../typings/contract/callables'
import { chosenNumber } from '../kernel/chosenNumbers'

/** https://pay.weixin.qq.com/doc/v3/merchant/4012791897 */
const OUT_TRADE_NO = /^[0-9A-Za-z_*-]{6,32}$/

export const outTradeNo = chosenNumber(OUT_TRADE_NO, 'expected 6 to 32 digits, letters, _, - or *')

export const orderInput = v.pipe(
  v.strictObject({ out_trade_no: outTradeNo }),
  v.transform((input): OrderInput => input),
)
