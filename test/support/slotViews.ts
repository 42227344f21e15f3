// What a test looks for in a user's slot.
import type { SlotAttempt, SlotRecord } from '../../cloudfunctions/_shared/records/slots'

/** Where it stands, of a user under one template. */
export const attemptOf = (slot: SlotRecord | undefined): SlotAttempt | undefined =>
  Object.values(slot?.attempts ?? {})[0]

/** Every code it points to. */
export const codesOf = ({ attempts, inForce }: SlotRecord): string[] => [
  ...Object.values(attempts).map(({ currentCode }) => currentCode),
  ...inForce.map(({ code }) => code),
]
