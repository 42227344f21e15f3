// One out_contract_code: its session, its contract, and how it is shown.
import { createHash, randomInt } from 'node:crypto'
import type { Family, Mode, PreSign, Scene } from './preSign'
import type { Cancel } from './timeline'

export const TERMINATION_MODES = [
  'USER_TERMINATE',
  'MCH_API_TERMINATE',
  'WEPAY_WEB_TERMINATE',
  'CUSTOMER_SERVICE_TERMINATE',
  'SYSTEM_TERMINATE',
] as const
export type TerminationMode = (typeof TERMINATION_MODES)[number]
type ContractState = 'NOT_SIGNED' | 'SIGNED' | 'TERMINATED'

export interface Session {
  /** `pre_entrustweb_id`. */
  id: string
  expiresAtMs: number
  /** False once it led to a contract, was let lapse or failed. */
  isOpen: boolean
  cancelLapse: Cancel
}

/** Everything about one out_contract_code. */
export interface Agreement {
  preSign: PreSign
  session: Session
  state: ContractState
  /** A business rule refused the user's consent: the code can never be signed. */
  isSpent: boolean
  contractId?: string
  /** Who signed, under `preSign.appid`. */
  signer?: string
  signedAtMs?: number
  /** Combine-papay prints an end to the contract. */
  contractExpiresAtMs?: number
  termination?: { mode: TerminationMode; atMs: number; remark: string }
}

/** An {@link Agreement} as control and events show it. */
export interface AgreementView {
  out_contract_code: string
  family: Family
  mode?: Mode
  scene: Scene
  template_id: number
  appid: string
  openid?: string
  sub_openid?: string
  contract_state: ContractState
  contract_id?: string
  pre_entrustweb_id: string
  session: 'open' | 'over'
  sessionExpiresAtMs: number
  signedAtMs?: number
  terminatedAtMs?: number
  contract_termination_mode?: TerminationMode
}

/** What a person asked for cannot happen in WeChat: told to whoever uses the control, never to the merchant. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible'
}

/** @param isOpen whether its session can be signed now */
export function viewAgreement(agreement: Agreement, isOpen: boolean): AgreementView {
  const { preSign, session, termination } = agreement
  const openid = agreement.signer ?? preSign.openid
  return {
    out_contract_code: preSign.outContractCode,
    family: preSign.family,
    ...(preSign.mode && { mode: preSign.mode }),
    scene: preSign.scene,
    template_id: preSign.templateId,
    appid: preSign.appid,
    ...(openid !== undefined && { openid }),
    ...(preSign.subOpenid !== undefined && { sub_openid: preSign.subOpenid }),
    contract_state: agreement.state,
    ...(agreement.contractId !== undefined && { contract_id: agreement.contractId }),
    pre_entrustweb_id: session.id,
    session: isOpen ? 'open' : 'over',
    sessionExpiresAtMs: session.expiresAtMs,
    ...(agreement.signedAtMs !== undefined && { signedAtMs: agreement.signedAtMs }),
    ...(termination && { terminatedAtMs: termination.atMs, contract_termination_mode: termination.mode }),
  }
}

/**
 * Who becomes the signer when `openid` opens the session.
 * @throws {NotPossible} the session binds another user, or nobody was named
 */
export function signerOf(preSign: PreSign, openid: string | undefined): string {
  const bound = userUnderAppid(preSign)
  if (bound === undefined) {
    if (openid === undefined)
      throw new NotPossible('openid is needed: a combine-papay session binds nobody, whoever opens it signs')
    return openid
  }
  if (openid !== undefined && openid !== bound && openid !== preSign.subOpenid) {
    throw new NotPossible('the session was opened for another user')
  }
  return bound
}

/** The bound user under `appid`. WeChat Pay knows one person's every openid; we derive the one from the other. */
export function userUnderAppid({
  appid,
  openid,
  subOpenid,
}: Pick<PreSign, 'appid' | 'openid' | 'subOpenid'>): string | undefined {
  if (openid !== undefined || subOpenid === undefined) return openid
  const digest = createHash('sha256').update(`${appid} ${subOpenid}`).digest('base64url')
  return `o${digest.slice(0, 27)}`
}

/** 18 digits, too many for a JavaScript number. */
export function makeContractId(): string {
  return `9${Array.from({ length: 17 }, () => randomInt(10)).join('')}`
}
