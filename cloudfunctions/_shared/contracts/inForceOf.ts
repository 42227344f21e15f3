// What a user has in force, whatever environment, template, mode or sub-merchant it was signed under.
import { holdsPlace, isSigned } from './evidence/inForce'
import { isUnconfirmed } from './evidence/signer'
import { templateOf, type ContractRecord } from '../records/contracts'
import type { SlotRecord } from '../records/slots'
import { attemptKey, holderOf, type ContractParty } from './codes'
import type { Reader } from './userSlot'

/** Whether the contract is of this user with this merchant. A sub_openid names one under its own appid only. */
export function isOf(contract: ContractRecord, party: ContractParty): boolean {
  const isSameMerchant = contract.mchid === party.mchid && contract.appid === party.appid
  const isSameName = holderOf(contract) === holderOf(party)
  const isSameApp = party.sub_openid === undefined || contract.sub_appid === party.sub_appid
  return isSameMerchant && isSameName && isSameApp
}

/** The same of one that names nobody any more, and was signed after all: it is found in the user's slot, and can be closed. */
export const isLateOf = ({ state, slotId }: ContractRecord, slot: Pick<SlotRecord, '_id'>): boolean =>
  state === 'SIGNED' && slotId === slot._id

/** Signed, and no end told. The list is of the slot, the word is the record's. */
export async function readSigned(read: Reader, slot: SlotRecord, party: ContractParty): Promise<ContractRecord[]> {
  const listed = await read.contracts(slot.inForce.map(({ code }) => code))
  return listed.filter((contract) => isSigned(contract) && (isOf(contract, party) || isLateOf(contract, slot)))
}

/**
 * The contract that makes the user a signed one: for the same sub-merchant, of a known signer rather than one nobody has
 * confirmed, under the same template rather than another.
 * @returns one past the end we know of, where none other is there: only WeChat Pay can tell whether it was extended
 */
export function holderAmong(
  signed: readonly ContractRecord[],
  party: ContractParty,
  nowMs: number,
): ContractRecord | undefined {
  const rank = (contract: ContractRecord): number =>
    Number(holdsPlace(contract, nowMs)) * 4 +
    Number(!isUnconfirmed(contract)) * 2 +
    Number(keyOf(contract) === attemptKey(party))
  return signed
    .filter(({ sub_mchid }) => sub_mchid === party.sub_mchid)
    .reduce<ContractRecord | undefined>(
      (best, one) => (best === undefined || rank(one) > rank(best) ? one : best),
      undefined,
    )
}

const keyOf = (contract: ContractRecord): string => attemptKey({ ...contract, template: templateOf(contract) })
