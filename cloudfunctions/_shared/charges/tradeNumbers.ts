// Numbers of charges and refunds, as the merchant chooses them.
import { chosenNumber } from '../kernel/chosenNumbers'

/** https://pay.weixin.qq.com/doc/v3/partner/4012884121 */
export const combineOutTradeNo = chosenNumber(
  /^[0-9A-Za-z_|*@-]{1,32}$/,
  'expected 1 to 32 digits, letters, _, -, |, * or @',
)

/** https://pay.weixin.qq.com/docs/merchant/apis/refund/refunds/create.html */
export const outRefundNo = chosenNumber(/^[0-9A-Za-z_|*@-]{1,64}$/, 'expected 1 to 64 digits, letters, _, -, |, * or @')
