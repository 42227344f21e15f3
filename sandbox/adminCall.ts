// A call of a server-only function, signed with the key the functions were given. Code of our own: the kit signs with its call kit.
import { createHmac, randomBytes } from 'node:crypto'

interface AdminCall {
  functionName: string
  action: string
  /** Its JSON is canonical as it stands: one level, keys in order. */
  input: Readonly<Record<string, string>>
  /** 32 bytes in hex. */
  key: string
  nowMs: number
}

/** @returns what the function is called with */
export function signAdminCall({ functionName, action, input, key, nowMs: at }: AdminCall): object {
  const nonce = randomBytes(24).toString('base64url')
  const text = JSON.stringify(['v1', functionName, action, at, nonce, input])
  const mac = createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex')
  return { action, input, at, nonce, mac }
}
