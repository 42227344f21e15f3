// What a combine-papay contract looks like to its merchant: in the query's answer and in a notification.
import type { Agreement } from '../agreement'
import { toChinaTimeMillis } from '../times'

/** Answer of the query. What the page calls required is left out until there is something to say. */
export function readCombineAgreement(agreement: Agreement, mchid: string): Record<string, unknown> {
  const { preSign, contractId, signer, signedAtMs, contractExpiresAtMs, termination } = agreement
  return {
    mchid,
    ...(contractId !== undefined && { contract_id: contractId }),
    appid: preSign.appid,
    plan_id: preSign.templateId,
    out_contract_code: preSign.outContractCode,
    contract_display_account: preSign.displayAccount,
    contract_state: agreement.state,
    ...(signedAtMs !== undefined && { contract_signed_time: toChinaTimeMillis(signedAtMs) }),
    ...(contractExpiresAtMs !== undefined && { contract_expired_time: toChinaTimeMillis(contractExpiresAtMs) }),
    ...(termination && {
      contract_terminate_info: {
        contract_termination_mode: termination.mode,
        contract_terminated_time: toChinaTimeMillis(termination.atMs),
        contract_termination_remark: termination.remark,
      },
    }),
    ...(signer !== undefined && { openid: signer }),
  }
}

/**
 * Plaintext of a notification, as published: no contract_id in it.
 * @param operatedAtMs when it was signed or terminated
 */
export function combineNotifyPlaintext(
  agreement: Agreement,
  mchid: string,
  operatedAtMs: number,
): Record<string, unknown> {
  const { preSign, signer, contractExpiresAtMs, termination } = agreement
  return {
    mchid,
    out_contract_code: preSign.outContractCode,
    plan_id: preSign.templateId,
    appid: preSign.appid,
    openid: signer,
    ...(termination
      ? { contract_termination_mode: termination.mode }
      : { contract_expired_time: toChinaTimeMillis(contractExpiresAtMs ?? operatedAtMs) }),
    operate_time: toChinaTimeMillis(operatedAtMs),
  }
}
