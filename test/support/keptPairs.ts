// RSA pairs for tests. Each takes a tenth of a second of a core to make, and a run needs hundreds: they are kept for the next file,
// and the next run. No two that one file takes are the same.
import { createPublicKey, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(__dirname, '../../node_modules/.cache/test-keys')

let taken = 0

/** Of 2048 bits. */
export function keptPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  taken += 1
  const file = join(FOLDER, `${taken}.pem`)
  const privateKey = readIfThere(file) ?? keep(file)
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

function readIfThere(file: string): KeyObject | undefined {
  try {
    return createPrivateKey(readFileSync(file))
  } catch {
    return undefined
  }
}

/** Whole or not at all: another file reads it while this one writes. */
function keep(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(`${file}.${process.pid}`, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  renameSync(`${file}.${process.pid}`, file)
  return privateKey
}
