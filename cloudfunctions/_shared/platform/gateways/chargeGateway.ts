// The gateway of charges on the WeChat Pay client. A charge alone may take longer than other calls.
import type { ChargeGateway } from '../../charges/ports'
import { CHARGE_CALL_MS } from '../../kernel/timeLeft'
import type { ChargeRecord } from '../../records/charges'
import type { CombineReverseBody } from '../../wechatpay/wire/combineTransactions'
import { createCallWechatPay } from './callWechatPay'
import type { GatewayDeps } from './contractGateway'

export function createChargeGateway({ wxpay, ...deps }: GatewayDeps): ChargeGateway {
  const call = createCallWechatPay(deps)
  const aboutIt = ({ _id }: ChargeRecord) => ({ combine_out_trade_no: _id })
  const one = wxpay.chain('v3/ecommerce/combine-papay/transactions/{combine_out_trade_no}')
  const reverse = wxpay.chain('v3/ecommerce/combine-papay/transactions/{combine_out_trade_no}/reverse')
  return {
    charge: async (charge) =>
      call(
        'charge',
        aboutIt(charge),
        async (limit) => wxpay.chain('v3/ecommerce/combine-papay/transactions').post(charge.request, limit),
        CHARGE_CALL_MS,
      ),
    query: async (charge) =>
      call('queryCharge', aboutIt(charge), async (limit) => one.get({ pathParams: aboutIt(charge), ...limit })),
    reverse: async (charge) =>
      call('reverseCharge', aboutIt(charge), async (limit) =>
        reverse.post(reverseBody(charge), { pathParams: aboutIt(charge), ...limit }),
      ),
  }
}

/** All of it. */
const reverseBody = ({ request: { combine_appid, sub_orders } }: ChargeRecord): CombineReverseBody => ({
  combine_appid,
  sub_orders: sub_orders.map(({ mchid, out_trade_no, sub_mchid, sub_appid }) => ({
    mchid,
    out_trade_no,
    sub_mchid,
    ...(sub_appid !== undefined && { sub_appid }),
  })),
})
