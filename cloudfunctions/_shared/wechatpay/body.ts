// The one serialisation of a request body: the text made here is signed, and the same text is sent.
import { InputError } from './wechatpayErrors'

/**
 * @returns JSON text; empty when there is no body
 * @throws {InputError} not serialisable, or a character of 4 bytes in UTF-8 (emoji), which APIv3 refuses
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012081726
 */
export function serialiseBody(body: unknown): string {
  if (body === undefined) return ''
  const text = toJson(body)
  if (FOUR_BYTES.test(text)) {
    throw new InputError(findField(body, 'body'), 'expected characters of at most 3 bytes in UTF-8: no emoji')
  }
  return text
}

/** The first half of a surrogate pair. JSON.stringify escapes lone halves, so in its text there are only pairs. */
const FOUR_BYTES = /[\ud800-\udbff]/

function toJson(body: unknown): string {
  if (typeof body !== 'object' || body === null) throw new InputError('body', 'expected an object')
  try {
    return JSON.stringify(body)
  } catch {
    throw new InputError('body', 'expected plain JSON data: no cycles, no BigInt')
  }
}

/** Where the 4-byte character is; only ever called when there is one. */
function findField(value: unknown, path: string): string {
  if (typeof value !== 'object' || value === null) return path
  for (const [key, member] of Object.entries(value)) {
    if (FOUR_BYTES.test(key + JSON.stringify(member ?? null))) return findField(member, `${path}.${key}`)
  }
  return path
}
