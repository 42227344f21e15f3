// Our own key, told apart from WeChat Pay's: a mix-up which would make every check fail later.
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'

/**
 * SHA-256 of a key's public half (SPKI, DER), in hex.
 * @param key private or public
 */
export function publicKeySha256(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}
