// ORDER: the body that places an order, from settings, the merchant's order and the user. Stored before it
// is sent, and sent again unchanged while nobody knows what became of it.
import { CallFailure } from '../kernel/errors'
import type { ContractSettings } from '../contracts/ports'
import type { Caller } from '../kernel/ports'
import { signedFor } from '../contracts/parties'
import type { MerchantOrder } from './merchantOrder'
import type { OrderBody } from '../records/payments'
import type { DirectOrderBody, PartnerOrderBody } from '../wechatpay/wire/transactions'

interface OrderRequest {
  settings: ContractSettings
  caller: Caller
  out_trade_no: string
  order: MerchantOrder
}

/** @throws {CallFailure} NOT_CONFIGURED where it is not said which sub-merchant is paid, or one is named who would not be */
export function orderBody(request: OrderRequest): DirectOrderBody | PartnerOrderBody {
  const { settings, caller, out_trade_no, order } = request
  const { description, total } = order
  const what = {
    description,
    out_trade_no,
    notify_url: settings.notifyUrl,
    amount: { total, currency: 'CNY' as const },
  }
  if (settings.mode === 'normal') {
    // Paid to ourselves, an order for somebody else would be lost to them.
    if (order.sub_mchid !== undefined) {
      throw new CallFailure(
        'NOT_CONFIGURED',
        'order.sub_mchid: mode normal pays nobody but the merchant; take it out of the order, or mend the mode in the settings',
      )
    }
    return { appid: settings.appid, mchid: settings.mchid, ...what, payer: { openid: openidOf(caller) } }
  }
  const sub_mchid = paidMerchant(request)
  const { sub_appid } = signedFor(settings)
  const payer = 'sub_openid' in caller ? { sub_openid: caller.sub_openid } : { sp_openid: openidOf(caller) }
  return {
    sp_appid: settings.appid,
    sp_mchid: settings.mchid,
    ...(sub_appid !== undefined && { sub_appid }),
    sub_mchid,
    ...what,
    payer,
  }
}

function paidMerchant({ settings, order }: OrderRequest): string {
  const { mode, subMerchant } = settings
  // A provider's contracts are for one sub-merchant; a platform pays many, so there the order goes first.
  const sub_mchid = mode === 'ecommerce' ? (order.sub_mchid ?? subMerchant?.mchid) : subMerchant?.mchid
  const isOther = order.sub_mchid !== undefined && order.sub_mchid !== sub_mchid
  if (sub_mchid === undefined || isOther) {
    throw new CallFailure(
      'NOT_CONFIGURED',
      'order.sub_mchid: name it in the order, or as the sub-merchant of the settings, and not differently',
    )
  }
  return sub_mchid
}

function openidOf(caller: Caller): string {
  if ('openid' in caller) return caller.openid
  throw new TypeError('only a user of a mini-program pays')
}

/** The mini-program the user is in: `wx.requestPayment` is signed for it. */
export const payingAppid = (caller: Caller, settings: ContractSettings): string =>
  'sub_openid' in caller ? (signedFor(settings).sub_appid ?? settings.appid) : settings.appid

/** Under which contract it is to be paid, if under one. */
export const contractIdOf = (body: OrderBody): string | undefined =>
  'contract_info' in body ? body.contract_info.password_free_contract_id : undefined

/** Whether two bodies say the same, in whatever order a database gives their fields back. */
export function isSameBody(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return one === other
  const names = Object.keys({ ...one, ...other }) as never[]
  return names.every((name) => isSameBody(one[name], other[name]))
}
