// Every endpoint this kit calls: literal path -> method -> body and reply. The chain, the bracket and the `chain()` call
// styles are all typed and built from this one table.
import type { BillReply, FundFlowBillParams, TradeBillParams } from './wire/bills'
import type {
  CombineAppPreEntrustSignBody,
  CombineAppPreEntrustSignReply,
  CombineContractReply,
  CombinePreEntrustSignBody,
  CombinePreEntrustSignReply,
  CombineTerminateReply,
} from './wire/combinePapay'
import type { CombineChargeBody, CombineChargeReply, CombineReverseBody } from './wire/combineTransactions'
import type {
  DirectAppOrderWithContractBody,
  DirectOrderWithContractBody,
  PartnerAppOrderWithContractBody,
  PartnerOrderWithContractBody,
} from './wire/contractOrders'
import type {
  DirectOrderBody,
  DirectOrderParams,
  OrderReply,
  PartnerOrderBody,
  PartnerOrderParams,
  TransactionReply,
} from './wire/transactions'
import type {
  PasswordExemptContractReply,
  PayRedirectSignReply,
  PreEntrustSignBody,
  PreEntrustSignReply,
  QsPreEntrustSignBody,
  ServiceProviderPreEntrustSignBody,
  TerminateBody,
  TerminateReply,
  WithPrepayId,
  WithSubMchid,
} from './wire/passwordExemptContract'
import type { CertificatesReply, SecurityEchoBody, SecurityEchoReply } from './wire/platform'
import type {
  AbnormalRefundBody,
  EcommerceRefundBody,
  EcommerceRefundParams,
  EcommerceRefundQueryReply,
  EcommerceRefundReply,
  RefundBody,
  RefundParams,
  RefundReply,
} from './wire/refundBodies'

/** What one method of an endpoint takes and gives. `body` is absent for methods without one. */
export interface Operation {
  body?: unknown
  reply: unknown
  /** Query parameters. Absent for endpoints without any. */
  params?: object
}

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type Endpoint = { [M in HttpMethod]?: Operation }
/** A table of endpoints; a path starts with `v3/`, and `{name}` in it is a path parameter. */
export type RouteTable = Record<string, Endpoint>

declare const TYPES: unique symbol

/** Names of an endpoint's methods. What they take and give is known to the compiler alone: there is no such member. */
type TypedMethods<E extends Endpoint> = readonly (keyof E & HttpMethod)[] & { readonly [TYPES]?: E }

type Post<Body, Reply> = TypedMethods<{ post: { body: Body; reply: Reply } }>
type Get<Reply, Params extends object> = TypedMethods<{
  get: [Params] extends [never] ? { reply: Reply } : { reply: Reply; params: Params }
}>
const post = <Body, Reply>(): Post<Body, Reply> => ['post']
const get = <Reply, Params extends object = never>(): Get<Reply, Params> => ['get']

/** path -> methods */
export const ROUTES = {
  'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program': post<
    PreEntrustSignBody,
    PreEntrustSignReply
  >(),
  'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/pay-redirect-sign': post<
    PreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply
  >(),
  'v3/password-exempt-contract/contracts/ecommerce/pre-entrust-sign/mini-program': post<
    PreEntrustSignBody,
    PreEntrustSignReply
  >(),
  'v3/password-exempt-contract/contracts/ecommerce/pre-entrust-sign/pay-redirect-sign': post<
    PreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply
  >(),
  'v3/password-exempt-contract/contracts/service-provider/pre-entrust-sign/mini-program': post<
    ServiceProviderPreEntrustSignBody,
    PreEntrustSignReply & WithSubMchid
  >(),
  'v3/password-exempt-contract/contracts/service-provider/pre-entrust-sign/pay-redirect-sign': post<
    ServiceProviderPreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply & WithSubMchid
  >(),
  'v3/password-exempt-contract/contracts/qs/pre-entrust-sign/mini-program': post<
    QsPreEntrustSignBody,
    PreEntrustSignReply
  >(),
  'v3/password-exempt-contract/contracts/qs/pre-entrust-sign/pay-redirect-sign': post<
    QsPreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply
  >(),
  'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}':
    get<PasswordExemptContractReply>(),
  'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}/terminate': post<
    TerminateBody,
    TerminateReply
  >(),
  'v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program': post<
    CombinePreEntrustSignBody,
    CombinePreEntrustSignReply
  >(),
  'v3/ecommerce/combine-papay/contracts/pre-entrust-sign': post<
    CombineAppPreEntrustSignBody,
    CombineAppPreEntrustSignReply
  >(),
  'v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}':
    get<CombineContractReply>(),
  'v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}/terminate': post<
    TerminateBody,
    CombineTerminateReply
  >(),
  'v3/ecommerce/combine-papay/transactions': post<CombineChargeBody, CombineChargeReply>(),
  'v3/ecommerce/combine-papay/transactions/{combine_out_trade_no}': get<CombineChargeReply>(),
  'v3/ecommerce/combine-papay/transactions/{combine_out_trade_no}/reverse': post<CombineReverseBody, undefined>(),
  'v3/pay/transactions/jsapi-with-contract': post<DirectOrderWithContractBody, OrderReply>(),
  'v3/pay/transactions/app-with-contract': post<DirectAppOrderWithContractBody, OrderReply>(),
  'v3/pay/partner/transactions/jsapi-with-contract': post<PartnerOrderWithContractBody, OrderReply>(),
  'v3/pay/partner/transactions/app-with-contract': post<PartnerAppOrderWithContractBody, OrderReply>(),
  'v3/pay/transactions/jsapi': post<DirectOrderBody, OrderReply>(),
  'v3/pay/transactions/out-trade-no/{out_trade_no}': get<TransactionReply, DirectOrderParams>(),
  'v3/pay/transactions/id/{transaction_id}': get<TransactionReply, DirectOrderParams>(),
  'v3/pay/transactions/out-trade-no/{out_trade_no}/close': post<DirectOrderParams, undefined>(),
  'v3/pay/partner/transactions/jsapi': post<PartnerOrderBody, OrderReply>(),
  'v3/pay/partner/transactions/out-trade-no/{out_trade_no}': get<TransactionReply, PartnerOrderParams>(),
  'v3/pay/partner/transactions/id/{transaction_id}': get<TransactionReply, PartnerOrderParams>(),
  'v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close': post<PartnerOrderParams, undefined>(),
  'v3/refund/domestic/refunds': post<RefundBody, RefundReply>(),
  'v3/refund/domestic/refunds/{out_refund_no}': get<RefundReply, RefundParams>(),
  'v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund': post<AbnormalRefundBody, RefundReply>(),
  'v3/ecommerce/refunds/apply': post<EcommerceRefundBody, EcommerceRefundReply>(),
  'v3/ecommerce/refunds/out-refund-no/{out_refund_no}': get<EcommerceRefundQueryReply, EcommerceRefundParams>(),
  'v3/bill/tradebill': get<BillReply, TradeBillParams>(),
  'v3/bill/fundflowbill': get<BillReply, FundFlowBillParams>(),
  'v3/certificates': get<CertificatesReply, { algorithm_type?: 'RSA' | 'SM2' | 'ALL' }>(),
  'v3/security/echo': post<SecurityEchoBody, SecurityEchoReply>(),
}

type TypesOf<M> = M extends { readonly [TYPES]?: infer E extends Endpoint } ? E : never

/** The endpoints of the kit, as the compiler knows them. A type, not an interface: so it is a {@link RouteTable}. */
export type Routes = { [Path in keyof typeof ROUTES]: TypesOf<(typeof ROUTES)[Path]> }
