// SIGN: the body of a pre-sign request (预签约), one function per family. Built once per attempt, stored, and sent unchanged.
import type { CombinePreEntrustSignBody } from '../wechatpay/wire/combinePapay'
import type { PreEntrustSignBody } from '../wechatpay/wire/passwordExemptContract'
import type { EntrustSettings } from './ports'
import type { FamilyPart } from './records'

export interface AttemptRequest {
  settings: EntrustSettings
  out_contract_code: string
  openid: string
  contract_display_account: string
}

/** Modes `normal` and `ecommerce`: the session is bound to the openid. */
export function passwordExemptBody({ settings, openid, ...attempt }: AttemptRequest): PreEntrustSignBody {
  return {
    appid: settings.appid,
    service_id: settings.templateId,
    out_contract_code: attempt.out_contract_code,
    notify_url: settings.notifyUrl,
    contract_display_account: attempt.contract_display_account,
    openid,
  }
}

/** No openid: whoever opens the session can sign it, so the signer is checked afterwards. */
export function combinePapayBody({ settings, ...attempt }: AttemptRequest): CombinePreEntrustSignBody {
  return {
    appid: settings.appid,
    plan_id: settings.templateId,
    out_contract_code: attempt.out_contract_code,
    contract_display_account: attempt.contract_display_account,
    notify_url: settings.notifyUrl,
  }
}

/** The part of a new record that depends on the family. */
export function familyPart(attempt: AttemptRequest): FamilyPart {
  const { family, templateId } = attempt.settings
  return family === 'password-exempt'
    ? { family, service_id: templateId, request: passwordExemptBody(attempt) }
    : { family, plan_id: templateId, request: combinePapayBody(attempt) }
}
