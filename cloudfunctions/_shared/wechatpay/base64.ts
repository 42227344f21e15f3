// Base64 as RFC 4648 section 4 writes it. Buffer.from(text, 'base64') skips what it does not know, which lets two texts
// mean the same bytes; WeChat Pay's own probes are not base64 at all.

/**
 * Decodes canonical base64: the standard alphabet, padded, nothing else.
 * @returns undefined when the text is anything else
 */
export function decodeBase64(text: string): Buffer | undefined {
  if (text.length === 0 || text.length % 4 !== 0) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
