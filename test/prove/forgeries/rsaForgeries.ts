// Signatures made with the right key that are none: what each is wrong in is a way in which some verifier was fooled once.
import { constants, createHash, privateEncrypt, sign, type KeyObject } from 'node:crypto'
import { encodedDigest, withoutNull, wrongEncodings, type Variant } from './derMutations'

const BYTES = 256

/** @returns signatures over `message`, none of which is an RSA-SHA256 signature (PKCS#1 v1.5) over it */
export function rsaForgeries(key: KeyObject, message: Buffer): Variant[] {
  const digest = createHash('sha256').update(message).digest()
  const right = sign('RSA-SHA256', message, key)
  return [
    ...wrongEncodings(digest).map(([what, info]): Variant => [what, power(key, padded(info))]),
    ['no NULL', power(key, padded(withoutNull(digest)))],
    ...otherHashes(message).map(([what, info]): Variant => [what, power(key, padded(info))]),
    ...otherPaddings(encodedDigest(digest), digest).map(([what, block]): Variant => [what, power(key, block)]),
    ...otherNumbers(key, right),
    ...otherSchemes(key, message),
  ]
}

/** As RSA has it, without a look at the block. */
const power = (key: KeyObject, block: Buffer): Buffer =>
  privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block)

/** 00 01 ff ... ff 00 and what is in it. */
function padded(info: Buffer): Buffer {
  const fill = Buffer.alloc(Math.max(8, BYTES - 3 - info.length), 0xff)
  return Buffer.concat([Buffer.from([0, 1]), fill, Buffer.from([0]), info]).subarray(0, BYTES)
}

const OIDS: Readonly<Record<string, string>> = {
  md5: '2a864886f70d0205',
  sha1: '2b0e03021a',
  sha224: '608648016503040204',
  sha384: '608648016503040202',
  sha512: '608648016503040203',
  'sha512-256': '608648016503040206',
  'sha3-256': '608648016503040208',
}

function otherHashes(message: Buffer): Variant[] {
  const sha256 = createHash('sha256').update(message).digest()
  return Object.entries(OIDS).flatMap(([name, oid]): Variant[] => {
    const other = createHash(name).update(message).digest()
    return [
      [`${name}, as it says`, encodedDigest(other, Buffer.from(oid, 'hex'))],
      [`${name}, named as SHA-256`, encodedDigest(other)],
      [`SHA-256, named as ${name}`, encodedDigest(sha256, Buffer.from(oid, 'hex'))],
    ]
  })
}

function otherPaddings(info: Buffer, digest: Buffer): Variant[] {
  const right = padded(info)
  const put = (index: number, value: number): Buffer => {
    const block = Buffer.from(right)
    block[index] = value
    return block
  }
  const short = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(8, 0xff), Buffer.from([0]), info])
  return [
    ['block type 2', put(1, 2)],
    ['block type 0', put(1, 0)],
    ['a zero in the padding', put(20, 0)],
    ['fe in the padding', put(20, 0xfe)],
    ['ee where the padding ends', put(BYTES - info.length - 2, 0xee)],
    ['no zero after the padding', put(BYTES - info.length - 1, 0xff)],
    // Bleichenbacher's: short padding, and garbage where nobody looks.
    ['short padding and garbage behind', Buffer.concat([short, Buffer.alloc(BYTES - short.length, 0x5a)])],
    ['short padding and zeros behind', Buffer.concat([short, Buffer.alloc(BYTES - short.length)])],
    ['short padding at the end', Buffer.concat([Buffer.alloc(BYTES - short.length), short])],
    ['the digest alone', padded(digest)],
    ['the digest and no padding', Buffer.concat([Buffer.alloc(BYTES - digest.length), digest])],
  ]
}

function otherNumbers(key: KeyObject, right: Buffer): Variant[] {
  const n = Buffer.from(String(key.export({ format: 'jwk' }).n), 'base64url')
  const number = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * BYTES, '0'), 'hex')
  const toBig = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
  const sum = (toBig(right) + toBig(n)).toString(16)
  return [
    ['0', number(0n)],
    ['1', number(1n)],
    ['2', number(2n)],
    ['n - 1', number(toBig(n) - 1n)],
    ['n', n],
    ['n + 1', number(toBig(n) + 1n)],
    ['n more', Buffer.from(sum.padStart(sum.length + (sum.length % 2), '0'), 'hex')],
    ['a zero before', Buffer.concat([Buffer.from([0]), right])],
    ['a zero behind', Buffer.concat([right, Buffer.from([0])])],
    ['a byte less', right.subarray(0, -1)],
    ['a byte less at its start', right.subarray(1)],
    ['turned around', Buffer.from(right).reverse()],
  ]
}

function otherSchemes(key: KeyObject, message: Buffer): Variant[] {
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return [0, 20, 32].map((saltLength): Variant => [
    `PSS with a salt of ${saltLength}`,
    sign('sha256', message, { key, padding, saltLength }),
  ])
}
