// NOTIFY 2/5: what did not verify, or could not be opened, is told by a status of its own.
import { failure, type NotifyFailure } from './outcome'
import type { Unverified } from './ports'

export function refusalOf({ kind, reason }: Unverified): NotifyFailure {
  const { status, message } = ANSWERS[kind]
  return failure(status, reason, message)
}

const ANSWERS: Record<Unverified['kind'], Pick<NotifyFailure, 'status' | 'message'>> = {
  tooLarge: { status: 413, message: 'the body is too large' },
  notAuthentic: { status: 401, message: 'the signature could not be verified' },
  unreadable: { status: 400, message: 'the notification could not be read' },
  keyMismatch: { status: 500, message: 'the notification could not be decrypted yet' },
}
