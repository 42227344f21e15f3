// RSA-SHA256 (PKCS#1 v1.5) as APIv3 uses it, both directions, and the AEAD of resources. Written for the stand-in alone:
// code shared with the kit would let one mistake cancel the other.
import { createCipheriv, randomBytes, sign, verify, type KeyObject } from 'node:crypto'

export const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048'

/** What the merchant signed: five lines, each ended by \n, around the exact bytes of the body. */
export function requestMessage(method: string, url: string, timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${method}\n${url}\n${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
}

/** Whether `signature` (base64, strictly) is over `message` by the owner of `publicKey`. */
export function isSignedBy(publicKey: KeyObject, message: Buffer, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64')
  // Buffer.from forgives what is not base64; a real verifier does not.
  if (bytes.toString('base64') !== signature) return false
  return verify('sha256', message, publicKey, bytes)
}

/** Signs an answer or a notification: three lines, each ended by \n. */
export function signMessage(privateKey: KeyObject, timestamp: string, nonce: string, body: Buffer): string {
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return sign('sha256', message, privateKey).toString('base64')
}

/** The five headers WeChat Pay puts on what it signs. */
interface SignatureHeaders {
  'Wechatpay-Timestamp': string
  'Wechatpay-Nonce': string
  'Wechatpay-Serial': string
  'Wechatpay-Signature': string
  'Wechatpay-Signature-Type': string
}

/** @param key the pair to sign with, and the serial to say it is */
export function signatureHeaders(
  key: { serial: string; privateKey: KeyObject },
  body: Buffer,
  atMs: number,
): SignatureHeaders {
  const timestamp = String(Math.floor(atMs / 1000))
  const nonce = randomText(32)
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': key.serial,
    'Wechatpay-Signature': signMessage(key.privateKey, timestamp, nonce, body),
    'Wechatpay-Signature-Type': SIGNATURE_TYPE,
  }
}

export interface EncryptedResource {
  algorithm: string
  nonce: string
  associated_data: string
  ciphertext: string
}

/** AEAD_AES_256_GCM with the APIv3 key: ciphertext and tag together, in base64. */
export function encryptResource(apiV3Key: string, plaintext: string, associatedData: string): EncryptedResource {
  const nonce = randomText(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associatedData))
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    algorithm: 'AEAD_AES_256_GCM',
    nonce,
    associated_data: associatedData,
    ciphertext: sealed.toString('base64'),
  }
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** `length` random letters and digits. */
export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}
