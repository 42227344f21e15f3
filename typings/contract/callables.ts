// What the mini-program and the cloud functions promise each other: function name -> input and output.
import type { EntrustStatus, OrderStatus } from './entrust'
import type { CallResult } from './results'

/** What the user ticked. */
export interface Consent {
  /** SHA-256 of the text all users share, 64 lower-case hex digits. It counts only where the functions know that text. */
  textHash: string
  /** What this user was shown besides, such as the dates of a recurring contract; at most 2048 bytes. */
  details?: string
}

export interface PreEntrustSignInput {
  consent: Consent
  /** Shown on WeChat Pay's signing page; a neutral label is used without it. */
  displayAccount?: string
}

/** A signing session (预签约会话) the page can open with `wx.navigateToMiniProgram`. */
export interface SignSession {
  sign_mp_appid: string
  sign_mp_path: string
  pre_entrustweb_id: string
  out_contract_code: string
  /** By the server's clock. */
  expiresAtMs: number
}

/** With an open session: where to go. Without one (`signed`, `closing`): there is nothing to sign. */
export type PreEntrustSignOutput =
  ({ state: 'inProgress' } & SignSession) | { state: 'signed' | 'closing'; out_contract_code: string }

export interface QueryContractInput {
  /** The caller's current one by default. */
  out_contract_code?: string
}

export interface QueryContractOutput {
  state: EntrustStatus
  /** Absent only with `none`. */
  out_contract_code?: string
  signedAtMs?: number
  terminatedAtMs?: number
  /** When the signing session ends. */
  expiresAtMs?: number
  /**
   * Beside `signed` and `closing`, from the merchant's app only: somebody's WeChat signed, and nobody has confirmed that it is
   * this user's. It is not in force yet. `signed` all the same, since it is: it can be closed, and no second one is begun.
   */
  signer?: 'unconfirmed'
  /** When the contract itself ends, where it does (combine-papay). From then on it is told as `terminated`. */
  contractExpiresAtMs?: number
  /** With `none`: someone else signed this user's session (combine-papay). */
  isOtherSigner?: true
  /**
   * `queryContract` without a code: what else of this user is in force, such as contracts for another sub-merchant. Each can be
   * asked about and closed by its code. Absent where there is nothing else.
   */
  otherContracts?: OtherContract[]
}

/** A contract in force beside the one that counts under today's settings; by our record, without a question to WeChat Pay. */
export interface OtherContract {
  out_contract_code: string
  /** `signed` or `closing`; `terminated` past the end we know of. */
  state: EntrustStatus
  /** The sub-merchant it is for, where there is one. */
  sub_mchid?: string
  signedAtMs?: number
  contractExpiresAtMs?: number
}

export interface TerminateContractInput {
  out_contract_code: string
  /** Why, stored by WeChat Pay; at most 256 bytes. */
  remark?: string
}

export interface PayRedirectSignInput {
  /** The merchant's order number: 6 to 32 digits, letters, `_`, `-` or `*`. Amount and words come from the server. */
  out_trade_no: string
}

/** Parameters of `wx.requestPayment`, to be handed on as they are. */
export interface RequestPaymentParams {
  /** Unix seconds, as text. */
  timeStamp: string
  nonceStr: string
  /** `prepay_id=...`. */
  package: string
  signType: 'RSA'
  paySign: string
}

export interface PayRedirectSignOutput {
  payment: RequestPaymentParams
  /** Whether WeChat Pay will offer signing (支付后签约) once this is paid. `false` is no reason not to pay. */
  presigned: boolean
  /** With `presigned`: ask `queryContract` about it after the payment. */
  out_contract_code?: string
}

export interface PayWithContractOutput {
  payment: RequestPaymentParams
  /**
   * `contract`: under the user's contract, without the password, unless WeChat asks for it all the same. `password`: an ordinary order,
   * since there is no contract in force, or WeChat Pay does not take it.
   */
  with: 'contract' | 'password'
}

export interface OrderInput {
  out_trade_no: string
}

export interface OrderOutput {
  state: OrderStatus
  out_trade_no: string
  /** What is paid for, in the merchant's words. */
  description: string
  /** Fen. */
  total: number
  paidAtMs?: number
  /**
   * Beside `unpaid`, where the user has a contract in force that pays it, by our record: ask `payWithContract`. `placed`: WeChat Pay has the
   * order under it already, and a number stays as it was placed: `payRedirectSign` would give the same payment.
   */
  contract?: 'inForce' | 'placed'
}

/** One order of a charge. With its number alone it is looked up in merchant/orders.ts, and has to be the user's whose contract it is. */
export interface ChargedOrder {
  /** 6 to 32 digits, letters, `_`, `-` or `*`; used for nothing else, and once in a charge. */
  out_trade_no: string
  /** Fen. With `description`, or neither of the two. */
  total?: number
  /** What is paid for; at most 127 bytes. */
  description?: string
  /** Who is paid (二级商户); the sub-merchant of the settings by default. */
  sub_mchid?: string
  sub_appid?: string
  /** At most 128 bytes. */
  attach?: string
  settle_info?: {
    profit_sharing?: boolean
    /** Fen. */
    subsidy_amount?: number
  }
  /** `key:value;` for each; at most 255 bytes. */
  sub_risk_info?: string
}

/** Action `charge` of the server-only function `chargeContract`. */
export interface ChargeContractInput {
  out_contract_code: string
  /** The merchant's number of the charge: 1 to 32 digits, letters, `_`, `-`, `|`, `*` or `@`. It charges once, however often it is sent. */
  combine_out_trade_no: string
  /** 1 to 50. */
  sub_orders: ChargedOrder[]
  /** `key:value;` for each; at most 255 bytes. */
  risk_info?: string
}

/**
 * What became of a charge.
 *
 * - `paid`: all of it, by WeChat Pay's word
 * - `inProgress`: nobody knows yet; call again with the same number, or wait for the change `CHARGE_...`
 * - `cashier`: refused for want of money, for a limit or by risk control, and nothing was charged: send the user to the ordinary checkout
 * - `refused`: refused for any other reason, and nothing was charged
 * - `reversed`: taken back, or closed before anything was charged; charge anew under other numbers
 */
export type ChargeOutcome = 'paid' | 'inProgress' | 'cashier' | 'refused' | 'reversed'

export interface ChargeContractOutput {
  combine_out_trade_no: string
  state: ChargeOutcome
  paidAtMs?: number
  /** With `paid`. */
  sub_orders?: { out_trade_no: string; transaction_id?: string }[]
  /** With `cashier` and `refused`: WeChat Pay's code. */
  apiCode?: string
}

/** Body of the HTTP request, or, beside `token`, the data of `cloud.callFunction`. The user is the token's `sub`. */
export interface AppPreEntrustSignInput {
  /** Shown on WeChat Pay's signing page; a neutral label is used without it. */
  contract_display_account?: string
  /** `true` goes back to the app after signing; without it the user stays in WeChat. */
  return_app?: boolean
  /** Stored with the contract, not shown to the user; at most 255. */
  attach?: string
}

/** What the app hands to WeChat's OpenSDK: one of two routes, decided by the age of the template. */
export interface AppLaunch {
  /** `WXOpenBusinessWebview`: templates from before 2025-09-23. */
  openBusinessWebview: { businessType: 12; queryInfo: { pre_entrustweb_id: string } }
  /** `WXLaunchMiniProgram`: newer templates; only where WeChat Pay's answer names user name and path. */
  launchMiniProgram?: { userName: string; path: string; miniprogramType: 0 }
}

/** A session to launch at once, or the news that there is nothing to sign. */
export type AppPreEntrustSignOutput =
  | {
      state: 'inProgress'
      pre_entrustweb_id: string
      out_contract_code: string
      /** By the server's clock. */
      expiresAtMs: number
      /** WeChat Pay refuses a launch after this; ask again then. */
      launchBeforeMs: number
      launch: AppLaunch
    }
  | { state: 'signed' | 'closing'; out_contract_code: string; signer?: 'unconfirmed' }

export interface Callables {
  preEntrustSign: { input: PreEntrustSignInput; output: PreEntrustSignOutput }
  queryContract: { input: QueryContractInput; output: QueryContractOutput }
  terminateContract: { input: TerminateContractInput; output: QueryContractOutput }
  payRedirectSign: { input: PayRedirectSignInput; output: PayRedirectSignOutput }
  payWithContract: { input: OrderInput; output: PayWithContractOutput }
  queryOrder: { input: OrderInput; output: OrderOutput }
  closeOrder: { input: OrderInput; output: OrderOutput }
}

export type CallableName = keyof Callables
export type CallableResult<Name extends CallableName> = CallResult<Callables[Name]['output']>
