// What a notification says, as one text to be compared: a repeat may be sealed anew, and then has other bytes.
import { orderedJson } from '../kernel/orderedJson'
import type { NotifyEvent } from './ports'

export const contentOf = ({ event_type, plaintext }: Pick<NotifyEvent, 'event_type' | 'plaintext'>): string =>
  orderedJson([event_type, plaintext])
