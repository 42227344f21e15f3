// PROOF: who signed a recorded message, over which text, and whether it holds; and what is sealed in a notification. For people who
// want to see it: nothing is decided here.
import { createDecipheriv, type KeyObject } from 'node:crypto'
import type { SandboxKeys } from '../keys'
import type { RecordedExchange } from './requestLog'
import { isSignedBy, requestMessage } from './signature'

/** Whose key it is. */
type Signer = 'merchant' | 'publicKey' | 'certificate'

type ProofProblem = 'missing' | 'stale' | 'unknownSerial' | 'probe' | 'mismatch'

export interface Proof {
  /** What a verifier puts together and checks the signature over: lines, each ended by \n. */
  base: string
  timestamp: string
  nonce: string
  serial: string
  signature: string
  /** How far its timestamp is ahead of when it came. */
  skewSec: number
  /** By its serial; none where nobody has it. */
  signer?: Signer
  problem?: ProofProblem
}

interface Signed extends Pick<Proof, 'timestamp' | 'nonce' | 'serial' | 'signature'> {
  message: Buffer
  atMs: number
}

/** Both sides refuse what is older, or further ahead. */
export const WINDOW_SEC = 300
const PROBE = 'WECHATPAY/SIGNTEST/'

/** Of a request of the merchant's, by its Authorization. */
export function proofOfRequest({ seen, headers, body }: RecordedExchange, { merchant }: SandboxKeys): Proof {
  const authorization = headers['authorization'] ?? ''
  const member = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? ''
  const [timestamp, nonce] = [member('timestamp'), member('nonce_str')]
  const message = requestMessage(seen.method, seen.path, timestamp, nonce, body)
  const signed = { timestamp, nonce, serial: member('serial_no'), signature: member('signature'), message }
  const isOurs = signed.serial.toUpperCase() === merchant.serial
  return judge(
    { ...signed, atMs: seen.atMs },
    isOurs ? { signer: 'merchant', publicKey: merchant.publicKey } : undefined,
  )
}

interface SignedByWechatPay {
  /** In any spelling. */
  headers: Readonly<Record<string, string>>
  body: Buffer
  atMs: number
}

/** Of an answer or a notification. */
export function proofOfMessage({ headers, body, atMs }: SignedByWechatPay, keys: SandboxKeys): Proof {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: string): string => lower[`wechatpay-${name}`] ?? ''
  const [timestamp, nonce, serial] = [header('timestamp'), header('nonce'), header('serial')]
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return judge({ timestamp, nonce, serial, signature: header('signature'), message, atMs }, keyOf(serial, keys))
}

interface NamedKey {
  signer: Signer
  publicKey: KeyObject
}

function keyOf(serial: string, { wechatPay, platformCertificates }: SandboxKeys): NamedKey | undefined {
  if (serial === wechatPay.serial) return { signer: 'publicKey', publicKey: wechatPay.publicKey }
  const certificate = platformCertificates.find((one) => one.serial === serial)
  return certificate && { signer: 'certificate', publicKey: certificate.publicKey }
}

function judge({ message, atMs, ...told }: Signed, key: NamedKey | undefined): Proof {
  const skewSec = Number(told.timestamp) - Math.floor(atMs / 1000)
  const problem = problemOf({ ...told, skewSec, message }, key?.publicKey)
  return {
    ...told,
    base: message.toString(),
    skewSec,
    ...(key && { signer: key.signer }),
    ...(problem !== undefined && { problem }),
  }
}

/** In the order in which a verifier looks. */
function problemOf(
  { timestamp, nonce, serial, signature, skewSec, message }: Omit<Signed, 'atMs'> & { skewSec: number },
  key: KeyObject | undefined,
): ProofProblem | undefined {
  if ([timestamp, nonce, serial, signature].includes('')) return 'missing'
  if (signature.startsWith(PROBE)) return 'probe'
  if (!(Math.abs(skewSec) <= WINDOW_SEC)) return 'stale'
  if (!key) return 'unknownSerial'
  return isSignedBy(key, message, signature) ? undefined : 'mismatch'
}

interface Opened {
  /** JSON, as it was sealed; none where the key does not open it, or nothing is sealed in it as it should be. */
  plaintext?: string
  nonce: string
  associatedData: string
}

const TAG_BYTES = 16

/** Opens what a notification holds, with the APIv3 key. */
export function openNotification(body: Buffer, apiV3Key: string): Opened {
  const { resource = {} } = readObject(body.toString()) as { resource?: Record<string, unknown> }
  const text = (name: string): string => (typeof resource[name] === 'string' ? resource[name] : '')
  const told = { nonce: text('nonce'), associatedData: text('associated_data') }
  try {
    const sealed = Buffer.from(text('ciphertext'), 'base64')
    const options = { authTagLength: TAG_BYTES }
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(told.nonce), options)
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    decipher.setAAD(Buffer.from(told.associatedData))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
    return { ...told, plaintext: plain.toString() }
  } catch {
    return told
  }
}

function readObject(text: string): object {
  try {
    return Object(JSON.parse(text)) as object
  } catch {
    return {}
  }
}
