// The zip a function's code is uploaded in, taken apart: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.
import { inflateRawSync } from 'node:zlib'

const END = 0x06_05_4b_50
const END_BYTES = 22
const ENTRY = 0x02_01_4b_50
const STORED = 0
const DEFLATED = 8

/** @returns content by path, folders left out @throws {Error} it is no zip, or packed in another way */
export function filesInZip(zip: Buffer): Map<string, Buffer> {
  const end = findEnd(zip)
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error(`no entry of a zip at ${at}`)
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as Triple
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes)
    if (!name.endsWith('/')) files.set(name, contentOf(zip, at))
    at += 46 + nameBytes + extraBytes + commentBytes
  }
  return files
}

type Triple = [number, number, number]

/** Before a comment of any length. */
function findEnd(zip: Buffer): number {
  for (let at = zip.length - END_BYTES; at >= 0; at--) if (zip.readUInt32LE(at) === END) return at
  throw new Error('this is no zip')
}

function contentOf(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10)
  const bytes = zip.readUInt32LE(entry + 20)
  const local = zip.readUInt32LE(entry + 42)
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(from, from + bytes)
  if (method === STORED) return packed
  if (method === DEFLATED) return inflateRawSync(packed)
  throw new Error(`packed by method ${method}: expected stored or deflated`)
}
