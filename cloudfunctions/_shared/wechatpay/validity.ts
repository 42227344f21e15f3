// A certificate is good from one moment to another. One that is held and not good now is told with its date.
import type { X509Certificate } from 'node:crypto'

/** Milliseconds since 1970. */
export interface Validity {
  fromMs: number
  toMs: number
}

export interface Lapse {
  reason: 'CERTIFICATE_EXPIRED' | 'CERTIFICATE_NOT_YET_VALID'
  /** Said after its name. */
  told: string
}

export const validityOf = ({ validFrom, validTo }: X509Certificate): Validity => ({
  fromMs: Date.parse(validFrom),
  toMs: Date.parse(validTo),
})

/** @returns undefined for one that is good now */
export function lapseOf({ fromMs, toMs }: Validity, nowMs: number): Lapse | undefined {
  if (nowMs >= toMs) return { reason: 'CERTIFICATE_EXPIRED', told: `expired on ${dayOf(toMs)}` }
  if (nowMs < fromMs) return { reason: 'CERTIFICATE_NOT_YET_VALID', told: `is not valid before ${dayOf(fromMs)}` }
  return undefined
}

/** In UTC. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
