// Small spoilings that answers and notifications share.

/** As the probes look: the prefix, then something that is no base64 of a signature. */
export const SIGNTEST_SIGNATURE = `WECHATPAY/SIGNTEST/${'A1b2'.repeat(80)}`

/** Changes one byte of a base64 text's content. */
export function flipOneByte(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  return bytes.toString('base64')
}
