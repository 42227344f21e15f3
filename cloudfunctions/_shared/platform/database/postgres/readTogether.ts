// Reads that are asked for side by side do not depend on each other: they go to the database as one.
import type { DatabaseCall } from './databaseCall'
import { readVersioned, type Key, type Versioned } from './optimisticTransaction'

export type ReadOne = (key: Key) => Promise<Versioned>

interface Waiting {
  key: Key
  resolve: (found: Versioned) => void
  reject: (error: unknown) => void
}

export function readTogether(call: DatabaseCall): ReadOne {
  let waiting: Waiting[] = []
  const send = (): void => {
    const sent = waiting
    waiting = []
    readVersioned(
      call,
      sent.map(({ key }) => key),
    ).then(
      (found) => found.forEach((one, index) => sent[index]?.resolve(one)),
      (error: unknown) => sent.forEach(({ reject }) => reject(error)),
    )
  }
  return (key) =>
    new Promise((resolve, reject) => {
      // As soon as whoever asks has asked for all of them.
      if (waiting.length === 0) queueMicrotask(send)
      waiting.push({ key, resolve, reject })
    })
}
