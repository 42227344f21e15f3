// A call of a server-only function, signed with the key the functions were given. Code of our own: the kit signs with its call kit.
import { createHmac, randomBytes } from 'node:crypto'

interface AdminCall {
  functionName: string
  action: string
  /** Of text, whole numbers, lists and objects: whose JSON is canonical (RFC 8785) once its keys are in order. */
  input: object
  /** 32 bytes in hex. */
  key: string
  nowMs: number
}

/** @returns what the function is called with */
export function signAdminCall({ functionName, action, input, key, nowMs: at }: AdminCall): object {
  const nonce = randomBytes(24).toString('base64url')
  const text = JSON.stringify(['v1', functionName, action, at, nonce, inOrder(input)])
  const mac = createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex')
  return { action, input, at, nonce, mac }
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]))
}
