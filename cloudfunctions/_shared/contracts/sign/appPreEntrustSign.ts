// SIGN, from the merchant's app: a session, and how to launch WeChat with it at once.
import type { AppLaunch, AppPreEntrustSignInput, AppPreEntrustSignOutput } from '../../../../typings/contract/callables'
import type { ContractDeps, ContractSettings } from '../ports'
import type { Caller } from '../../kernel/ports'
import type { Session } from '../../records/contracts'
import { confirmByLogin } from '../evidence/confirm'
import { signerField } from '../evidence/signer'
import { launchBeforeMs } from './sceneRules'
import { takeSession } from './takeSession'

/**
 * Opens a signing session (APP方式预签约), or hands out the one that can still be launched. Called again after the user
 * came back, it tells what WeChat Pay says: `signed`, or a session to try again with.
 * @throws {CallFailure} IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed; calling again goes on where this stopped
 */
export async function appPreEntrustSign(
  input: AppPreEntrustSignInput,
  caller: Caller,
  deps: ContractDeps,
): Promise<AppPreEntrustSignOutput> {
  const { contract_display_account: label, ...wish } = input
  const taken = await takeSession({ caller, scene: { scene: 'app', ...wish }, label }, deps)
  const out_contract_code = taken.contract._id
  if (taken.kind !== 'open') {
    const contract = await confirmByLogin(taken.contract, deps)
    return { state: taken.kind, out_contract_code, ...signerField(contract) }
  }
  return { state: 'inProgress', out_contract_code, ...toLaunch(taken.session, deps.settings) }
}

/** https://developers.weixin.qq.com/community/pay/doc/0002e0967eccb87b7e899804a56000: fixed for signing. */
const BUSINESS_TYPE = 12

function toLaunch(session: Session, { launchWithinMs }: ContractSettings) {
  const { pre_entrustweb_id = '', expiresAtMs, miniprogram_username: userName, miniprogram_path: path } = session
  const launch: AppLaunch = {
    openBusinessWebview: { businessType: BUSINESS_TYPE, queryInfo: { pre_entrustweb_id } },
    ...(userName !== undefined && path !== undefined && { launchMiniProgram: { userName, path, miniprogramType: 0 } }),
  }
  return { pre_entrustweb_id, expiresAtMs, launchBeforeMs: launchBeforeMs(expiresAtMs, launchWithinMs), launch }
}
