// SHA-256 (FIPS 180-4) of a text in UTF-8. The phone has no crypto of its own, and the hash must be of the text that is on
// the screen, not of one that was there at build time. For fingerprints of public text only: nothing secret passes here.

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
// prettier-ignore
const K: readonly number[] = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]

/** The same of the square roots of the first 8. */
const H: readonly number[] = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]

const BLOCK = 64

/** @returns 64 lower-case hex digits */
export function sha256Hex(text: string): string {
  const bytes = padded(utf8(text))
  let state = H
  for (let start = 0; start < bytes.length; start += BLOCK) state = compress(state, schedule(bytes, start))
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Half a surrogate pair becomes U+FFFD, as every encoder does. */
function utf8(text: string): number[] {
  return Array.from(text, (character) => encode(character.codePointAt(0) ?? 0)).flat()
}

function encode(point: number): number[] {
  if (point >= 0xd800 && point <= 0xdfff) return encode(0xfffd)
  if (point < 0x80) return [point]
  const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f)
  if (point < 0x800) return [0xc0 | (point >> 6), tail(0)]
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)]
  return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)]
}

/** A one bit, zeros, and the length in bits as 64 bits. */
function padded(message: readonly number[]): number[] {
  const zeros = (BLOCK * 2 - 9 - (message.length % BLOCK)) % BLOCK
  const bits = message.length * 8
  const length = [Math.floor(bits / 2 ** 32), bits].flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word])
  return message.concat(
    0x80,
    new Array<number>(zeros).fill(0),
    length.map((value) => value & 0xff),
  )
}

function schedule(bytes: readonly number[], start: number): number[] {
  const w: number[] = []
  for (let i = 0; i < 16; i++) {
    const at = start + i * 4
    w.push((byte(bytes, at) << 24) | (byte(bytes, at + 1) << 16) | (byte(bytes, at + 2) << 8) | byte(bytes, at + 3))
  }
  for (let i = 16; i < 64; i++) {
    const a = word(w, i - 15)
    const b = word(w, i - 2)
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
    w.push((word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0)
  }
  return w
}

/** One block. `v` holds what the standard calls a to h; each round writes two of the eight and shifts the names by one. */
function compress(before: readonly number[], w: readonly number[]): number[] {
  let v = before
  for (let i = 0; i < 64; i++) v = round(v, (word(K, i) + word(w, i)) | 0)
  return v.map((value, i) => (value + word(before, i)) | 0)
}

function round(v: readonly number[], input: number): number[] {
  const a = word(v, 0)
  const e = word(v, 4)
  const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
  const t1 = (word(v, 7) + s1 + ((e & word(v, 5)) ^ (~e & word(v, 6))) + input) | 0
  const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
  const t2 = (s0 + ((a & word(v, 1)) ^ (a & word(v, 2)) ^ (word(v, 1) & word(v, 2)))) | 0
  return [(t1 + t2) | 0, a, word(v, 1), word(v, 2), (word(v, 3) + t1) | 0, e, word(v, 5), word(v, 6)]
}

const rotate = (value: number, by: number): number => (value >>> by) | (value << (32 - by))
const word = (words: readonly number[], at: number): number => words[at] ?? 0
const byte = word
