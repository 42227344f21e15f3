// One user who signs, asks and closes, through the flows as the doors call them. Everything they are given is made by hand, and
// anew for each test.
import { queryContract } from '../../cloudfunctions/_shared/contracts/ask/queryContract'
import { terminateContract } from '../../cloudfunctions/_shared/contracts/close/terminateContract'
import type { ContractSettings } from '../../cloudfunctions/_shared/contracts/ports'
import { preEntrustSign } from '../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import type { SceneWish } from '../../cloudfunctions/_shared/contracts/sign/requestBody'
import { takeSession } from '../../cloudfunctions/_shared/contracts/sign/takeSession'
import type { PreEntrustSignInput } from '../../typings/contract/callables'
import { codeOf, OPENID, PREPAY_ID, TEXT_HASH } from './builders'
import { fakeDeps } from './fakeDeps'

/** What they wish: to sign on the page, or with an order. */
export const PAGE: SceneWish = { scene: 'mini-program' }
export const ORDER: SceneWish = { scene: 'pay-redirect-sign', prepay_id: PREPAY_ID }

/** Once in a file, outside of its tests. `deps` is one object throughout; what is in it is new for each test. */
export function oneUser(settings?: ContractSettings) {
  const caller = { openid: OPENID }
  const deps = fakeDeps(settings)
  /** In the middle of a test: everything anew, under other settings if there are any. */
  const renew = (other = settings): void => void Object.assign(deps, fakeDeps(other))
  beforeEach(() => {
    renew()
  })
  return {
    caller,
    deps,
    renew,
    /** Taps, having agreed. */
    sign: async (more: Partial<PreEntrustSignInput> = {}) =>
      preEntrustSign({ consent: { textHash: TEXT_HASH }, ...more }, caller, deps),
    take: async (scene = PAGE) => takeSession({ caller, scene }, deps),
    query: async (out_contract_code?: string) =>
      queryContract(out_contract_code === undefined ? {} : { out_contract_code }, caller, deps),
    close: async (out_contract_code = codeOf(), remark?: string) =>
      terminateContract({ out_contract_code, ...(remark !== undefined && { remark }) }, caller, deps),
    /** What is on record of an attempt. */
    stored: async (attemptNo = 1) => deps.store.read('contracts', codeOf(attemptNo, deps.settings)),
  }
}
