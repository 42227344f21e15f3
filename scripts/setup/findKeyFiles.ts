// Key files below a folder. What a file is, its content says; its name only tells which ones to open.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openKeyFile, type KeyFile } from '../../cloudfunctions/_shared/wechatpay/keyFile'
import { textOf } from '../settings/keyFiles'
import { toldPath } from '../toldPath'

export interface FoundFile {
  path: string
  /** As it is told: from the folder it was looked for in. */
  told: string
  file: KeyFile
  /** What a reader of keys takes. Of a PKCS#12 file, its bytes. */
  source: string | Buffer
}

/** Folders within folders. Key files lie beside one another, in a folder somebody unpacked. */
const MAX_DEPTH = 5
/** No key file is larger. */
const MAX_BYTES = 64 * 1024
const IS_KEY_FILE = /\.(pem|p12|pfx|key|crt|cer|der)$/i
/** Nobody keeps keys in what was installed or built, nor in folders of tools (`.git`). */
const IS_PASSED_BY = /^(node_modules|dist|functions-built|coverage|\..*)$/

/** @throws {Error} the folder cannot be read */
export function findKeyFiles(folder: string): FoundFile[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder}: is no folder`)
  return pathsIn(folder, 0).map((path) => ({ path, told: toldPath(folder, path), ...open(path) }))
}

function pathsIn(folder: string, depth: number): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return depth < MAX_DEPTH && !IS_PASSED_BY.test(entry.name) ? pathsIn(path, depth + 1) : []
    return entry.isFile() && IS_KEY_FILE.test(entry.name) && statSync(path).size <= MAX_BYTES ? [path] : []
  })
}

/** In one order everywhere. A folder that may not be read holds nothing for us. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

function open(path: string): Pick<FoundFile, 'file' | 'source'> {
  const bytes = bytesOf(path)
  const isText = bytes[0] !== 0x30
  const source = isText ? textOf(bytes) : bytes
  return { file: openKeyFile(source), source }
}

/** One that may not be read counts as empty, and is told of as damaged where it is needed. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
