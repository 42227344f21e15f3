// What the mini-program and the cloud functions promise each other: function name -> input and output.
import type { EntrustStatus } from './entrust'
import type { CallResult } from './results'

export interface PreEntrustSignInput {
  /** `textHash`: SHA-256 of the agreement text the user ticked, 64 lower-case hex digits. */
  consent: { textHash: string }
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
  expiresAtMs?: number
}

export interface TerminateContractInput {
  out_contract_code: string
  /** Why, stored by WeChat Pay; at most 256 bytes. */
  remark?: string
}

export interface Callables {
  preEntrustSign: { input: PreEntrustSignInput; output: PreEntrustSignOutput }
  queryContract: { input: QueryContractInput; output: QueryContractOutput }
  terminateContract: { input: TerminateContractInput; output: QueryContractOutput }
}

export type CallableName = keyof Callables
export type CallableResult<Name extends CallableName> = CallResult<Callables[Name]['output']>
