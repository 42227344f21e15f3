// Whose contract: a code of somebody else and a code that never was are told apart by nobody.
import { CallFailure } from '../kernel/errors'
import { holderOf, slotId, type ContractParty } from './codes'
import type { ContractDeps, ContractSettings } from './ports'
import type { Caller } from '../kernel/ports'
import type { ContractRecord } from '../records/contracts'

/** Everything of one caller under the template of today's settings. */
export function partyOf(caller: Caller, settings: ContractSettings): ContractParty {
  const { env, mchid, appid, family, templateId } = settings
  const name = family === 'password-exempt' ? 'service_id' : 'plan_id'
  return { env, mchid, appid, template: { name, id: templateId }, ...caller, ...signedFor(settings) }
}

/** Where everything of one caller is kept: derived once for all a flow does. */
export interface Place {
  party: ContractParty
  /** `_id` of the user's slot. */
  slotId: string
}

export function placeOf(caller: Caller, { settings, sha256 }: Pick<ContractDeps, 'settings' | 'sha256'>): Place {
  const party = partyOf(caller, settings)
  return { party, slotId: slotId(party, sha256) }
}

/** The sub-merchant a contract is for. An e-commerce platform signs in its own name and names one in orders only. */
export function signedFor({ mode, subMerchant }: ContractSettings): { sub_mchid?: string; sub_appid?: string } {
  if (!subMerchant || (mode !== 'service-provider' && mode !== 'qs')) return {}
  const { mchid: sub_mchid, appid: sub_appid } = subMerchant
  return { sub_mchid, ...(sub_appid !== undefined && { sub_appid }) }
}

/** The caller's contract under the given code. @throws {CallFailure} NOT_FOUND */
export async function readOwn(
  code: string,
  caller: Caller,
  { store, settings }: ContractDeps,
): Promise<ContractRecord> {
  const contract = await store.read('contracts', code)
  if (contract && isOf(contract, caller, settings)) return contract
  throw new CallFailure('NOT_FOUND', 'No contract of this user has this out_contract_code')
}

function isOf(contract: ContractRecord, caller: Caller, settings: ContractSettings): boolean {
  const { mchid, appid } = settings
  const isSameMerchant = contract.mchid === mchid && contract.appid === appid
  return (
    isSameMerchant && contract.sub_mchid === signedFor(settings).sub_mchid && holderOf(contract) === holderOf(caller)
  )
}

/** The caller's current contract, or undefined before the first attempt. */
export async function readCurrent(caller: Caller, deps: ContractDeps): Promise<ContractRecord | undefined> {
  const { store } = deps
  const slot = await store.read('contract_slots', placeOf(caller, deps).slotId)
  return slot && (await store.read('contracts', slot.currentCode))
}
