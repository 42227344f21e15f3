// Whether a notification that no key opens is something a person should hear of. Where platform certificates are trusted, other
// merchants' genuine ones verify too, and look no different from one of ours under a wrong key: but while today's key opens
// what comes, it is not wrong. One small document says so for all instances, since those that take notifications live minutes.
import { StoreError } from '../kernel/errors'
import { sinceMs } from '../kernel/stamps'
import type { Store } from '../kernel/ports'
import type { NotifyKeyRecord } from '../records/notifyKeys'
import type { KeyWatch } from './ports'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Each instance reads at most so often, and all of them write so often: nearly every notification costs nothing. */
const NOTE_EVERY_MS = 10 * MINUTE

/** @param keyId names today's key. @throws {ConfigError} */
export function createKeyWatch(store: Store, keyId: () => string): KeyWatch {
  /** Of this instance; what it knows better than the document. */
  const own: { openedAtMs?: number; notedAtMs?: number; alertedAtMs?: number; untrustedAtMs?: number } = {}

  async function note(nowMs: number): Promise<void> {
    const known = await store.read('notify_keys', keyId())
    if (!isWithin(NOTE_EVERY_MS, known?.openedAtMs, nowMs)) await stamp(known, { openedAtMs: nowMs })
  }

  /** @returns false: another instance was quicker */
  async function stamp(known: NotifyKeyRecord | undefined, change: Partial<NotifyKeyRecord>): Promise<boolean> {
    if (!known) return (await store.add('notify_keys', { _id: keyId(), ...change, revision: 1 })) === 'added'
    return store.compareAndSet('notify_keys', known, { ...known, ...change, revision: known.revision + 1 })
  }

  async function isNewsToAll(nowMs: number): Promise<boolean> {
    const known = await store.read('notify_keys', keyId())
    if (isWithin(DAY, known?.openedAtMs, nowMs) || isWithin(HOUR, known?.alertedAtMs, nowMs)) return false
    return stamp(known, { alertedAtMs: nowMs })
  }

  return {
    async opened(nowMs) {
      own.openedAtMs = nowMs
      if (isWithin(NOTE_EVERY_MS, own.notedAtMs, nowMs)) return
      own.notedAtMs = nowMs
      await orIfItFails(note(nowMs), undefined)
    },

    async isNews(nowMs) {
      if (isWithin(DAY, own.openedAtMs, nowMs) || isWithin(HOUR, own.alertedAtMs, nowMs)) return false
      const isNews = await orIfItFails(isNewsToAll(nowMs), true)
      if (isNews) own.alertedAtMs = nowMs
      return isNews
    },

    isNewsOfTrust(nowMs) {
      if (isWithin(HOUR, own.untrustedAtMs, nowMs)) return false
      own.untrustedAtMs = nowMs
      return true
    },
  }
}

const isWithin = (ms: number, atMs: number | undefined, nowMs: number): boolean =>
  atMs !== undefined && sinceMs(atMs, nowMs) < ms

/** Without the document each instance knows its own part: no notification is refused for that. */
async function orIfItFails<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof StoreError) return otherwise
    throw error
  }
}
