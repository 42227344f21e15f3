// Where changes are posted to, and what they are signed with.
import { isLoopback, parseUrl } from '../../../wechatpay/hosts'
import type { Read } from '../../../wechatpay/keys'
import { no, ok } from './text'

const MAX_URL_BYTES = 512

/** http is for a server on this machine, beside a local WeChat: ../rules.ts. */
export function readChangeUrl(text: string): Read<string> {
  const url = parseUrl(text)
  if (!url || url.hostname === '')
    return no('expected a whole URL, such as https://server.your-domain.cn/contract-changes')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) return no('expected https')
  // URL mends what others may not: blanks, tabs, backslashes, a missing slash.
  if (!/^https?:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(text))
    return no('expected https:// and printable ASCII without blanks')
  if (url.username !== '' || url.password !== '')
    return no('expected no user or password: the signature says who calls')
  if (text.includes('#')) return no('expected no fragment')
  return text.length > MAX_URL_BYTES ? no(`expected at most ${MAX_URL_BYTES} bytes`) : ok(text)
}

/** A query may hold a token of the server's. */
export const hasQuery = (text: string): boolean => text.includes('?')

const BYTES = { min: 24, max: 64 } as const
const EXPECTED = `expected whsec_ and base64 of ${BYTES.min} to ${BYTES.max} bytes; make one: node -e "console.log('whsec_' + require('crypto').randomBytes(32).toString('base64'))"`

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
export function readChangeSecret(text: string): Read<string> {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  const bytes = base64 === undefined ? undefined : Buffer.from(base64, 'base64')
  const isWhole = bytes?.toString('base64') === base64
  return bytes && isWhole && bytes.length >= BYTES.min && bytes.length <= BYTES.max ? ok(text) : no(EXPECTED)
}
