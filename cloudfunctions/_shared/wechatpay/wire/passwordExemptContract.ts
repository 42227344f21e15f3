// Bodies of the password-exempt family (免密支付), in WeChat's spelling.
// Lengths are the documented maximum; we hold both characters and UTF-8 bytes to it, since the pages do not say which.

/** Who signs the contracts: direct merchant, e-commerce platform, service provider, or clearing institution (清算机构). */
export type PasswordExemptMode = 'normal' | 'ecommerce' | 'service-provider' | 'qs'

interface PreEntrustSignCommon {
  /** 免密支付服务ID, issued when the product is set up. */
  service_id: number
  /** 商户签约协议号: digits and ASCII letters, at most 32, never used again after termination. */
  out_contract_code: string
  /** At most 256; https, no query string. */
  notify_url: string
  /** Shown on the signing page; at most 32, no 4-byte characters. */
  contract_display_account: string
}

/** Modes `normal` and `ecommerce`. */
export interface PreEntrustSignBody extends PreEntrustSignCommon {
  /** At most 32. */
  appid: string
  /** The user under `appid`; at most 128. */
  openid: string
}

type OneOf<First extends string, Second extends string> =
  ({ [K in First]: string } & { [K in Second]?: never }) | ({ [K in Second]: string } & { [K in First]?: never })

/** Mode `service-provider`: exactly one of `sp_openid` and `sub_openid`. */
export type ServiceProviderPreEntrustSignBody = PreEntrustSignCommon & {
  sp_appid: string
  sub_appid: string
  sub_mchid: string
} & OneOf<'sp_openid', 'sub_openid'>

/** Mode `qs`: exactly one of `openid` and `sub_openid`. */
export type QsPreEntrustSignBody = PreEntrustSignCommon & {
  appid: string
  sub_appid: string
  sub_mchid: string
} & OneOf<'openid', 'sub_openid'>

/** What signing after payment (支付后签约) adds. */
export interface WithPrepayId {
  /** 预支付交易会话标识 of the order; at most 64. */
  prepay_id: string
}

/** Answer of the pay-redirect-sign scene: there is nothing to launch. */
export interface PayRedirectSignReply {
  mchid: string
  service_id: number
  out_contract_code: string
}

/** Answer of the mini-program scene. */
export interface PreEntrustSignReply extends PayRedirectSignReply {
  /** 预签约ID, valid for 2 hours. */
  pre_entrustweb_id: string
  /** appid of the signing mini-program, for example `wxbd687630cd02ce1d`. */
  sign_mp_appid: string
  sign_mp_path: string
}

export interface WithSubMchid {
  sub_mchid: string
}

/** Open enumerations: WeChat Pay may add values; handle the unknown ones by name. */
export type ContractState = 'NOT_SIGNED' | 'SIGNED' | 'TERMINATED' | (string & {})
export type ContractTerminationMode =
  | 'USER_TERMINATE'
  | 'MCH_API_TERMINATE'
  | 'WEPAY_WEB_TERMINATE'
  | 'CUSTOMER_SERVICE_TERMINATE'
  | 'SYSTEM_TERMINATE'
  | (string & {})

export interface ContractTerminateInfo {
  contract_termination_mode: ContractTerminationMode
  /** RFC 3339. */
  contract_terminated_time?: string
  contract_termination_remark?: string
}

/** Answer of the query by `out_contract_code`. What the page calls required is optional before signing. */
export interface PasswordExemptContractReply {
  mchid: string
  service_id: number
  out_contract_code: string
  contract_state: ContractState
  appid?: string
  openid?: string
  sub_appid?: string
  sub_openid?: string
  /** 免密支付协议ID: digits, but a string; it overflows a JavaScript number. */
  contract_id?: string
  contract_display_account?: string
  /** RFC 3339. */
  contract_signed_time?: string
  contract_terminate_info?: ContractTerminateInfo
}

export interface TerminateBody {
  /** Why; at most 256, required. */
  contract_termination_remark: string
}

export interface TerminateReply {
  mchid: string
  service_id: number
  out_contract_code: string
}
