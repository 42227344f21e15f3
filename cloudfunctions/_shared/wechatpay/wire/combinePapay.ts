// Bodies of the combine-papay family (收付通 合单代扣), in WeChat's spelling. E-commerce platforms only; in grey test in 2026.
import type { ContractState, ContractTerminateInfo } from './passwordExemptContract'

export interface CombinePreEntrustSignBody {
  /** The platform's appid; at most 32. */
  appid: string
  /** 委托代扣协议模板ID. */
  plan_id: number
  /** At most 32; digits and ASCII letters. */
  out_contract_code: string
  /** At most 32, no 4-byte characters. */
  contract_display_account: string
  /** At most 256; https, no query string. */
  notify_url: string
}

/** APP scene: `appid` is the mobile app's. */
export interface CombineAppPreEntrustSignBody extends CombinePreEntrustSignBody {
  /** `true` goes back to the app after signing; without it the user stays in WeChat. */
  return_app?: boolean
  /** Stored with the contract, not shown to the user; at most 255. */
  attach?: string
}

/** No launch target: it is fixed by another page, so it comes from settings. */
export interface CombinePreEntrustSignReply {
  /** 预签约ID, valid for 2 hours (in the APP scene launch within 2 minutes). */
  pre_entrustweb_id: string
  mchid: string
  plan_id: number
  out_contract_code: string
}

/** The pages disagree on whether, and under which name, a launch target is returned. */
export interface CombineAppPreEntrustSignReply extends CombinePreEntrustSignReply {
  miniprogram_username?: string
  mini_program_username?: string
  miniprogram_path?: string
  mini_program_path?: string
}

/** Answer of the query. What the page calls required is optional before signing. */
export interface CombineContractReply {
  mchid: string
  plan_id: number
  out_contract_code: string
  contract_state: ContractState
  appid?: string
  /** Who signed: the request did not bind a user. */
  openid?: string
  /** 委托代扣协议ID: a string. */
  contract_id?: string
  contract_display_account?: string
  /** RFC 3339, with or without milliseconds. */
  contract_signed_time?: string
  contract_expired_time?: string
  contract_terminate_info?: ContractTerminateInfo
}

export interface CombineTerminateReply {
  mchid: string
  plan_id: number
  out_contract_code: string
}
