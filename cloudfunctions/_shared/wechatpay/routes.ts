// Every endpoint this kit calls: literal path -> method -> body and reply. The chain, the bracket and the `chain()` call
// styles are all typed from this one table.
import type {
  CombineAppPreEntrustSignBody,
  CombineAppPreEntrustSignReply,
  CombineContractReply,
  CombinePreEntrustSignBody,
  CombinePreEntrustSignReply,
  CombineTerminateReply,
} from './wire/combinePapay'
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

/** What one method of an endpoint takes and gives. `body` is absent for methods without one. */
export interface Operation {
  body?: unknown
  reply: unknown
  /** Query parameters, where the endpoint has any. */
  params?: object
}

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type Endpoint = { [M in HttpMethod]?: Operation }
/** A table of endpoints; a path starts with `v3/`, and `{name}` in it is a path parameter. */
export type RouteTable = Record<string, Endpoint>

type PreSign<Body, Reply> = { post: { body: Body; reply: Reply } }

/** The endpoints of the kit. A type, not an interface, so that it is assignable to {@link RouteTable}. */
export type Routes = {
  'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program': PreSign<
    PreEntrustSignBody,
    PreEntrustSignReply
  >
  'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/pay-redirect-sign': PreSign<
    PreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply
  >
  'v3/password-exempt-contract/contracts/ecommerce/pre-entrust-sign/mini-program': PreSign<
    PreEntrustSignBody,
    PreEntrustSignReply
  >
  'v3/password-exempt-contract/contracts/ecommerce/pre-entrust-sign/pay-redirect-sign': PreSign<
    PreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply
  >
  'v3/password-exempt-contract/contracts/service-provider/pre-entrust-sign/mini-program': PreSign<
    ServiceProviderPreEntrustSignBody,
    PreEntrustSignReply & WithSubMchid
  >
  'v3/password-exempt-contract/contracts/service-provider/pre-entrust-sign/pay-redirect-sign': PreSign<
    ServiceProviderPreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply & WithSubMchid
  >
  'v3/password-exempt-contract/contracts/qs/pre-entrust-sign/mini-program': PreSign<
    QsPreEntrustSignBody,
    PreEntrustSignReply
  >
  'v3/password-exempt-contract/contracts/qs/pre-entrust-sign/pay-redirect-sign': PreSign<
    QsPreEntrustSignBody & WithPrepayId,
    PayRedirectSignReply
  >
  'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}': {
    get: { reply: PasswordExemptContractReply }
  }
  'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}/terminate': {
    post: { body: TerminateBody; reply: TerminateReply }
  }
  'v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program': PreSign<
    CombinePreEntrustSignBody,
    CombinePreEntrustSignReply
  >
  'v3/ecommerce/combine-papay/contracts/pre-entrust-sign': PreSign<
    CombineAppPreEntrustSignBody,
    CombineAppPreEntrustSignReply
  >
  'v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}': {
    get: { reply: CombineContractReply }
  }
  'v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}/terminate': {
    post: { body: TerminateBody; reply: CombineTerminateReply }
  }
  'v3/pay/transactions/jsapi': { post: { body: DirectOrderBody; reply: OrderReply } }
  'v3/pay/transactions/out-trade-no/{out_trade_no}': { get: { reply: TransactionReply; params: DirectOrderParams } }
  'v3/pay/transactions/out-trade-no/{out_trade_no}/close': { post: { body: DirectOrderParams; reply: undefined } }
  'v3/pay/partner/transactions/jsapi': { post: { body: PartnerOrderBody; reply: OrderReply } }
  'v3/pay/partner/transactions/out-trade-no/{out_trade_no}': {
    get: { reply: TransactionReply; params: PartnerOrderParams }
  }
  'v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close': {
    post: { body: PartnerOrderParams; reply: undefined }
  }
  'v3/certificates': { get: { reply: CertificatesReply; params: { algorithm_type?: 'RSA' | 'SM2' | 'ALL' } } }
  'v3/security/echo': { post: { body: SecurityEchoBody; reply: SecurityEchoReply } }
}

/** The same table for the running program. `Record<keyof Routes, …>` keeps the two in step. */
export const ROUTES: Readonly<Record<keyof Routes, readonly HttpMethod[]>> = {
  'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program': ['post'],
  'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/pay-redirect-sign': ['post'],
  'v3/password-exempt-contract/contracts/ecommerce/pre-entrust-sign/mini-program': ['post'],
  'v3/password-exempt-contract/contracts/ecommerce/pre-entrust-sign/pay-redirect-sign': ['post'],
  'v3/password-exempt-contract/contracts/service-provider/pre-entrust-sign/mini-program': ['post'],
  'v3/password-exempt-contract/contracts/service-provider/pre-entrust-sign/pay-redirect-sign': ['post'],
  'v3/password-exempt-contract/contracts/qs/pre-entrust-sign/mini-program': ['post'],
  'v3/password-exempt-contract/contracts/qs/pre-entrust-sign/pay-redirect-sign': ['post'],
  'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}': ['get'],
  'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}/terminate': [
    'post',
  ],
  'v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program': ['post'],
  'v3/ecommerce/combine-papay/contracts/pre-entrust-sign': ['post'],
  'v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}': ['get'],
  'v3/ecommerce/combine-papay/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}/terminate': ['post'],
  'v3/pay/transactions/jsapi': ['post'],
  'v3/pay/transactions/out-trade-no/{out_trade_no}': ['get'],
  'v3/pay/transactions/out-trade-no/{out_trade_no}/close': ['post'],
  'v3/pay/partner/transactions/jsapi': ['post'],
  'v3/pay/partner/transactions/out-trade-no/{out_trade_no}': ['get'],
  'v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close': ['post'],
  'v3/certificates': ['get'],
  'v3/security/echo': ['post'],
}
