// DECRYPT: AEAD_AES_256_GCM under the APIv3 key, for notifications and platform certificates.
import { createDecipheriv, type KeyObject } from 'node:crypto'
import { decodeBase64 } from './base64'
import type { EncryptedResource } from './wire/platform'

const ALGORITHM = 'AEAD_AES_256_GCM'
const TAG_BYTES = 16
const NONCE_BYTES = 12

type Decrypted =
  /** `keyIndex`: which of the keys opened it. */
  | { ok: true; plaintext: Buffer; keyIndex: number }
  /** The resource is not of the documented form. */
  | { ok: false; kind: 'malformed'; explanation: string }
  /** Of the right form, and none of the keys opens it. */
  | { ok: false; kind: 'keyMismatch'; explanation: string }

/**
 * Opens a resource with the first key that fits; the previous key is tried while a change of keys is on.
 * @param apiV3Keys 32 bytes each
 * @see https://pay.weixin.qq.com/wiki/doc/api_external/ch/apis/chapter5_1_5.shtml
 */
export function decryptResource(resource: EncryptedResource, apiV3Keys: readonly (Buffer | KeyObject)[]): Decrypted {
  if (resource.algorithm !== ALGORITHM) return malformed('algorithm', ALGORITHM)
  const nonce = Buffer.from(resource.nonce, 'utf8')
  if (nonce.length !== NONCE_BYTES) return malformed('nonce', `${NONCE_BYTES} bytes`)
  const sealed = decodeBase64(resource.ciphertext)
  if (!sealed || sealed.length <= TAG_BYTES) return malformed('ciphertext', `base64 of more than ${TAG_BYTES} bytes`)
  const associatedData = resource.associated_data ?? ''
  for (const [keyIndex, key] of apiV3Keys.entries()) {
    const plaintext = open(key, nonce, associatedData, sealed)
    if (plaintext) return { ok: true, plaintext, keyIndex }
  }
  return {
    ok: false,
    kind: 'keyMismatch',
    explanation: 'no configured APIv3 key opens it; compare the key with the merchant platform',
  }
}

function open(key: Buffer | KeyObject, nonce: Buffer, associatedData: string, sealed: Buffer): Buffer | undefined {
  // Without authTagLength node takes tags as short as 4 bytes.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(associatedData, 'utf8'))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const opened = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
  try {
    decipher.final()
    return opened
  } catch {
    return undefined
  }
}

const malformed = (field: string, expected: string): Decrypted => ({
  ok: false,
  kind: 'malformed',
  explanation: `resource.${field}: expected ${expected}`,
})
