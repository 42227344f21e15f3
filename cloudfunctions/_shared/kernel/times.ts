// Times inside messages are stored for people to read; they never decide an order.

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/**
 * RFC 3339, with or without a fraction, such as `2020-09-10T13:29:35.120+08:00`.
 * @returns milliseconds since 1970, or undefined for anything else
 */
export function parseRfc3339(text: string | undefined): number | undefined {
  if (text === undefined || !RFC3339.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}
