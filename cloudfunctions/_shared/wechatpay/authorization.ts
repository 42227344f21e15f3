// SIGN: the Authorization header of a request.
import type { KeyObject } from 'node:crypto'
import { requestMessage, signText } from './signature'

/** Who signs: the merchant, and the certificate whose key signs. */
export interface Signer {
  mchid: string
  serial: string
  privateKey: KeyObject
}

interface SignedRequest {
  /** Upper case. */
  method: string
  /** Path and query as sent. */
  target: string
  /** The exact text sent; empty for none. */
  body: string
}

/**
 * Builds `WECHATPAY2-SHA256-RSA2048 mchid="…",…`.
 * @param nonce letters and digits, at most 32
 */
export function buildAuthorization(
  signer: Signer,
  request: SignedRequest,
  timestampSec: number,
  nonce: string,
): string {
  const message = requestMessage(request.method, request.target, timestampSec, nonce, request.body)
  const signature = signText(signer.privateKey, message)
  return (
    `WECHATPAY2-SHA256-RSA2048 mchid="${signer.mchid}",nonce_str="${nonce}",timestamp="${timestampSec}",` +
    `serial_no="${signer.serial}",signature="${signature}"`
  )
}
