import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

export interface KeyPair {
  privateKey: KeyObject
  publicKey: KeyObject
}

/** Where the keys of the local WeChat come from: of node's own making, 2048 bits. Tests, which start it hundreds of times, put theirs here. */
export const rsaPairs = {
  make: async (): Promise<KeyPair> => promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
}
