// Sensitive fields: RSA-OAEP with SHA-1 under WeChat Pay's key; answers come back under the merchant's.
import { constants, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto'
import { decodeBase64 } from './base64'
import { InputError } from './wechatpayErrors'

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' } as const
/** What OAEP with SHA-1 adds. */
const OVERHEAD_BYTES = 42

/**
 * Encrypts one field of a request. The request's `Wechatpay-Serial` must name `key`.
 * @param key WeChat Pay public key, or the key of a platform certificate
 * @returns base64
 * @throws {InputError} the text is too long for the key (214 bytes at 2048 bits)
 */
export function encryptSensitive(key: KeyObject, text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  const room = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8 - OVERHEAD_BYTES
  if (bytes.length > room) throw new InputError('text', `expected at most ${room} bytes in UTF-8`)
  return publicEncrypt({ key, ...OAEP }, bytes).toString('base64')
}

/**
 * Decrypts one field of an answer with the merchant's private key.
 * @throws {InputError} not base64, or made for another key
 */
export function decryptSensitive(privateKey: KeyObject, base64: string): string {
  const sealed = decodeBase64(base64)
  if (!sealed) throw new InputError('text', 'expected base64')
  try {
    return privateDecrypt({ key: privateKey, ...OAEP }, sealed).toString('utf8')
  } catch {
    throw new InputError('text', 'expected a field encrypted for this merchant key')
  }
}
