// SIGN: the body of a pre-sign request (预签约), one function per family. Built once per attempt, stored, and sent unchanged.
import type { CombineAppPreEntrustSignBody, CombinePreEntrustSignBody } from '../../wechatpay/wire/combinePapay'
import { signedFor } from '../parties'
import type { ContractSettings } from '../ports'
import type { Caller } from '../../kernel/ports'
import type { FamilyPart, PasswordExemptRequest } from '../../records/contracts'

/** Where the user is to sign, with what that scene alone needs. */
export type SceneWish =
  | { scene: 'mini-program' }
  | { scene: 'pay-redirect-sign'; prepay_id: string }
  | { scene: 'app'; return_app?: boolean; attach?: string }

export interface AttemptRequest {
  settings: ContractSettings
  caller: Caller
  wish: SceneWish
  out_contract_code: string
  contract_display_account: string
}

/** The session is bound to the user, under the provider's appid or the sub-merchant's: never both names. */
export function passwordExemptBody(attempt: AttemptRequest): PasswordExemptRequest {
  const { settings, wish } = attempt
  const body = {
    ...merchantFields(attempt),
    service_id: settings.templateId,
    out_contract_code: attempt.out_contract_code,
    notify_url: settings.notifyUrl,
    contract_display_account: attempt.contract_display_account,
    ...(wish.scene === 'pay-redirect-sign' && { prepay_id: wish.prepay_id }),
  }
  // The modes differ in the merchant's fields only, which are made for the mode just above.
  return body as PasswordExemptRequest
}

function merchantFields({ settings, caller }: AttemptRequest): Record<string, string> {
  const { mode, appid } = settings
  const user = 'sub_openid' in caller ? { sub_openid: caller.sub_openid } : { openid: ownOpenid(caller) }
  if (mode !== 'service-provider') return { appid, ...signedFor(settings), ...user }
  const provided = 'openid' in user ? { sp_openid: user.openid } : user
  return { sp_appid: appid, ...signedFor(settings), ...provided }
}

function ownOpenid(caller: Caller): string {
  if ('openid' in caller) return caller.openid
  throw new TypeError('a password-exempt session is bound to an openid; the scene app is of combine-papay only')
}

/** No openid: whoever opens the session can sign it, so the signer is checked afterwards. */
export function combinePapayBody(attempt: AttemptRequest): CombinePreEntrustSignBody | CombineAppPreEntrustSignBody {
  const { settings, wish } = attempt
  const { return_app, attach } = wish.scene === 'app' ? wish : {}
  return {
    appid: settings.appid,
    plan_id: settings.templateId,
    out_contract_code: attempt.out_contract_code,
    contract_display_account: attempt.contract_display_account,
    notify_url: settings.notifyUrl,
    ...(return_app !== undefined && { return_app }),
    ...(attach !== undefined && { attach }),
  }
}

/** The part of a new record that depends on the family. */
export function familyPart(attempt: AttemptRequest): FamilyPart {
  const { family, templateId } = attempt.settings
  return family === 'password-exempt'
    ? { family, service_id: templateId, request: passwordExemptBody(attempt) }
    : { family, plan_id: templateId, request: combinePapayBody(attempt) }
}
