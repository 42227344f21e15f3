// SIGN: from "I agree" to a session the page can open. No SDK, no environment, no clock of its own.
import type { PreEntrustSignInput, PreEntrustSignOutput, SignSession } from '../../../../typings/contract/callables'
import type { SignDeps } from '../ports'
import type { Caller } from '../../kernel/ports'
import type { Session } from '../../records/contracts'
import { requireKnownText } from './consentHistory'
import { takeSession } from './takeSession'

/**
 * Opens a signing session (预签约), or hands out the one that is open.
 * @throws {CallFailure} INVALID_INPUT, IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed; calling again goes on where this stopped
 */
export async function preEntrustSign(
  { displayAccount: label, consent }: PreEntrustSignInput,
  caller: Caller,
  deps: SignDeps,
): Promise<PreEntrustSignOutput> {
  requireKnownText(consent, deps)
  const taken = await takeSession({ caller, scene: { scene: 'mini-program' }, consent, label }, deps)
  const out_contract_code = taken.contract._id
  if (taken.kind !== 'open') return { state: taken.kind, out_contract_code }
  return { state: 'inProgress', out_contract_code, ...toPage(taken.session) }
}

/** A session of this scene is written whole, or not at all. */
function toPage(session: Session): Omit<SignSession, 'out_contract_code'> {
  const { sign_mp_appid = '', sign_mp_path = '', pre_entrustweb_id = '', expiresAtMs } = session
  return { sign_mp_appid, sign_mp_path, pre_entrustweb_id, expiresAtMs }
}
