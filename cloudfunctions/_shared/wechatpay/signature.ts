// RSA-SHA256 (PKCS#1 v1.5) over the line-built messages of APIv3. Every line ends with \n, the last one too.
import { sign, verify, type KeyObject } from 'node:crypto'

const ALGORITHM = 'RSA-SHA256'

/**
 * Signs text and answers base64.
 * @param message exactly the bytes the other side will rebuild
 */
export function signText(privateKey: KeyObject, message: string): string {
  return sign(ALGORITHM, Buffer.from(message, 'utf8'), privateKey).toString('base64')
}

/**
 * The message under a request: method, path with query, time, nonce, body.
 * @param target path and query as sent, starting with `/`, no host
 * @param body the exact text sent; empty for none
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012365336 (the rules as restated in the public skills repository, 2026-04)
 */
export function requestMessage(
  method: string,
  target: string,
  timestampSec: number,
  nonce: string,
  body: string,
): string {
  return `${method}\n${target}\n${timestampSec}\n${nonce}\n${body}\n`
}

/** Checks a signature over an answer or a notification: time, nonce and the untouched body. */
export function verifyMessage(
  key: KeyObject,
  timestamp: string,
  nonce: string,
  body: Buffer,
  signature: Buffer,
): boolean {
  // In one piece: Buffer.concat would make three and look at each.
  const head = `${timestamp}\n${nonce}\n`
  const message = Buffer.allocUnsafe(head.length + body.length + 1)
  message.write(head)
  body.copy(message, head.length)
  message[head.length + body.length] = NEWLINE
  return verify(ALGORITHM, message, key, signature)
}

const NEWLINE = 0x0a
