// What anybody may know: a public key, a certificate, a JWK, an address; in any dress that a person or a tool puts it in.
// None of it may become a secret, since whoever knows a secret can make tokens.

export type PublicKnowledge = 'key' | 'JWK' | 'address'

/** Encodings around one another. Nobody packs deeper by mistake. */
const LAYERS = 4

/** @returns what the text is, or what comes out of it when encodings are undone; undefined where that says nothing */
export function publicKnowledge(text: string): PublicKnowledge | undefined {
  let layer: Buffer[] = [Buffer.from(text)]
  for (let depth = 0; depth <= LAYERS; depth++) {
    const found = layer.map(recognise).find((knowledge) => knowledge !== undefined)
    if (found) return found
    layer = layer.flatMap((bytes) => undress(toText(bytes)))
  }
  return undefined
}

/** One character a byte, without the zeros of UTF-16. */
const toText = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\0', '')

function recognise(bytes: Buffer): PublicKnowledge | undefined {
  const text = toText(bytes)
  if (KEY_WORDS.test(text) || KEY_BYTES.test(bytes.toString('hex'))) return 'key'
  if (JWK_WORDS.test(text)) return 'JWK'
  return ADDRESS.test(text) || FILE.test(text) ? 'address' : undefined
}

/** PEM, with or without its dashes, the two forms of SSH, and XML. */
const KEY_WORDS = /BEGIN [A-Z0-9 ]*(KEY|CERTIFICATE)|ssh-(rsa|dss|ed25519)|ecdsa-sha2-|<(RSAKeyValue|Modulus)>/

/** Kinds of keys as DER names them (RSA, EC, Ed25519 and the like, SM2), or how PKCS#1 begins: a piece of a key is enough. */
const KEY_BYTES =
  /2a864886f70d01|2a8648ce3d|06032b65(?:6[ef]|7[01])|2a811ccf55|^308[12](..){1,2}(020100)?028[12](..){1,2}00/

const JWK_WORDS = /\bkty["']?\s*:\s*["']?(RSA|EC|OKP)|"keys"\s*:\s*\[/

/** With its scheme or without, from end to end. */
const HOST = '(?:[a-z][a-z0-9+.-]*://(?:\\S*@)?(?:[\\w.-]+|\\[[0-9a-f:]+])|(?:[a-z0-9-]+\\.)+[a-z]{2,})'
const ADDRESS = new RegExp(`^\\s*${HOST}(?::\\d+)?(?:[/?#][\\w.~%?=&#/-]*)?\\s*$`, 'i')

/** Where one lies on a disk: a name that anybody can guess. */
const FILE = /^\s*(?:[a-z]:)?[\w .~\\/-]*\.(?:pem|pub|key|der|cer|crt|cert|p12|pfx|jwks?|json|txt)\s*$/i

/** Every way to read it as a code for something else: base64 of either alphabet, hex, the percent signs of a query, and the \u of JSON. */
function undress(text: string): Buffer[] {
  const bare = text.replace(/\\+[rn]|[\s"':]/g, '')
  const unescaped = text.replace(/(?:%|\\+u00)([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  )
  return [
    ...(bare.match(/[A-Za-z0-9+/_-]{24,}/g) ?? []).map((run) => Buffer.from(run, 'base64')),
    ...(bare.replaceAll('-', '').match(/([0-9a-f]{2}){16,}/gi) ?? []).map((run) => Buffer.from(run, 'hex')),
    ...(unescaped === text ? [] : [Buffer.from(unescaped, 'latin1')]),
  ]
}
