// Codes and slots are derived, not drawn: two racing instances compute the same, and so does anyone after a loss of data.
// A slot is the user's, and outlives every change of settings but merchant and appid; a code is of one attempt.
import type { Sha256 } from '../kernel/ports'
import { templateOf, type ContractRecord, type Template } from '../records/contracts'

/** Who signs what with whom. Every attempt of one user under one template shares these. */
export interface ContractParty {
  env: string
  mchid: string
  appid: string
  template: Template
  /** One of the three names the user: see {@link holderOf}. */
  openid?: string
  sub_openid?: string
  userId?: string
  sub_mchid?: string
  /** Under which `sub_openid` names the user. */
  sub_appid?: string
  /** Of a record that names nobody any more: the slot it is in. */
  slotId?: string
}

/**
 * The user a contract was asked for, in one text. In the scene app `openid` may be learnt later, so what named the user
 * at first goes before it.
 */
export function holderOf({
  userId,
  sub_openid,
  openid,
}: Pick<ContractParty, 'userId' | 'sub_openid' | 'openid'>): string {
  // No openid has a colon in it.
  if (userId !== undefined) return `userId:${userId}`
  return sub_openid === undefined ? (openid ?? '') : `sub_openid:${sub_openid}`
}

/** Everything of the user of a record under its template. */
export const partyOfRecord = (contract: ContractRecord): ContractParty => ({
  ...contract,
  template: templateOf(contract),
})

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 28 characters hold 166 bits of the hash; a prefix of at most 4 keeps the code within WeChat Pay's 32. */
const HASH_LENGTH = 28

/** `_id` of the user's slot: 64 hex digits. */
export const slotId = (party: ContractParty, sha256: Sha256): string =>
  party.slotId ?? sha256(JSON.stringify([party.mchid, party.appid, holderOf(party)]))

/** `_id` of the slot that 0.1 kept, where it still stands. */
export const legacySlotId = (party: ContractParty, sha256: Sha256): string => sha256(JSON.stringify(tuple(party)))

/** Under which its attempt is in the slot. Names of settings' forms: no dot, no dollar, which the database would not keep. */
export function attemptKey({ template, sub_mchid }: ContractParty): string {
  const family = template.name === 'service_id' ? 'password-exempt' : 'combine-papay'
  return [family, template.id, ...(sub_mchid === undefined ? [] : [sub_mchid])].join(':')
}

/**
 * The contract code (商户签约协议号) of one attempt: 28 to 32 letters and digits.
 * @param attemptNo from 1
 * @param prefix at most 4 letters and digits
 */
export function outContractCode(party: ContractParty, attemptNo: number, prefix: string, sha256: Sha256): string {
  return prefix + toBase62(sha256(JSON.stringify([...tuple(party), attemptNo])))
}

/** The prefix a code was made with. */
export const prefixOf = (out_contract_code: string): string => out_contract_code.slice(0, -HASH_LENGTH)

// A JSON array is unambiguous: no two parties are written the same way. The template's name is in it because a
// service_id and a plan_id may be the same number.
function tuple(party: ContractParty): string[] {
  const { env, mchid, appid, template, sub_mchid } = party
  const names = [env, mchid, appid, `${template.name}:${template.id}`, holderOf(party)]
  return sub_mchid === undefined ? names : [...names, sub_mchid]
}

function toBase62(hex: string): string {
  let rest = BigInt(`0x${hex}`)
  let text = ''
  while (text.length < HASH_LENGTH) {
    text += BASE62.charAt(Number(rest % 62n))
    rest /= 62n
  }
  return text
}
