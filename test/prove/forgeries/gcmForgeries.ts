// Sealed resources that must stay shut, or that are not of the documented form. Each is one step away from one that opens.
import { createCipheriv } from 'node:crypto'
import type { EncryptedResource } from '../../../cloudfunctions/_shared/wechatpay/wire/platform'
import { API_V3_KEY, seal } from '../../support/wechatPayPeer'

/** One that opens, and many that do not. */
export function gcmForgeries(plaintext: string): { right: EncryptedResource; wrong: [string, EncryptedResource][] } {
  const right = seal(plaintext)
  const sealed = Buffer.from(right.ciphertext, 'base64')
  const of = (bytes: Uint8Array): EncryptedResource => ({
    ...right,
    ciphertext: Buffer.from(bytes).toString('base64'),
  })
  const flipped = Array.from(sealed.keys()).flatMap((at) =>
    [1, 0x80].map((bit): [string, EncryptedResource] => [
      `bit ${bit} of byte ${at}`,
      of(sealed.map((byte, index) => (index === at ? byte ^ bit : byte))),
    ]),
  )
  const cut = Array.from({ length: 20 }, (_, index): [string, EncryptedResource] => [
    `${index + 1} bytes less`,
    of(sealed.subarray(0, -(index + 1))),
  ])
  return { right, wrong: [...flipped, ...cut, ...others(right, sealed, plaintext, of)] }
}

function others(
  right: EncryptedResource,
  sealed: Buffer,
  plaintext: string,
  of: (bytes: Uint8Array) => EncryptedResource,
): [string, EncryptedResource][] {
  const tag = sealed.subarray(-16)
  const data = right.associated_data ?? ''
  return [
    ['a tag of zeros', of(Buffer.concat([sealed.subarray(0, -16), Buffer.alloc(16)]))],
    ['a tag alone', of(tag)],
    ['a tag before and not behind', of(Buffer.concat([tag, sealed.subarray(0, -16)]))],
    ['a byte more', of(Buffer.concat([sealed, Buffer.from([0])]))],
    ...[4, 8, 12, 13, 14, 15].map((length): [string, EncryptedResource] => [
      `a tag of ${length} bytes`,
      sealedWith(right, plaintext, { authTagLength: length }),
    ]),
    ['other associated data', { ...right, associated_data: `${data} ` }],
    ['no associated data', { ...right, associated_data: '' }],
    ['another nonce', { ...right, nonce: right.nonce.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }],
    ['a nonce of 8 bytes', sealedWith({ ...right, nonce: right.nonce.slice(0, 8) }, plaintext)],
    ['a nonce of 16 bytes', sealedWith({ ...right, nonce: `${right.nonce}0000` }, plaintext)],
    ['an empty nonce', { ...right, nonce: '' }],
    ['another key', seal(plaintext, API_V3_KEY.replace('0', '1'))],
    ['another mode', { ...right, algorithm: 'AEAD_AES_128_GCM' }],
    ['no algorithm', { ...right, algorithm: '' }],
    ['base64url', { ...right, ciphertext: sealed.toString('base64url') }],
    ['a blank in the base64', { ...right, ciphertext: `${right.ciphertext.slice(0, 8)} ${right.ciphertext.slice(8)}` }],
    ['hex', { ...right, ciphertext: sealed.toString('hex') }],
  ]
}

function sealedWith(resource: EncryptedResource, plaintext: string, options: object = {}): EncryptedResource {
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, resource.nonce, options)
  cipher.setAAD(Buffer.from(resource.associated_data ?? ''))
  const bytes = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  return { ...resource, ciphertext: bytes.toString('base64') }
}
