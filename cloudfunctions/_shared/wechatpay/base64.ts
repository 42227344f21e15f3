// Base64 as RFC 4648 section 4 writes it. Buffer.from(text, 'base64') skips what it does not know, which lets two texts
// mean the same bytes; WeChat Pay's own probes are not base64 at all.

/**
 * Decodes canonical base64: the standard alphabet, padded, nothing else.
 * @returns undefined when the text is anything else
 */
export function decodeBase64(text: string): Buffer | undefined {
  if (text.length === 0 || text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = Buffer.from(text, 'base64')
  // Whatever was skipped is missing now. What is read without being of the alphabet: base64url, and characters beyond ASCII.
  if (bytes.length !== (text.length / 4) * 3 - padding || text.includes('-') || text.includes('_')) return undefined
  if (Buffer.byteLength(text) !== text.length) return undefined
  return hasSpareBits(text, padding) ? undefined : bytes
}

/** Bits of the last character that no byte takes have to be 0. */
const hasSpareBits = (text: string, padding: number): boolean =>
  padding !== 0 && !ENDS[padding - 1]?.includes(text.charAt(text.length - padding - 1))

const ENDS = ['AEIMQUYcgkosw048', 'AQgw']
