// Whose contract: a code of somebody else and a code that never was are told apart by nobody.
import { CallFailure } from '../kernel/errors'
import type { Caller } from '../kernel/ports'
import type { ContractRecord } from '../records/contracts'
import { slotId, type ContractParty } from './codes'
import { holdsPlace } from './evidence/inForce'
import { holderAmong, isLateOf, isOf, readSigned } from './inForceOf'
import type { ContractDeps, ContractSettings } from './ports'
import { attemptIn, readFrom, readSlot } from './userSlot'

/** Everything of one caller under the template of today's settings. */
export function partyOf(caller: Caller, settings: ContractSettings): ContractParty {
  const { env, mchid, appid, family, templateId } = settings
  const name = family === 'password-exempt' ? 'service_id' : 'plan_id'
  return { env, mchid, appid, template: { name, id: templateId }, ...caller, ...signedFor(settings) }
}

/** The sub-merchant a contract is for. An e-commerce platform signs in its own name and names one in orders only. */
export function signedFor({ mode, subMerchant }: ContractSettings): { sub_mchid?: string; sub_appid?: string } {
  if (!subMerchant || (mode !== 'service-provider' && mode !== 'qs')) return {}
  const { mchid: sub_mchid, appid: sub_appid } = subMerchant
  return { sub_mchid, ...(sub_appid !== undefined && { sub_appid }) }
}

/**
 * The caller's contract under the given code, whatever settings it was signed under.
 * @throws {CallFailure} NOT_FOUND
 */
export async function readOwn(
  code: string,
  caller: Caller,
  { store, settings, sha256 }: ContractDeps,
): Promise<ContractRecord> {
  const contract = await store.read('contracts', code)
  const party = partyOf(caller, settings)
  if (contract && (isOf(contract, party) || isLateOf(contract, { _id: slotId(party, sha256) }))) return contract
  throw new CallFailure('NOT_FOUND', 'No contract of this user has this out_contract_code')
}

export interface OwnContracts {
  /** What counts under today's settings: what holds the place, or the last attempt. Nothing before the first one. */
  current: ContractRecord | undefined
  /** Signed, and no end told: for another sub-merchant, or beside the current one. */
  others: ContractRecord[]
  /** Of the slot: codes a notification has left open, and since when. */
  setAside: Readonly<Record<string, number>>
}

export async function readOwnContracts(caller: Caller, deps: ContractDeps): Promise<OwnContracts> {
  const party = partyOf(caller, deps.settings)
  const nowMs = deps.clock.nowMs()
  const read = readFrom(deps.store)
  const slot = await readSlot(read, party, deps.sha256)
  const signed = await readSigned(read, slot, party)
  const holder = holderAmong(signed, party, nowMs)
  // The same that a wish to sign is answered with, of an unknown signer too.
  const holds = holder !== undefined && holdsPlace(holder, nowMs)
  const attempted = async (code: string) => signed.find(({ _id }) => _id === code) ?? read.one('contracts', code)
  const attempt = holds ? undefined : attemptIn(slot, party)
  const tried = attempt && (await attempted(attempt.currentCode))
  const current = tried && isOf(tried, party) ? tried : holder
  return { current, others: signed.filter(({ _id }) => _id !== current?._id), setAside: slot.setAside ?? {} }
}
