// SHA-256 (FIPS 180-4) of a text in UTF-8. The phone has no crypto of its own, and the hash must be of the text that is on
// the screen, not of one that was there at build time. For fingerprints of public text only: nothing secret passes here.

/** The first 64. */
const PRIMES: number[] = []
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n)

/** Its first 32 bits. None of these roots lies within 2^-8 of the next, so how a phone rounds the last bits of 17 more does not matter. */
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0

const K = PRIMES.map((prime) => fraction(Math.cbrt(prime)))

const H = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

/** Words of a block. */
const WORDS = 16

/** @returns 64 lower-case hex digits */
export function sha256Hex(text: string): string {
  const words = padded(utf8(text))
  let state: readonly number[] = H
  for (let start = 0; start < words.length; start += WORDS) state = compress(state, words.slice(start, start + WORDS))
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** A character for each byte. Half a surrogate pair becomes U+FFFD, as every encoder does. */
const utf8 = (text: string): string =>
  Array.from(text, (one) => encodeURIComponent(/^[\ud800-\udfff]$/.test(one) ? '\ufffd' : one))
    .join('')
    .replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

/** As words; after the text a one bit, zeros, and its length in bits, of which no text fills the upper half. */
function padded(bytes: string): number[] {
  const words: number[] = []
  ;`${bytes}\u0080`.split('').forEach((byte, index) => {
    words[index >> 2] = at(words, index >> 2) | (byte.charCodeAt(0) << (24 - 8 * (index % 4)))
  })
  while (words.length % WORDS !== WORDS - 2) words.push(0)
  return words.concat(0, bytes.length * 8)
}

/** One block. `v` holds what the standard calls a to h; each round writes two of the eight and shifts the names by one. */
function compress(before: readonly number[], w: number[]): number[] {
  let v = before
  K.forEach((k, i) => {
    if (i >= WORDS) {
      const a = at(w, i - 15)
      const b = at(w, i - 2)
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
      w.push((at(w, i - 16) + s0 + at(w, i - 7) + s1) | 0)
    }
    v = round(v, k + at(w, i))
  })
  return v.map((value, i) => (value + at(before, i)) | 0)
}

function round(v: readonly number[], input: number): number[] {
  const a = at(v, 0)
  const e = at(v, 4)
  const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
  const t1 = (at(v, 7) + s1 + ((e & at(v, 5)) ^ (~e & at(v, 6))) + input) | 0
  const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
  const t2 = (s0 + ((a & at(v, 1)) ^ (a & at(v, 2)) ^ (at(v, 1) & at(v, 2)))) | 0
  return [(t1 + t2) | 0].concat(v.slice(0, 3), (at(v, 3) + t1) | 0, v.slice(4, 7))
}

const rotate = (value: number, by: number): number => (value >>> by) | (value << (32 - by))
const at = (words: readonly number[], index: number): number => words[index] ?? 0
