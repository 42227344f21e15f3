// What the merchant's server is told of a charge.
import type { ChargeContractOutput, ChargeOutcome } from '../../../typings/contract/callables'
import { memberOf } from '../kernel/chosenNumbers'
import type { ChargeRecord } from '../records/charges'
import type { ChargeRules } from './ports'
import { isForCashier } from './refusals'

export function toChargeOutput(charge: ChargeRecord, rules: ChargeRules): ChargeContractOutput {
  const { _id: combine_out_trade_no, state, refusal, paidAtMs } = charge
  const apiCode = state === 'REFUSED' ? refusal?.apiCode : undefined
  return {
    combine_out_trade_no,
    state: outcomeOf(charge, apiCode, rules),
    ...(paidAtMs !== undefined && { paidAtMs }),
    ...(state === 'PAID' && { sub_orders: paidOrders(charge) }),
    ...(apiCode !== undefined && { apiCode }),
  }
}

function outcomeOf({ state }: ChargeRecord, apiCode: string | undefined, { cashierCodes }: ChargeRules): ChargeOutcome {
  switch (state) {
    case 'REQUESTED':
      return 'inProgress'
    case 'PAID':
      return 'paid'
    case 'REVERSED':
      return 'reversed'
    case 'REFUSED':
      return apiCode !== undefined && isForCashier(apiCode, cashierCodes) ? 'cashier' : 'refused'
  }
}

const paidOrders = ({ request, transactionIds }: ChargeRecord) =>
  request.sub_orders.map(({ out_trade_no }) => {
    const transaction_id = memberOf(transactionIds, out_trade_no)
    return { out_trade_no, ...(transaction_id !== undefined && { transaction_id }) }
  })
