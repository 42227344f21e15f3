// Times come from the server and are shown in the time of China, wherever the phone is and whatever its clock says.

const CHINA_MS = 8 * 60 * 60_000

const inChina = (ms: number): string => new Date(ms + CHINA_MS).toISOString()

/** Such as 2026年11月21日 14:20. */
export const formatTime = (ms: number): string =>
  inChina(ms).replace(/^(\d+)-0?(\d+)-0?(\d+)T(\d+:\d+).*/, '$1年$2月$3日 $4')

/** Such as 2026-11-21. */
export const formatDate = (ms: number): string => inChina(ms).slice(0, 10)
