// What anybody may know of a login, in the dresses it is pasted in.
import type { KeyObject } from 'node:crypto'
import { publicPems, toBase64, derOf } from './keyForms'

const BOM = '\ufeff'
const toBase64Url = (content: string | Buffer): string => Buffer.from(content).toString('base64url')

/** `ssh-rsa AAAA…`, as ssh-keygen writes it. */
export function sshOf(key: KeyObject): string {
  const { e = '', n = '' } = key.export({ format: 'jwk' }) as { e?: string; n?: string }
  const parts = [Buffer.from('ssh-rsa'), Buffer.from(e, 'base64url'), Buffer.from(`00${hex(n)}`, 'hex')]
  const blob = Buffer.concat(parts.flatMap((part) => [uint32(part.length), part]))
  return `ssh-rsa ${toBase64(blob)} login@example.com`
}
const hex = (base64url: string) => Buffer.from(base64url, 'base64url').toString('hex')
function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** @param other the PEM of a certificate, or of another key */
export function publicDresses(key: KeyObject, other: string): Record<string, string> {
  const { SPKI: pem } = publicPems(key)
  const der = derOf(pem)
  const jwk = JSON.stringify(key.export({ format: 'jwk' }))
  return {
    'the PEM': pem,
    'the PEM on one line with \\n': pem.replaceAll('\n', '\\n'),
    'the PEM without its dashes': pem.replaceAll('-----', ''),
    'base64 of the PEM': toBase64(pem),
    'base64 of the PEM with a byte order mark': toBase64(BOM + pem),
    'base64 of the PEM with a line in front': toBase64(`login key\n${pem}`),
    'base64 of the PEM in UTF-16': toBase64(Buffer.from(BOM + pem, 'utf16le')),
    'url-safe base64 of the PEM': toBase64Url(BOM + pem),
    'base64 of base64 of the PEM': toBase64(toBase64(pem)),
    'base64 of base64 of base64 of the PEM': toBase64(toBase64(toBase64(pem))),
    'base64 of DER': toBase64(der),
    'base64 of DER over several lines': (toBase64(der).match(/.{1,64}/g) ?? []).join('\n'),
    'base64 of DER, cut short': toBase64(der.subarray(0, 150)),
    'url-safe base64 of DER': toBase64Url(der),
    'base64 of base64 of DER': toBase64(toBase64(der)),
    'base64 of DER with a name in front': `publicKey=${toBase64(der)}`,
    'a data URL of DER': `data:application/octet-stream;base64,${toBase64(der)}`,
    'hex of DER': der.toString('hex'),
    'hex of DER in capitals, with colons': (der.toString('hex').toUpperCase().match(/../g) ?? []).join(':'),
    'hex of DER, with dashes': (der.toString('hex').match(/../g) ?? []).join('-'),
    'hex of DER with 0x': `0x${der.toString('hex')}`,
    'base64 of hex of DER': toBase64(der.toString('hex')),
    'the PEM in a query': encodeURIComponent(pem),
    'the PEM with each letter spelled in JSON': pem.replace(
      /[A-Z]/g,
      (one) => `\\u00${one.charCodeAt(0).toString(16)}`,
    ),
    'base64 of PKCS#1': toBase64(derOf(publicPems(key)['PKCS#1'])),
    'base64 of PKCS#1, cut short': toBase64(derOf(publicPems(key)['PKCS#1']).subarray(0, 150)),
    'a JWK': jwk,
    'base64 of a JWK': toBase64(jwk),
    'url-safe base64 of a JWK': toBase64Url(jwk),
    'a JWKS': JSON.stringify({ keys: [JSON.parse(jwk) as object] }, null, 2),
    'an ssh key': sshOf(key),
    'the middle of an ssh key': sshOf(key).split(' ')[1] ?? '',
    'base64 of an ssh key': toBase64(sshOf(key)),
    'a key in XML': `<RSAKeyValue><Modulus>${toBase64(der.subarray(30))}</Modulus></RSAKeyValue>`,
    'another PEM': other,
    'base64 of another PEM with a byte order mark': toBase64(BOM + other),
    'base64 of base64 of another DER': toBase64(toBase64(derOf(other))),
    'hex of another DER': derOf(other).toString('hex'),
    'an address': 'https://login.example.com/.well-known/jwks.json',
    'an address with a password': 'https://me:secret@login.example.com:8443/jwks.json?a=b',
    'an address by number': 'http://[2001:db8::1]:8080/.well-known/jwks.json',
    'an address without https://': 'login.example.com/.well-known/jwks.json',
    'base64 of an address': toBase64('https://login.example.com/.well-known/jwks.json'),
    'the path of a file': '../keys of the shop/login_public_key.pem',
    'a path of Windows': 'C:\\keys\\production\\login_public_key.pem',
    'base64 of a path': toBase64('/etc/ssl/keys/login-public-key.crt'),
    'an address in a query': encodeURIComponent('https://login.example.com/.well-known/jwks.json'),
  }
}
