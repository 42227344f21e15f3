// Whose contract: a code of somebody else and a code that never was are told apart by nobody.
import { CallFailure } from './errors'
import { slotId } from './outContractCode'
import type { Caller, EntrustDeps, EntrustSettings } from './ports'
import type { ContractRecord } from './records'

/** Everything of one caller under the template of today's settings. */
export function partyOf(caller: Caller, settings: EntrustSettings) {
  const { env, mchid, appid, family, templateId } = settings
  const name = family === 'password-exempt' ? 'service_id' : 'plan_id'
  return { env, mchid, appid, template: { name, id: templateId } as const, openid: caller.openid }
}

/** The caller's contract under the given code. @throws {CallFailure} NOT_FOUND */
export async function readOwn(code: string, caller: Caller, { store, settings }: EntrustDeps): Promise<ContractRecord> {
  const contract = await store.read('contracts', code)
  const isOwn =
    contract?.openid === caller.openid && contract.appid === settings.appid && contract.mchid === settings.mchid
  if (contract && isOwn) return contract
  throw new CallFailure('NOT_FOUND', 'No contract of this user has this out_contract_code')
}

/** The caller's current contract, or undefined before the first attempt. */
export async function readCurrent(
  caller: Caller,
  { store, settings, sha256 }: EntrustDeps,
): Promise<ContractRecord | undefined> {
  const slot = await store.read('contract_slots', slotId(partyOf(caller, settings), sha256))
  return slot && (await store.read('contracts', slot.currentCode))
}
