// Times inside messages are stored for people to read; they never decide an order.

const FORM =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))? ?(?:[Zz]|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?)$/

/**
 * RFC 3339, with or without a fraction, such as `2020-09-10T13:29:35.120+08:00`. A blank for `T` or before the zone, small letters, and a zone
 * without its colon or its minutes are read too: they can mean one thing only.
 * @returns milliseconds since 1970, or undefined for anything else: no zone, or a day or an hour that does not exist
 */
export function parseRfc3339(text: string | undefined): number | undefined {
  const parts = FORM.exec(text ?? '')
  if (!parts) return undefined
  const [, day, time, fraction = '', sign, hours = '0', minutes = '0'] = parts
  const shown = `${day}T${time}`
  const ms = Date.parse(`${shown}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  // Date.parse takes 30 February for 2 March, and 24:00 for the next day.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(shown)) return undefined
  const aheadMs = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? ms + aheadMs : ms - aheadMs
}
