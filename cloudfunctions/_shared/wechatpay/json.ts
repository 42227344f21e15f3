// Bytes to JSON, strictly: text that is not UTF-8 is refused, not repaired.
import { isUtf8 } from 'node:buffer'

/**
 * A byte order mark is no JSON either: what would be parsed is then not what was signed.
 * @returns undefined when the bytes are not one JSON text in UTF-8; `{ value }` tells that apart from JSON's own null
 */
export function parseJson(bytes: Buffer): { value: unknown } | undefined {
  if (!isUtf8(bytes)) return undefined
  try {
    return { value: JSON.parse(bytes.toString('utf8')) }
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
