// What a server asks to be charged. Strict: a key it does not know is refused by name, and so is what could never be sent.
import * as v from 'valibot'
import type { ChargeContractInput } from '../../../typings/contract/callables'
import { contractCode } from '../contracts/inputs'
import { sentText } from '../kernel/sentText'
import { fen } from '../orders/fen'
import { MAX_DESCRIPTION_BYTES, subMchid } from '../orders/merchantOrder'
import { outTradeNo } from '../orders/orderInput'
import { combineOutTradeNo } from './tradeNumbers'

/** https://pay.weixin.qq.com/doc/v3/partner/4012884121 */
const MAX_SUB_ORDERS = 50

const FEN = 'expected fen, as a whole number from 0'
const RISK = sentText('expected text of 1 to 255 bytes, as `key:value;`', 255)

/** An order in full, or its number alone: then `merchant/orders.ts` knows the rest. */
const subOrder = v.pipe(
  v.strictObject(
    {
      out_trade_no: outTradeNo,
      total: v.exactOptional(fen),
      description: v.exactOptional(sentText('expected what is paid for', MAX_DESCRIPTION_BYTES)),
      sub_mchid: v.exactOptional(subMchid),
      sub_appid: v.exactOptional(
        v.pipe(v.string('expected an appid'), v.regex(/^wx[0-9a-z]{6,30}$/, 'expected an appid')),
      ),
      attach: v.exactOptional(sentText('expected text of 1 to 128 bytes', 128)),
      settle_info: v.exactOptional(
        v.strictObject(
          {
            profit_sharing: v.exactOptional(v.boolean('expected true or false')),
            subsidy_amount: v.exactOptional(v.pipe(v.number(FEN), v.safeInteger(FEN), v.minValue(0, FEN))),
          },
          'expected profit_sharing, subsidy_amount, or both',
        ),
      ),
      sub_risk_info: v.exactOptional(RISK),
    },
    'expected an order: its out_trade_no, and total and description unless merchant/orders.ts knows them',
  ),
  v.forward(
    v.check(
      ({ total, description }) => (total === undefined) === (description === undefined),
      'expected total and description, or neither: then merchant/orders.ts is asked',
    ),
    ['total'],
  ),
)

export const chargeInput = v.pipe(
  v.strictObject({
    out_contract_code: contractCode,
    combine_out_trade_no: combineOutTradeNo,
    sub_orders: v.pipe(
      v.array(subOrder, 'expected a list of orders'),
      v.minLength(1, 'expected at least 1 order'),
      v.maxLength(MAX_SUB_ORDERS, `expected at most ${MAX_SUB_ORDERS} orders; charge the others under another number`),
      v.rawCheck(({ dataset, addIssue }) => {
        const twice = dataset.typed ? firstTwice(dataset.value.map(({ out_trade_no }) => out_trade_no)) : undefined
        if (twice !== undefined)
          addIssue({ message: `expected each out_trade_no once: that of order ${twice} is there twice` })
      }),
    ),
    risk_info: v.exactOptional(RISK),
  }),
  v.transform((input): ChargeContractInput => input),
)

/** @returns the index of the first that was there before */
function firstTwice(numbers: readonly string[]): number | undefined {
  const index = numbers.findIndex((number, at) => numbers.indexOf(number) < at)
  return index < 0 ? undefined : index
}
