// SERVER: the merchant's shop in one order, and WeChat's side of paying it.
import { randomInt } from 'node:crypto'
import { subMchidOf } from '../../kitSettings'
import type { LocalWechat } from '../../localWechat'
import { ControlError } from '../../wechatpay/control/commands'
import { NotNow } from '../switches/acts'
import type { AppJson } from '../compile/program'
import type { Bill, Offer, Payment } from '../wire'
import { paymentProblem, prepayIdOf } from './paySign'

/** What a sample user buys. */
export const SAMPLE = { description: '青柠商城 保温杯', total: 350 } as const
/** Where the merchant keeps orders; see the sample port of the function that pays. */
const ORDERS = 'orders'

/**
 * A fresh unpaid order of this user, as the merchant's shop would have made it.
 * @returns its number
 */
export async function makeOrder({ records, settings }: LocalWechat, openid: string, nowMs: number): Promise<string> {
  const out_trade_no = `SAMPLE${nowMs}${randomInt(1000, 10_000)}`
  const sub_mchid = subMchidOf(settings)
  await records.insert(ORDERS, { _id: out_trade_no, openid, ...SAMPLE, ...(sub_mchid !== undefined && { sub_mchid }) })
  return out_trade_no
}

/**
 * The checkout page of the mini-program, as its app.json declares it.
 * @throws {NotNow} it has none
 */
export function checkoutPage({ pages }: AppJson): string {
  const page = pages.find((path) => path.split('/').includes('checkout'))
  if (page === undefined) throw new NotNow('this mini-program declares no page of a folder "checkout" in app.json')
  return page
}

/** WeChat Pay, and who the merchant and the calling mini-program are. */
export type CashierSide = Pick<LocalWechat, 'keys' | 'miniProgramAppid' | 'wechatPay'>

/** `wx.requestPayment` as WeChat judges it, before the cashier opens. */
export async function openCashier(
  { keys, miniProgramAppid, wechatPay }: CashierSide,
  payment: Readonly<Record<string, unknown>>,
  nowMs: number,
): Promise<{ bill: Bill } | { problem: string }> {
  const problem = paymentProblem(payment, miniProgramAppid, keys.merchant.publicKey, Math.floor(nowMs / 1000))
  if (problem !== undefined) return { problem }
  const prepay_id = prepayIdOf(payment as unknown as Payment)
  const order = (await wechatPay.control.orders()).find((one) => one.prepay_id === prepay_id)
  if (order === undefined) return { problem: '该预支付交易会话不存在' }
  if (order.trade_state !== 'NOTPAY')
    return { problem: order.trade_state === 'SUCCESS' ? '该订单已支付' : '订单已关闭' }
  const { out_trade_no, description, total, sub_mchid } = order
  const how = await wechatPay.control.cashier({ prepay_id }).catch(orOver)
  if (how === undefined) return { problem: '订单已失效，请重新下单' }
  const payee = `商户 ${sub_mchid ?? keys.mchid}`
  return { bill: { prepay_id, out_trade_no, description, total, payee, ...how } }
}

/** Unpaid, and not to be paid any more: there is no other reason left. */
function orOver(error: unknown): undefined {
  if (error instanceof ControlError) return undefined
  throw error
}

/** The user confirms. What comes back is WeChat's own business, never the mini-program's. */
export async function pay(
  { wechatPay }: CashierSide,
  paid: { prepay_id: string; openid: string },
): Promise<{ offer?: Offer }> {
  const { offer } = await wechatPay.control.payOrder(paid)
  return offer ? { offer } : {}
}
