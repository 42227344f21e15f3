// Key files as people hand them over: each form is another dress of the same file.
import type { KeyObject } from 'node:crypto'

export const toBase64 = (content: string | Buffer): string => Buffer.from(content).toString('base64')
const inLines = (text: string, end = '\n'): string => (text.match(/.{1,76}/g) ?? []).join(end)
const BOM = '\ufeff'

/** The bytes inside a PEM. */
export const derOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----.*?-----/g, ''), 'base64')

/** As text: in an environment variable, or read from a file. */
export const TEXT_FORMS: Readonly<Record<string, (pem: string) => string>> = {
  'as it is': (pem) => pem,
  'with CRLF': (pem) => pem.replaceAll('\n', '\r\n'),
  'with \\n spelled out': (pem) => pem.replaceAll('\n', '\\n'),
  'with \\r\\n spelled out': (pem) => pem.replaceAll('\n', '\\r\\n'),
  'with \\\\n, escaped twice': (pem) => pem.replaceAll('\n', '\\\\n'),
  'on one line, with blanks for line ends': (pem) => pem.replaceAll('\n', ' '),
  'on one line, with nothing for line ends': (pem) => pem.replaceAll('\n', ''),
  'with blanks around every line': (pem) => pem.replaceAll('\n', ' \n '),
  'with a byte order mark': (pem) => BOM + pem,
  'in quotes': (pem) => `"${pem.replaceAll('\n', '\\n')}"`,
  'with what openssl writes in front': (pem) => `Bag Attributes\n    friendlyName: merchant\n${pem}`,
  'in base64': toBase64,
  'in base64 over several lines': (pem) => inLines(toBase64(pem)),
  'in base64, in quotes': (pem) => `"${toBase64(pem)}"`,
  'in base64, in single quotes': (pem) => `'${toBase64(pem)}'`,
  'with a byte order mark, in base64': (pem) => toBase64(BOM + pem),
  'with CRLF, in base64': (pem) => toBase64(pem.replaceAll('\n', '\r\n')),
  'as DER in base64': (pem) => toBase64(derOf(pem)),
  'as DER in base64 over several lines': (pem) => inLines(toBase64(derOf(pem)), '\r\n'),
  'as DER in base64, with \\n spelled out': (pem) => inLines(toBase64(derOf(pem)), '\\n'),
  'as DER in base64, with a byte order mark': (pem) => BOM + toBase64(derOf(pem)),
}

/** As the bytes of a file. */
export const BYTE_FORMS: Readonly<Record<string, (pem: string) => Buffer>> = {
  'as bytes of PEM': (pem) => Buffer.from(pem),
  'as bytes of PEM with a byte order mark and CRLF': (pem) => Buffer.from(BOM + pem.replaceAll('\n', '\r\n')),
  'as bytes of DER': derOf,
  'as bytes of base64 of DER': (pem) => Buffer.from(`${toBase64(derOf(pem))}\n`),
}

const pemOf = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' | 'spki'): string =>
  key.export({ type, format: 'pem' }).toString()

/** The same key in its two formats. */
export const privatePems = (key: KeyObject) => ({ 'PKCS#8': pemOf(key, 'pkcs8'), 'PKCS#1': pemOf(key, 'pkcs1') })
export const publicPems = (key: KeyObject) => ({ SPKI: pemOf(key, 'spki'), 'PKCS#1': pemOf(key, 'pkcs1') })
export const sec1 = (key: KeyObject): string => pemOf(key, 'sec1')

/** With a passphrase, in the newer and the older way. */
export const lockedPems = (key: KeyObject) => ({
  'PKCS#8': key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
  'PKCS#1': key.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
})

/** How a PKCS#12 file begins (apiclient_cert.p12); what follows is never read. */
export const PKCS12 = Buffer.concat([Buffer.from('30820a9602010330820a5c', 'hex'), Buffer.alloc(2700, 7)])

/** `[[one, two], …]` of everything with everything, for `it.each`. */
export const pairs = <A, B>(one: Readonly<Record<string, A>>, other: Readonly<Record<string, B>>) =>
  Object.entries(one).flatMap(([nameA, a]) =>
    Object.entries(other).map(([nameB, b]): [string, string, A, B] => [nameA, nameB, a, b]),
  )
