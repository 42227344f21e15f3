// What a notification says, as one text to be compared: a repeat may be sealed anew, and then has other bytes.
import type { NotifyEvent } from './ports'

/** The same in whatever order the fields came: they are read by name. */
export const contentOf = ({ event_type, plaintext }: Pick<NotifyEvent, 'event_type' | 'plaintext'>): string =>
  JSON.stringify([event_type, plaintext], (_, value: unknown) => (isRecord(value) ? inOrder(value) : value))

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const inOrder = (record: object): object =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))
