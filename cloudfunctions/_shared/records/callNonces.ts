// `call_nonces`: calls of server-only functions that were made.

/** `call_nonces`: each call is good once. */
export interface CallNonceRecord {
  /** SHA-256 of `functionName:nonce`, 64 hex digits. */
  _id: string
  /** When it was signed: five minutes after that nobody can use it again anyway. */
  atMs: number
}
