// A key nobody was ever told of: for answers and notifications that only look signed.
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

let made: KeyObject | undefined

/** Made on first use, since few runs need it. */
export function unpublishedKey(): KeyObject {
  made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return made
}

/** A certificate serial that no certificate has. */
export function unpublishedSerial(): string {
  return randomBytes(20).toString('hex').toUpperCase()
}
