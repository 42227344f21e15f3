// SHA-256 (FIPS 180-4) of a text in UTF-8. The phone has no crypto of its own, and the hash must be of the text that is on
// the screen, not of one that was there at build time. For fingerprints of public text only: nothing secret passes here.

const isPrime = (n: number): boolean => {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
  return n > 1
}

/** The first 64: 311 is the last of them. */
const PRIMES = Array.from({ length: 312 }, (_, n) => n).filter(isPrime)

/** Its first 32 bits. None of these roots lies within 2^-8 of the next, so how a phone rounds the last bits of 17 more does not matter. */
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0

const K = PRIMES.map((prime) => fraction(Math.cbrt(prime)))

const H = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

const BLOCK = 64

/** @returns 64 lower-case hex digits */
export function sha256Hex(text: string): string {
  const bytes = padded(utf8(text))
  let state: readonly number[] = H
  for (let start = 0; start < bytes.length; start += BLOCK) state = compress(state, schedule(bytes, start))
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Half a surrogate pair becomes U+FFFD, as every encoder does. */
function utf8(text: string): number[] {
  const escaped = Array.from(text, (character) =>
    encodeURIComponent(/^[\ud800-\udfff]$/.test(character) ? '\ufffd' : character),
  )
  return (escaped.join('').match(/%..|./g) ?? []).map((byte) =>
    byte.length > 1 ? parseInt(byte.slice(1), 16) : byte.charCodeAt(0),
  )
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
