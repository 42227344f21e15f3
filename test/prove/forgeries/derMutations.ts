// The block under an RSA signature (DigestInfo in DER), and what is wrong with it in the ways in which verifiers have been
// fooled: other encodings of the same, lengths that lie, elements more, fewer, moved, changed.

/** One element: its tag, and its bytes or its elements. */
interface Der {
  tag: number
  content: Buffer | readonly Der[]
}

export type Variant = [what: string, bytes: Buffer]

const SHA256_OID = Buffer.from('608648016503040201', 'hex')

const digestInfo = (digest: Buffer, oid: Buffer = SHA256_OID, hasNull = true): Der => {
  const algorithm = [{ tag: 0x06, content: oid }, ...(hasNull ? [{ tag: 0x05, content: Buffer.alloc(0) }] : [])]
  const elements = [
    { tag: 0x30, content: algorithm },
    { tag: 0x04, content: digest },
  ]
  return { tag: 0x30, content: elements }
}

export const encodedDigest = (digest: Buffer, oid?: Buffer): Buffer => encode(digestInfo(digest, oid))
export const withoutNull = (digest: Buffer): Buffer => encode(digestInfo(digest, SHA256_OID, false))

type Rewrite = (tag: number, body: Buffer) => Buffer

/** @param at path to the element that is written in another way */
function encode(der: Der, at?: readonly number[], rewrite: Rewrite = plain): Buffer {
  const { tag, content } = der
  const inner = (index: number) => (at?.[0] === index ? at.slice(1) : undefined)
  const body = Buffer.isBuffer(content)
    ? content
    : Buffer.concat(content.map((element, index) => encode(element, inner(index), rewrite)))
  return at?.length === 0 ? rewrite(tag, body) : plain(tag, body)
}

const plain: Rewrite = (tag, body) => Buffer.concat([Buffer.from([tag, body.length]), body])
const bytes = (...values: number[]): Buffer => Buffer.from(values)
const withLength =
  (...length: number[]): Rewrite =>
  (tag, body) =>
    Buffer.concat([bytes(tag, ...length), body])
const change =
  (to: (body: Buffer) => Buffer): Rewrite =>
  (tag, body) =>
    plain(tag, to(body))
const flip = (body: Buffer, index: number): Buffer => {
  const changed = Buffer.from(body)
  changed[index] = (changed[index] ?? 0) ^ 1
  return changed
}

/** Of one element. A rewrite that changes nothing there is left out. */
const REWRITES: Readonly<Record<string, Rewrite>> = {
  'a length in long form': (tag, body) => Buffer.concat([bytes(tag, 0x81, body.length), body]),
  'a length with a leading 0': (tag, body) => Buffer.concat([bytes(tag, 0x82, 0, body.length), body]),
  'a length one more': (tag, body) => Buffer.concat([bytes(tag, body.length + 1), body]),
  'a length one less': (tag, body) => Buffer.concat([bytes(tag, Math.max(0, body.length - 1)), body]),
  'a length that overflows 32 bits': (tag, body) => Buffer.concat([bytes(tag, 0x85, 1, 0, 0, 0, body.length), body]),
  'a length that overflows 64 bits': (tag, body) =>
    Buffer.concat([bytes(tag, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, body.length), body]),
  'a length of 2**31 - 1': withLength(0x84, 0x7f, 0xff, 0xff, 0xff),
  'a length of 2**32 - 1': withLength(0x84, 0xff, 0xff, 0xff, 0xff),
  'a length of 2**64 - 1': withLength(0x88, 255, 255, 255, 255, 255, 255, 255, 255),
  'a length that is cut off': (tag) => bytes(tag, 0x81),
  'no length and no content': (tag) => bytes(tag),
  'an indefinite length without end': withLength(0x80),
  'an indefinite length': (tag, body) => Buffer.concat([bytes(tag | 0x20, 0x80), body, bytes(0, 0)]),
  'nothing at all': () => Buffer.alloc(0),
  'no content': (tag) => bytes(tag, 0),
  'NULL in its place': (tag, body) => (tag === 5 ? plain(tag, body) : bytes(5, 0)),
  'zeros appended inside': change((body) => Buffer.concat([body, bytes(0, 0)])),
  'zeros appended outside': (tag, body) => Buffer.concat([plain(tag, body), bytes(0, 0)]),
  'zeros prepended inside': change((body) => Buffer.concat([bytes(0, 0), body])),
  'NULL appended inside': change((body) => Buffer.concat([body, bytes(5, 0)])),
  'NULL appended outside': (tag, body) => Buffer.concat([plain(tag, body), bytes(5, 0)]),
  'garbage appended inside': change((body) => Buffer.concat([body, bytes(0x49, 0x77, 0x12)])),
  'garbage prepended inside': change((body) => Buffer.concat([bytes(0x49, 0x77, 0x12), body])),
  'an undefined tag before it': (tag, body) => Buffer.concat([bytes(0xaa, 0x02, 0xbb, 0), plain(tag, body)]),
  'an empty sequence after it': (tag, body) => Buffer.concat([plain(tag, body), bytes(0x30, 0)]),
  'a sequence around it': (tag, body) => plain(0x30, plain(tag, body)),
  'two of it': (tag, body) => Buffer.concat([plain(tag, body), plain(tag, body)]),
  'one byte less at its end': change((body) => body.subarray(0, -1)),
  'one byte less at its start': change((body) => body.subarray(1)),
  'its first byte changed': change((body) => flip(body, 0)),
  'its last byte changed': change((body) => flip(body, body.length - 1)),
  'a constructed form of it': (tag, body) => plain(tag | 0x20, plain(tag & ~0x20, body)),
  'tag 0': (_, body) => plain(0, body),
  'tag 1': (_, body) => plain(1, body),
  'a tag one more': (tag, body) => plain(tag + 1, body),
  'tag 255': (_, body) => plain(0xff, body),
}

const PATHS: Readonly<Record<string, readonly number[]>> = {
  digestInfo: [],
  digestAlgorithm: [0],
  oid: [0, 0],
  null: [0, 1],
  digest: [1],
}

/** @returns each differs from the one right encoding */
export function wrongEncodings(digest: Buffer): Variant[] {
  const right = encodedDigest(digest)
  return Object.entries(PATHS).flatMap(([element, path]) =>
    Object.entries(REWRITES)
      .map(([what, rewrite]): Variant => [`${element}: ${what}`, encode(digestInfo(digest), path, rewrite)])
      .filter(([, encoded]) => !encoded.equals(right)),
  )
}
