// What WeChat Pay's signing page shows as the account (contract_display_account).
import { invalidInput } from '../../kernel/errors'
import { slotId } from '../codes'
import { partyOf } from '../parties'
import type { ContractDeps } from '../ports'
import type { Caller } from '../../kernel/ports'

const MAX = 32
/** Letters and digits of any script, and marks that are known to survive. Blanks and other symbols broke the way back. */
const ALLOWED = /^[\p{L}\p{N}*_.·-]+$/u

/**
 * What to show for this user: what was asked for, or a neutral label.
 * @throws {CallFailure} INVALID_INPUT naming the field
 */
export function labelOf(
  asked: { field: string; text: string | undefined },
  caller: Caller,
  { settings, sha256 }: Pick<ContractDeps, 'settings' | 'sha256'>,
): string {
  if (asked.text !== undefined) return checkDisplayAccount(asked.text, asked.field)
  return defaultDisplayAccount(slotId(partyOf(caller, settings), sha256))
}

/**
 * Checks what was asked to be shown.
 * @throws {CallFailure} INVALID_INPUT naming `field`
 * @see https://pay.weixin.qq.com/wiki/doc/api/wxpay_v2/papay/chapter3_1.shtml (no 4-byte characters, no nickname)
 */
export function checkDisplayAccount(text: string, field: string): string {
  // The pages do not say whether 32 means characters or bytes: holding bytes to it holds both.
  if (utf8Length(text) > MAX) throw invalidInput(field, `at most ${MAX} bytes in UTF-8, about 10 Chinese characters`)
  if (!ALLOWED.test(text) || hasFourByteCharacter(text)) {
    throw invalidInput(field, 'letters, digits and * _ - . · only; no blanks, no emoji')
  }
  return text
}

/**
 * A neutral label that tells two users apart and nobody who they are.
 * @param hash hex digits derived from the user
 */
export const defaultDisplayAccount = (hash: string): string => `微信用户${hash.slice(0, 4).toUpperCase()}`

/** Bytes of the text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}

/** APIv3 takes UTF-8 characters of one to three bytes only: no emoji, no rare ideographs. */
export const hasFourByteCharacter = (text: string): boolean => /[\u{10000}-\u{10ffff}]/u.test(text)
