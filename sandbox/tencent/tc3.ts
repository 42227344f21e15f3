// TC3-HMAC-SHA256, as https://cloud.tencent.com/document/api/876/34813 tells it, from the side that checks.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

interface Signed {
  method: string
  path: string
  query: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Seconds a signature is good for, before and after. */
const VALID_SECONDS = 300

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/**
 * @param secretKeyOf by secret id; undefined for one there is not
 * @returns the code of what is wrong, as the API names it; undefined where the signature is good
 */
export function tc3Problem(
  { method, path, query, headers, body }: Signed,
  secretKeyOf: (secretId: string) => string | undefined,
  nowMs: number,
): string | undefined {
  const pattern =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/(\w+)\/tc3_request,\s*SignedHeaders=([\w;-]+),\s*Signature=([0-9a-f]{64})$/
  const [, secretId = '', date = '', service = '', signedHeaders = '', signature = ''] =
    pattern.exec(headers.authorization ?? '') ?? []
  if (signature === '') return 'AuthFailure.InvalidAuthorization'
  const secretKey = secretKeyOf(secretId)
  if (secretKey === undefined) return 'AuthFailure.SecretIdNotFound'
  const timestamp = String(headers['x-tc-timestamp'])
  const seconds = Number(timestamp)
  if (!(Math.abs(nowMs / 1000 - seconds) < VALID_SECONDS)) return 'AuthFailure.SignatureExpire'
  if (new Date(seconds * 1000).toISOString().slice(0, 10) !== date) return 'AuthFailure.SignatureFailure'
  const lines = signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim().toLowerCase()}\n`)
  const canonical = [method, path, query, lines.join(''), signedHeaders, sha256(body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const text = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  const isGood = timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))
  return isGood ? undefined : 'AuthFailure.SignatureFailure'
}
