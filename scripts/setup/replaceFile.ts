// A file of secrets is replaced whole or not at all, and what it was is kept beside it.
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'

const OWNER_ONLY = 0o600

/**
 * @returns path of the copy of what it was; undefined where there was none, or nothing changed
 * @throws {Error} of the file system, with the path; then the file is as it was, and no copy is left
 */
export function replaceFile(path: string, text: string, now: Date): string | undefined {
  // A link stays one.
  const file = existsSync(path) ? realpathSync(path) : path
  const was = existsSync(file) ? readFileSync(file) : undefined
  if (was?.equals(Buffer.from(text))) {
    chmodSync(file, OWNER_ONLY)
    return undefined
  }
  const backup = was === undefined ? undefined : `${file}.backup-${stampOf(now)}`
  return uninterrupted(() => {
    try {
      if (backup !== undefined && was) writeWhole(backup, was)
      writeWhole(file, text)
    } catch (error) {
      if (backup !== undefined) rmSync(backup, { force: true })
      throw Object.assign(error as Error, { path: file })
    }
    return backup
  })
}

/** Readable by its owner alone from its first byte. */
function writeWhole(path: string, content: string | Buffer): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const handle = openSync(temporary, 'wx', OWNER_ONLY)
    try {
      writeFileSync(handle, content)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** With a listener of our own, Ctrl-C, or a terminal that is closed, waits until what runs has ended. */
function uninterrupted<T>(work: () => T): T {
  const wait = (): void => undefined
  for (const signal of SIGNALS) process.on(signal, wait)
  try {
    return work()
  } finally {
    for (const signal of SIGNALS) process.off(signal, wait)
  }
}

/** `20261129-101500`, in UTC. */
const stampOf = (now: Date): string =>
  now
    .toISOString()
    .replace(/[-:]|\..*/g, '')
    .replace('T', '-')
