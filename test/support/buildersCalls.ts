// Calls of server-only functions, signed by code that shares nothing with the product's: canonical JSON and HMAC written out.
import { createHmac } from 'node:crypto'

export const CALL_KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'

/** RFC 8785 for what these tests sign: no number in it but whole ones. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

export interface CallParts {
  action: unknown
  input: unknown
  at: unknown
  nonce: unknown
}

export const hmacOf = (functionName: string, { action, at, nonce, input }: CallParts, key = CALL_KEY): string =>
  createHmac('sha256', Buffer.from(key, 'hex'))
    .update(canonical(['v1', functionName, action, at, nonce, input]), 'utf8')
    .digest('hex')

let count = 0
/** Signed just now, for `contractAdmin`, and never sent before. */
export function aSignedCall(changes: Partial<CallParts> = {}, functionName = 'contractAdmin', key = CALL_KEY) {
  const nonce = `nonce-${String(++count).padStart(20, '0')}`
  const call = { action: 'show', input: { out_contract_code: 'code1' }, at: Date.now(), nonce, ...changes }
  return { ...call, mac: hmacOf(functionName, call, key) }
}
