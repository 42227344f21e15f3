// CHARGE: what is charged, and for whom. An order that is told by its number alone is the merchant's own, and of the user whose
// contract it is.
import type { ChargedOrder, ChargeContractInput } from '../../../typings/contract/callables'
import type { ContractSettings } from '../contracts/ports'
import { CallFailure, invalidInput } from '../kernel/errors'
import type { Caller } from '../kernel/ports'
import { readOrder } from '../orders/merchantOrder'
import type { ContractRecord } from '../records/contracts'
import type { ChargeDeps } from './ports'

/** Whole: as it goes to WeChat Pay, but for the amount. */
export type SubOrder = Required<Pick<ChargedOrder, 'out_trade_no' | 'total' | 'description' | 'sub_mchid'>> &
  Omit<ChargedOrder, 'total' | 'description' | 'sub_mchid'>

type SubOrderDeps = Pick<ChargeDeps, 'findOrder' | 'settings'>

/**
 * @throws {CallFailure} NOT_FOUND: no such order of this user; INVALID_INPUT: it cannot be paid, or nobody is named who is paid
 * @throws as {@link readOrder}
 */
export async function readSubOrders(
  { sub_orders }: ChargeContractInput,
  contract: ContractRecord,
  deps: SubOrderDeps,
): Promise<SubOrder[]> {
  const whole = await Promise.all(
    sub_orders.map(async (order, index) =>
      order.total === undefined ? lookUp(order, `sub_orders.${index}`, contract, deps) : order,
    ),
  )
  return whole.map((order, index) => named(order, `sub_orders.${index}`, deps.settings))
}

async function lookUp(
  order: ChargedOrder,
  field: string,
  contract: ContractRecord,
  deps: SubOrderDeps,
): Promise<ChargedOrder> {
  try {
    const { description, total, sub_mchid } = await readOrder(order.out_trade_no, signerOf(contract), deps)
    return { ...(sub_mchid !== undefined && { sub_mchid }), ...order, description, total }
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    throw new CallFailure(error.code, `${field}.out_trade_no: ${error.message}`)
  }
}

/** By every name the merchant may keep its orders under. */
const signerOf = ({ openid, userId }: ContractRecord): Caller =>
  ({ ...(openid !== undefined && { openid }), ...(userId !== undefined && { userId }) }) as Caller

function named(order: ChargedOrder, field: string, { subMerchant }: ContractSettings): SubOrder {
  const { total, description, sub_mchid = subMerchant?.mchid } = order
  if (sub_mchid === undefined) {
    throw invalidInput(
      `${field}.sub_mchid`,
      'expected who is paid: name it here, or in the order, or as the sub-merchant of the settings',
    )
  }
  if (total === undefined || description === undefined) throw invalidInput(field, 'expected total and description')
  return { ...order, total, description, sub_mchid }
}
