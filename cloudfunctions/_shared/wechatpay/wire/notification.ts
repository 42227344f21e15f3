// What WeChat Pay posts to a notify_url, before and after decryption.
import type { ContractState, ContractTerminateInfo, ContractTerminationMode } from './passwordExemptContract'
import type { EncryptedResource } from './platform'

/** The signed envelope. `create_time` is opaque: old pages show another format. */
export interface NotifyEnvelope {
  /** At most 36 by the pages; 64 accepted. Names the notification, not the change. */
  id: string
  create_time?: string
  event_type: string
  resource_type?: string
  summary?: string
  resource: EncryptedResource & { original_type?: string }
}

/**
 * Decrypted plaintext of a contract notification, both families. Only the combine-papay plaintext is published;
 * the password-exempt one is modelled on its query answer, so everything but the code is optional.
 */
export interface ContractNotifyPlaintext {
  out_contract_code: string
  mchid?: string
  appid?: string
  openid?: string
  sp_mchid?: string
  sp_appid?: string
  sp_openid?: string
  sub_mchid?: string
  sub_appid?: string
  sub_openid?: string
  service_id?: number
  plan_id?: number
  contract_id?: string
  contract_state?: ContractState
  /** RFC 3339, with or without milliseconds. */
  contract_signed_time?: string
  contract_expired_time?: string
  operate_time?: string
  contract_termination_mode?: ContractTerminationMode
  contract_terminate_info?: ContractTerminateInfo
}
