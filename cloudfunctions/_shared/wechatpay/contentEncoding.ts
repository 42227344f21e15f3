// Undoes the compression of an answer: signatures are over what was compressed.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

const DECODERS: Readonly<Record<string, typeof gunzipSync>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/** Sent as `Accept-Encoding`. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/**
 * In one go: an answer is a few kilobytes, and the cap keeps a bomb from unfolding.
 * @param encoding value of `Content-Encoding`
 * @throws with a `code`: damaged, unknown (`ERR_CONTENT_ENCODING`), or more than the cap (`ERR_BUFFER_TOO_LARGE`)
 */
export function decodeContent(body: Buffer, encoding: string | undefined, maxBytes: number): Buffer {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity' || body.length === 0) return body
  const decode = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined
  if (!decode) throw Object.assign(new Error('an encoding that was not asked for'), { code: 'ERR_CONTENT_ENCODING' })
  return decode(body, { maxOutputLength: maxBytes })
}
