// RFC 3339 in China's time zone, as the pages print it.
const CHINA_OFFSET_MS = 8 * 3_600_000

/** `2020-09-10T13:29:35+08:00`. */
export function toChinaTime(ms: number): string {
  return `${shifted(ms).slice(0, 19)}+08:00`
}

/** `2020-09-10T13:29:35.120+08:00`: the combine-papay family's examples carry milliseconds. */
export function toChinaTimeMillis(ms: number): string {
  return `${shifted(ms).slice(0, 23)}+08:00`
}

function shifted(ms: number): string {
  return new Date(ms + CHINA_OFFSET_MS).toISOString()
}
