// What must compile, and with which types. Checked by `npm run types`; nothing here runs.
import type { AxiosRequestConfig, AxiosResponse } from 'axios'
import { createWechatPay, type WechatPay } from '../../cloudfunctions/_shared/wechatpay/client'
import type { WechatPayOptions } from '../../cloudfunctions/_shared/wechatpay/options'
import type {
  CombineAppPreEntrustSignReply,
  CombineContractReply,
} from '../../cloudfunctions/_shared/wechatpay/wire/combinePapay'
import type { CombineChargeReply } from '../../cloudfunctions/_shared/wechatpay/wire/combineTransactions'
import type {
  DirectOrderWithContractBody,
  PartnerAppOrderWithContractBody,
} from '../../cloudfunctions/_shared/wechatpay/wire/contractOrders'
import type {
  PasswordExemptContractReply,
  PayRedirectSignReply,
  PreEntrustSignBody,
  PreEntrustSignReply,
  QsPreEntrustSignBody,
  ServiceProviderPreEntrustSignBody,
  WithPrepayId,
  WithSubMchid,
} from '../../cloudfunctions/_shared/wechatpay/wire/passwordExemptContract'
import type { EcommerceRefundReply, RefundReply } from '../../cloudfunctions/_shared/wechatpay/wire/refundBodies'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Is<Call extends (...args: never[]) => unknown, Reply> = Equal<ReturnType<Call>, Promise<AxiosResponse<Reply>>>
const proves = <Proof extends true>(): Proof | undefined => undefined

declare const wxpay: WechatPay
declare const config: AxiosRequestConfig
declare const body: PreEntrustSignBody
const path = 'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'
const node = wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram

// One endpoint, three styles, and the node itself as a function; with and without config.
export const calls = [
  node.post(body),
  node.post(body, config),
  node(body),
  node(body, config),
  wxpay.chain(path).post(body),
  wxpay.chain(path)(body, config),
  wxpay[path].post(body),
  wxpay[path](body, { timeout: 1000, headers: { a: 'b' }, params: { c: 1 }, signal: new AbortController().signal }),
]

proves<Is<typeof node.post, PreEntrustSignReply>>()
proves<Is<typeof node, PreEntrustSignReply>>()
const viaChain = wxpay.chain(path)
const viaBrackets = wxpay[path]
proves<Is<typeof viaChain.post, PreEntrustSignReply>>()
proves<Is<typeof viaBrackets.post, PreEntrustSignReply>>()

// Every endpoint has its own body and reply.
const contracts = wxpay.v3.passwordExemptContract.contracts
const combine = wxpay.v3.ecommerce.combinePapay.contracts
const query = contracts.serviceId._service_id_.outContractCode._out_contract_code_
const combineQuery = combine.planId._plan_id_.outContractCode._out_contract_code_
proves<Is<typeof contracts.ecommerce.preEntrustSign.payRedirectSign, PayRedirectSignReply>>()
proves<Is<typeof contracts.serviceProvider.preEntrustSign.miniProgram, PreEntrustSignReply & WithSubMchid>>()
proves<
  Equal<Parameters<typeof contracts.serviceProvider.preEntrustSign.miniProgram>[0], ServiceProviderPreEntrustSignBody>
>()
proves<Equal<Parameters<typeof contracts.qs.preEntrustSign.payRedirectSign>[0], QsPreEntrustSignBody & WithPrepayId>>()
proves<Is<typeof query.get, PasswordExemptContractReply>>()
proves<Is<typeof combineQuery.get, CombineContractReply>>()
proves<Is<typeof combine.preEntrustSign, CombineAppPreEntrustSignReply>>()

export const more = [
  query.get({ pathParams: { service_id: 1, out_contract_code: 'a' } }),
  query.terminate(
    { contract_termination_remark: 'x' },
    { pathParams: { service_id: 1, out_contract_code: 'a' }, timeout: 1 },
  ),
  combine.preEntrustSign.miniProgram({
    appid: 'a',
    plan_id: 1,
    out_contract_code: 'a',
    contract_display_account: 'a',
    notify_url: 'a',
  }),
  wxpay.v3.certificates.get(),
  wxpay['v3/certificates'].get({ params: { algorithm_type: 'RSA' } }),
  wxpay.v3.security.echo({ echo_message: 'hi' }),
]

// Any other path, typed by the caller: in place, or declared once for all styles.
interface Order {
  get: { reply: { trade_state: string }; params: { mchid: string } }
}
export const order = wxpay
  .chain<Order>('v3/pay/transactions/out-trade-no/{out_trade_no}')
  .get({ params: { mchid: '1' }, pathParams: { out_trade_no: 'a' } })
proves<Equal<typeof order, Promise<AxiosResponse<{ trade_state: string }>>>>()

type MyRoutes = {
  'v3/pay/transactions/out-trade-no/{out_trade_no}/close': { post: { body: { mchid: string }; reply: undefined } }
}
declare const options: WechatPayOptions
const extended = createWechatPay<MyRoutes>(options, {
  'v3/pay/transactions/out-trade-no/{out_trade_no}/close': ['post'],
})
export const closed = extended.v3.pay.transactions.outTradeNo._out_trade_no_.close(
  { mchid: '1' },
  { pathParams: { out_trade_no: 'a' } },
)
proves<Equal<typeof closed, Promise<AxiosResponse<undefined>>>>()
export const stillThere = extended.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram(body)

// Where an endpoint takes no body, the body's place stays empty.
interface Bodiless {
  post: { reply: undefined }
  delete: { reply: undefined }
}
const bodiless = wxpay.chain<Bodiless>('v3/some/where')
export const empty = [
  bodiless.post(),
  bodiless.post(undefined, { timeout: 1000, tryTimeout: 500 }),
  bodiless(undefined, { timeout: 1000 }),
  bodiless.delete({ timeout: 1000 }),
]

// What is charged, refunded and billed.
const charge = wxpay.v3.ecommerce.combinePapay.transactions
const refunds = wxpay.v3.refund.domestic.refunds
proves<Is<typeof charge.post, CombineChargeReply>>()
proves<Is<typeof charge._combine_out_trade_no_.get, CombineChargeReply>>()
proves<Is<typeof charge._combine_out_trade_no_.reverse, undefined>>()
proves<Equal<Parameters<typeof wxpay.v3.pay.transactions.jsapiWithContract>[0], DirectOrderWithContractBody>>()
proves<
  Equal<Parameters<typeof wxpay.v3.pay.partner.transactions.appWithContract>[0], PartnerAppOrderWithContractBody>
>()
proves<Is<typeof refunds.post, RefundReply>>()
proves<Is<typeof refunds._out_refund_no_.get, RefundReply>>()
proves<Is<typeof refunds._refund_id_.applyAbnormalRefund, RefundReply>>()
proves<Is<typeof wxpay.v3.ecommerce.refunds.apply, EcommerceRefundReply>>()
export const paid = [
  wxpay.v3.bill.tradebill.get({ params: { bill_date: '2026-11-28', bill_type: 'ALL' } }),
  wxpay.v3.bill.fundflowbill.get({ params: { bill_date: '2026-11-28' } }),
  wxpay.v3.pay.transactions.id._transaction_id_.get({ pathParams: { transaction_id: '1' }, params: { mchid: '1' } }),
  wxpay.v3.ecommerce.refunds.outRefundNo._out_refund_no_.get({ pathParams: { out_refund_no: '1' } }),
]
