// CHARGE: the exact body, from the contract and the orders; and which field says that a number was charged with something else.
import type { ChargedOrder } from '../../../typings/contract/callables'
import { isSameBody } from '../orders/orderBody'
import type { ContractRecord } from '../records/contracts'
import type { ChargeRecord } from '../records/charges'
import type { CombineChargeBody, CombineSubOrderBody } from '../wechatpay/wire/combineTransactions'
import type { SubOrder } from './subOrders'

interface ChargeRequest {
  /** Whose appid and merchant number are told: those it was signed under. */
  contract: ContractRecord
  contract_id: string
  combine_out_trade_no: string
  orders: readonly SubOrder[]
  risk_info: string | undefined
}

export function chargeBody({
  contract,
  contract_id,
  combine_out_trade_no,
  orders,
  risk_info,
}: ChargeRequest): CombineChargeBody {
  const { appid, mchid } = contract
  return {
    combine_appid: appid,
    combine_mchid: mchid,
    combine_out_trade_no,
    contract_id,
    sub_orders: orders.map((order) => subOrderBody(order, mchid)),
    ...(risk_info !== undefined && { risk_info }),
  }
}

const subOrderBody = ({ total, ...order }: SubOrder, mchid: string): CombineSubOrderBody => ({
  mchid,
  ...order,
  amount: amountOf(total),
})

const amountOf = (total_amount: number) => ({ total_amount, currency: 'CNY' }) as const

export const totalOf = (orders: readonly SubOrder[]): number => orders.reduce((sum, { total }) => sum + total, 0)

/** What is told of the device at that moment may differ from call to call. */
const OF_THE_MOMENT = ['sub_risk_info']
/** What the merchant wrote of a person who was erased since is gone from the record. */
const ERASED = [...OF_THE_MOMENT, 'attach']
/** What a call may leave to the merchant's orders, or to the settings: both may say something else by now. */
const LEFT_TO_OTHERS = ['amount', 'description', 'sub_mchid']

/**
 * The first field in which what is wished today differs from what a number was charged with; undefined where nothing does.
 * @param code `out_contract_code`
 * @param orders as the call names them
 */
export function differingField(known: ChargeRecord, code: string, orders: readonly ChargedOrder[]): string | undefined {
  if (known.code !== code) return 'out_contract_code'
  const { combine_mchid, sub_orders } = known.request
  if (sub_orders.length !== orders.length) return 'sub_orders'
  const isLeftOut = (name: string) => (known.erasedAtMs === undefined ? OF_THE_MOMENT : ERASED).includes(name)
  for (const [index, order] of orders.entries()) {
    const [sent, wished]: Record<string, unknown>[] = [{ ...sub_orders[index] }, wishedOf(order, combine_mchid)]
    const isLeftToOthers = (name: string) => LEFT_TO_OTHERS.includes(name) && wished?.[name] === undefined
    const names = Object.keys({ ...sent, ...wished }).filter((name) => !isLeftOut(name) && !isLeftToOthers(name))
    const name = names.find((one) => !isSameBody(sent?.[one], wished?.[one]))
    if (name !== undefined) return `sub_orders.${index}.${name === 'amount' ? 'total' : name}`
  }
  return undefined
}

const wishedOf = ({ total, ...order }: ChargedOrder, mchid: string): Record<string, unknown> => ({
  mchid,
  ...order,
  ...(total !== undefined && { amount: amountOf(total) }),
})
