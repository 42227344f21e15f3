// What a password-exempt contract looks like to its merchant: in the query's answer and in a notification.
import { userUnderAppid, type Agreement } from '../agreement'
import { notFound } from '../refusal'
import { toChinaTime } from '../times'

/** Answer of the query. Before signing it is one of two guesses, since no page tells. */
export function readAgreement(
  agreement: Agreement,
  mchid: string,
  unsigned: 'notFound' | 'notSigned',
): Record<string, unknown> {
  const { outContractCode, templateId } = agreement.preSign
  if (agreement.state === 'NOT_SIGNED' && unsigned === 'notFound') {
    throw notFound(
      'RESOURCE_NOT_EXISTS',
      `no contract was signed under ${outContractCode} and service_id ${templateId}`,
    )
  }
  return describe(agreement, mchid)
}

/**
 * Plaintext of a notification. Unpublished: modelled on the query's answer, as the kit's own working assumption is.
 * @param operatedAtMs when it was signed or terminated
 */
export function notifyPlaintext(agreement: Agreement, mchid: string, operatedAtMs: number): Record<string, unknown> {
  return { ...describe(agreement, mchid), operate_time: toChinaTime(operatedAtMs) }
}

function describe(agreement: Agreement, mchid: string): Record<string, unknown> {
  const { preSign, termination } = agreement
  return {
    mchid,
    ...(agreement.contractId !== undefined && { contract_id: agreement.contractId }),
    appid: preSign.appid,
    openid: agreement.signer ?? userUnderAppid(preSign),
    ...(preSign.subAppid !== undefined && { sub_appid: preSign.subAppid }),
    ...(preSign.subOpenid !== undefined && { sub_openid: preSign.subOpenid }),
    service_id: preSign.templateId,
    out_contract_code: preSign.outContractCode,
    contract_display_account: preSign.displayAccount,
    contract_state: agreement.state,
    ...(agreement.signedAtMs !== undefined && { contract_signed_time: toChinaTime(agreement.signedAtMs) }),
    ...(termination && {
      contract_terminate_info: {
        contract_termination_mode: termination.mode,
        contract_terminated_time: toChinaTime(termination.atMs),
        contract_termination_remark: termination.remark,
      },
    }),
  }
}
