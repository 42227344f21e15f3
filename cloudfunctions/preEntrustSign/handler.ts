// SIGN: from "I agree" to a session the page can open. No SDK, no environment, no clock of its own.
import type { PreEntrustSignInput, PreEntrustSignOutput, SignSession } from '../../typings/contract/callables'
import { labelOf } from '../_shared/entrust/displayAccount'
import type { Caller, EntrustDeps } from '../_shared/entrust/ports'
import type { ContractRecord } from '../_shared/entrust/records'
import { takeSession } from '../_shared/entrust/takeSession'

/**
 * Opens a signing session (预签约), or hands out the one that is open.
 * @throws {CallFailure} INVALID_INPUT, IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed; calling again goes on where this stopped
 */
export async function preEntrustSign(
  input: PreEntrustSignInput,
  caller: Caller,
  deps: EntrustDeps,
): Promise<PreEntrustSignOutput> {
  const { displayAccount, consent } = input
  const label = labelOf({ field: 'displayAccount', text: displayAccount }, caller, deps)
  const { kind, contract } = await takeSession(
    { caller, scene: { scene: 'mini-program' }, textHash: consent.textHash, label },
    deps,
  )
  if (kind !== 'open') return { state: kind, out_contract_code: contract._id }
  return { state: 'inProgress', out_contract_code: contract._id, ...sessionOf(contract) }
}

/** A session of this scene was written whole, or not at all. */
function sessionOf({ session }: ContractRecord): Omit<SignSession, 'out_contract_code'> {
  const { sign_mp_appid = '', sign_mp_path = '', pre_entrustweb_id = '', expiresAtMs = 0 } = session ?? {}
  return { sign_mp_appid, sign_mp_path, pre_entrustweb_id, expiresAtMs }
}
