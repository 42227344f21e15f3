// The key that calls of server-only functions are signed with.
import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Read } from '../../../wechatpay/keys'
import { no, ok } from './text'

const BYTES = 32
const EXPECTED = `expected ${BYTES} bytes, as 64 hex digits or in base64; make them: node -e "console.log(require('crypto').randomBytes(${BYTES}).toString('hex'))"`

/** @param text 64 hex digits, or base64 of 32 bytes in either alphabet, with or without its padding */
export function readCallKey(text: string): Read<KeyObject> {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : fromBase64(text)
  return bytes ? ok(createSecretKey(bytes)) : no(EXPECTED)
}

/** Of as many texts as mean the same bytes, one. */
function fromBase64(text: string): Buffer | undefined {
  if (!/^([0-9A-Za-z+/]{43}|[0-9A-Za-z_-]{43})=?$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  const written = text.replace(/=$/, '').replaceAll('+', '-').replaceAll('/', '_')
  return bytes.toString('base64url') === written ? bytes : undefined
}
