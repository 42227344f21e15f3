// Times come from the server and are shown in the time of China, wherever the phone is and whatever its clock says.

const CHINA_MS = 8 * 60 * 60_000

/** Such as 2026年11月21日 14:20. */
export function formatTime(ms: number): string {
  const at = new Date(ms + CHINA_MS)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
}
