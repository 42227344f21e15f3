// What a key file holds, whatever happened to it on the way into a setting: newlines lost, doubled or replaced, a byte
// order mark or quotes around it, all of it once more in base64. It is parsed here, once; keys.ts says whether it is right.
import { createPrivateKey, createPublicKey, KeyObject, X509Certificate } from 'node:crypto'

/**
 * Text: PEM with any line ends (LF, CRLF, `\n` or `\r\n` spelled out, blanks, none), base64 of a PEM, or base64 of DER.
 * Bytes: DER, or such a text. Or what was parsed before.
 */
export type KeySource = string | Buffer | KeyObject

export type KeyFile =
  | { kind: 'private key' | 'public key' | 'secret key'; key: KeyObject }
  /** And the public key in it. */
  | { kind: 'certificate'; certificate: X509Certificate; key: KeyObject }
  | { kind: 'locked private key' | 'PKCS#12 file' | 'unknown' }
  /** What PEM calls so, such as `CERTIFICATE REQUEST`. */
  | { kind: 'other PEM'; label: string }
  /** Named so, but nothing that can be read. */
  | { kind: 'damaged'; was: PemKind | 'DER' }
  /** A PEM that has its first line, and not its last. */
  | { kind: 'cut short'; was: PemKind; isFirstLineOnly: boolean }

type PemKind = 'private key' | 'public key' | 'certificate'

/** @returns `unknown` for what is none of these; never throws */
export function openKeyFile(source: KeySource | X509Certificate): KeyFile {
  if (source instanceof KeyObject) return { kind: `${source.type} key`, key: source }
  if (source instanceof X509Certificate) return attempt(() => certificateFile(source))
  if (typeof source === 'string') return openText(source)
  if (!((source as unknown) instanceof Uint8Array)) return { kind: 'unknown' }
  const bytes = Buffer.from(source)
  return startsDer(bytes) ? openDer(bytes) : openText(bytes.toString('utf8'))
}

function openText(text: string): KeyFile {
  const bytes = decodeBase64Text(text)
  if (bytes && startsDer(bytes)) return openDer(bytes)
  return openPemText(text) ?? (bytes && openPemText(bytes.toString('utf8'))) ?? { kind: 'unknown' }
}

function openPemText(text: string): KeyFile | undefined {
  const pem = findPem(text)
  if (pem) return openPem(pem)
  // Its own lines tell of it, though those around them are lost.
  return LOCKED.test(text) ? { kind: 'locked private key' } : openBeginning(text)
}

/** Line ends that were spelled out, and what people put around a value. A byte order mark is white space too. */
const NOISE = /\\+[rn]|[\s"']/g

function decodeBase64Text(text: string): Buffer | undefined {
  const bare = text.replace(NOISE, '')
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(bare) ? Buffer.from(bare, 'base64') : undefined
}

// ---- PEM -----------------------------------------------------------------------------------------------------------

interface Pem {
  /** Such as `PRIVATE KEY`. */
  label: string
  inside: string
}

/**
 * The first block of a text; a private key before all others, wherever it stands: what holds one must not pass for public,
 * since it would be kept, whole, where the public may look.
 */
function findPem(text: string): Pem | undefined {
  const [, label, inside] = (PRIVATE_BEGINS.test(text) ? PRIVATE_BLOCK : BLOCK).exec(text) ?? []
  return label === undefined || inside === undefined ? undefined : { label, inside }
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \1-----/s
const PRIVATE_BEGINS = /-----BEGIN [A-Z0-9 ]{0,28}PRIVATE KEY-----/
const PRIVATE_BLOCK = /-----BEGIN ([A-Z0-9 ]{0,28}PRIVATE KEY)-----(.*?)-----END \1-----/s

/** What is inside says what it is; the label only where that cannot be read. */
function openPem({ label, inside }: Pem): KeyFile {
  if (label === LOCKED_LABEL || LOCKED.test(inside)) return { kind: 'locked private key' }
  const file = openDer(decodeBase64Text(inside) ?? Buffer.alloc(0))
  if (file.kind !== 'damaged') return file
  const was = LABELS[label]
  return was ? { kind: 'damaged', was } : { kind: 'other PEM', label }
}

/** A first line without its last still says what was meant. */
function openBeginning(text: string): KeyFile | undefined {
  const [, label, rest = ''] = BEGINNING.exec(text) ?? []
  if (label === undefined) return undefined
  if (label === LOCKED_LABEL) return { kind: 'locked private key' }
  const was = LABELS[label]
  if (!was) return { kind: 'other PEM', label }
  return { kind: 'cut short', was, isFirstLineOnly: rest.replace(NOISE, '') === '' }
}

const BEGINNING = /-----BEGIN ([A-Z0-9 ]{1,40})-----(.*)$/s

const LOCKED_LABEL = 'ENCRYPTED PRIVATE KEY'
/** The older way to lock a key is told in a line of its own. */
const LOCKED = /Proc-Type:\s*4\s*,\s*ENCRYPTED/i

const LABELS: Readonly<Record<string, PemKind>> = {
  'PRIVATE KEY': 'private key',
  'RSA PRIVATE KEY': 'private key',
  'EC PRIVATE KEY': 'private key',
  'PUBLIC KEY': 'public key',
  'RSA PUBLIC KEY': 'public key',
  CERTIFICATE: 'certificate',
}

// ---- DER -----------------------------------------------------------------------------------------------------------

/** One SEQUENCE. No text that we take begins with this byte, a `0`. */
const startsDer = (bytes: Buffer): boolean => bytes[0] === 0x30

const LENGTH = '(?:[0-7].|81..|82....)'
const holding = (start: string) => new RegExp(`^30${LENGTH}${start}`)

/** By how each begins, in hex: asking OpenSSL for what it is not takes a millisecond every time. */
const FORMS: readonly (readonly [begins: RegExp, open: (der: Buffer) => KeyFile])[] = [
  [holding('02010[01]30'), (key) => privateKey({ key, format: 'der', type: 'pkcs8' })],
  [holding('02010002'), (key) => privateKey({ key, format: 'der', type: 'pkcs1' })],
  [holding('02010104'), (key) => privateKey({ key, format: 'der', type: 'sec1' })],
  [holding('02010330'), () => ({ kind: 'PKCS#12 file' })],
  // By a scheme of PKCS#5 or of PKCS#12.
  [holding(`30${LENGTH}06..2a864886f70d01(?:05|0c)`), () => ({ kind: 'locked private key' })],
  [holding(`30${LENGTH}06`), (key) => publicKey({ key, format: 'der', type: 'spki' })],
  [holding(`30${LENGTH}02010030`), () => ({ kind: 'other PEM', label: 'CERTIFICATE REQUEST' })],
  [holding('06092a864886f70d0107'), () => ({ kind: 'other PEM', label: 'PKCS7' })],
  [holding('02'), (key) => publicKey({ key, format: 'der', type: 'pkcs1' })],
  [holding(`30${LENGTH}(?:a0|02)`), (der) => certificateFile(new X509Certificate(der))],
]

function openDer(der: Buffer): KeyFile {
  const head = der.toString('hex', 0, 32)
  const open = FORMS.find(([begins]) => begins.test(head))?.[1]
  return open ? attempt(() => open(der)) : DAMAGED
}

const DAMAGED: KeyFile = { kind: 'damaged', was: 'DER' }

function attempt(open: () => KeyFile): KeyFile {
  try {
    return open()
  } catch {
    return DAMAGED
  }
}

const privateKey = (input: Parameters<typeof createPrivateKey>[0]): KeyFile => ({
  kind: 'private key',
  key: createPrivateKey(input),
})
const publicKey = (input: Parameters<typeof createPublicKey>[0]): KeyFile => ({
  kind: 'public key',
  key: createPublicKey(input),
})
const certificateFile = (certificate: X509Certificate): KeyFile => ({
  kind: 'certificate',
  certificate,
  key: certificate.publicKey,
})
