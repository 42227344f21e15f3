// What an authentic message claims about a contract, read field by field. Query answers and notifications of both families
// use the same words for the same things, so one reader serves all; nothing is believed before it is compared.
import * as v from 'valibot'
import { fieldsOf, Id, Integer, readField, Text, Time, told } from '../../kernel/fields'
import { parseRfc3339 } from '../../kernel/times'
import { templateOf, type ContractRecord } from '../../records/contracts'

const Code = v.pipe(Text, v.regex(/^[0-9A-Za-z]{1,32}$/))

// Keys with null may be left out, and new keys may appear any time (APIv3 rules): both are fine here.
const ClaimSchema = v.object({
  out_contract_code: Code,
  mchid: told(Id),
  sp_mchid: told(Id),
  appid: told(Text),
  sp_appid: told(Text),
  openid: told(Text),
  sp_openid: told(Text),
  sub_mchid: told(Id),
  sub_appid: told(Text),
  sub_openid: told(Text),
  service_id: told(Integer),
  plan_id: told(Integer),
  contract_id: told(Id),
  contract_state: told(Text),
  contract_signed_time: told(Time),
  contract_expired_time: told(Time),
  operate_time: told(Time),
  contract_termination_mode: told(Text),
  contract_terminate_info: told(
    v.object({ contract_termination_mode: told(Text), contract_terminated_time: told(Time) }),
  ),
})

export type Claim = v.InferOutput<typeof ClaimSchema>

export type ClaimResult = { ok: true; claim: Claim } | { ok: false; fields: string[]; out_contract_code?: string }

/**
 * Reads a decrypted plaintext or a verified answer. `fields`: which are not of their type; `out_contract_code` is told all the
 * same, where it is none of them.
 */
export function readClaim(message: unknown): ClaimResult {
  const parsed = v.safeParse(ClaimSchema, message)
  if (parsed.success) return { ok: true, claim: parsed.output }
  const code = readField(message, 'out_contract_code', Code)
  return { ok: false, fields: fieldsOf(parsed.issues), ...(code !== undefined && { out_contract_code: code }) }
}

interface IdentityCheck {
  /** Not said at all: no proof. */
  missing: string[]
  /** Said, and not ours: never merged. */
  conflicting: string[]
}

/** Compares every name under which the identity may be told with the record. */
export function compareIdentity(claim: Claim, contract: ContractRecord): IdentityCheck {
  const template = templateOf(contract)
  const { _id, mchid, appid, openid, sub_openid, sub_mchid, sub_appid, erasedAtMs } = contract
  const expected: [name: string, told: unknown[], ours: string | number | undefined][] = [
    ['out_contract_code', [claim.out_contract_code], _id],
    ['mchid', [claim.mchid, claim.sp_mchid], mchid],
    ['appid', [claim.appid, claim.sp_appid], appid],
    ['openid', [claim.openid, claim.sp_openid], openid],
    ['sub_openid', [claim.sub_openid], sub_openid],
    [template.name, [claim[template.name]], template.id],
    ['sub_mchid', [claim.sub_mchid], sub_mchid],
    ['sub_appid', [claim.sub_appid], sub_appid],
  ]
  const check: IdentityCheck = { missing: [], conflicting: [] }
  // Scene app: nobody says beforehand who will sign, but who did has to be said. Of an erased one nobody looks.
  if (erasedAtMs === undefined && !openid && !sub_openid && signerOf(claim) === undefined) check.missing.push('openid')
  for (const [name, told, ours] of expected) {
    // Nor does an empty name on record: before, one that came empty was kept.
    if (ours === undefined || ours === '') continue
    const values = told.filter((value) => value !== undefined && value !== null)
    if (values.length === 0 && !NEED_NOT_BE_TOLD.includes(name)) check.missing.push(name)
    if (values.some((value) => value !== ours)) check.conflicting.push(name)
  }
  return check
}

/** No documented answer names them all; what is said must fit all the same. */
const NEED_NOT_BE_TOLD = ['sub_mchid', 'sub_appid']

/** The signer under `appid`. */
export const signerOf = (claim: Claim): string | undefined => claim.openid ?? claim.sp_openid ?? undefined

/** Combine-papay contracts end by themselves. */
export const expiresAtMs = (claim: Claim): number | undefined => parseRfc3339(claim.contract_expired_time ?? undefined)

export const signedAtMs = (claim: Claim, receivedAtMs: number): number =>
  parseRfc3339(claim.contract_signed_time ?? undefined) ?? parseRfc3339(claim.operate_time ?? undefined) ?? receivedAtMs

export const terminatedAtMs = (claim: Claim, receivedAtMs: number): number =>
  parseRfc3339(claim.contract_terminate_info?.contract_terminated_time ?? undefined) ??
  parseRfc3339(claim.operate_time ?? undefined) ??
  receivedAtMs

/** Names under which an end is told. An empty block tells none. */
export function terminationFields({ contract_terminate_info: info, contract_termination_mode }: Claim): string[] {
  const isInside = info?.contract_termination_mode ?? info?.contract_terminated_time
  return [
    ...(isInside ? ['contract_terminate_info'] : []),
    ...(contract_termination_mode ? ['contract_termination_mode'] : []),
  ]
}

/** Inside `contract_terminate_info` in one family, flat in the other. */
export const terminationMode = (claim: Claim): string | undefined =>
  claim.contract_terminate_info?.contract_termination_mode ?? claim.contract_termination_mode ?? undefined
