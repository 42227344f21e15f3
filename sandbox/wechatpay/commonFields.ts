// Fields that several endpoints share, with the limits of their pages.
import { isIP } from 'node:net'
import { checked, text, type Pattern } from './fields'
import type { Field } from './fieldTable'

const LETTERS_AND_DIGITS: Pattern = { expression: /^[0-9A-Za-z]+$/, means: 'digits and ASCII letters only' }
const ORDER_NUMBER: Pattern = { expression: /^[0-9A-Za-z_*-]+$/, means: 'digits, ASCII letters, _, - and * only' }
const OPENID: Pattern = { expression: /^[0-9A-Za-z_-]+$/, means: 'an openid: letters, digits, - and _' }
const DIGITS: Pattern = { expression: /^[0-9]+$/, means: 'digits only' }

export const appid = (): Field<string> => text(32, LETTERS_AND_DIGITS)
export const mchid = (): Field<string> => text(32, DIGITS)
/** User id in a pre-sign body; the query answers with at most 64. */
export const openid = (): Field<string> => text(128, OPENID)
/** 商户签约协议号. The combine-papay page does not print the rule on its characters; it is applied there too. */
export const outContractCode = (): Field<string> => text(32, LETTERS_AND_DIGITS)
/** 商户订单号 */
export const outTradeNo = (): Field<string> => text(32, ORDER_NUMBER, 6)
export const displayAccount = (): Field<string> => text(32)
export const prepayId = (): Field<string> => text(64, { expression: /^\S+$/, means: 'a prepay_id without blanks' })
/** 解约备注, required to terminate. */
export const terminationRemark = (): Field<string> => text(256)
/** Reachable from outside, https, with a path, without query. */
export const notifyUrl = (max = 256): Field<string> => checked(text(max), notifyUrlProblem)

/** What is wrong with a notify_url, or undefined. */
function notifyUrlProblem(value: string): string | undefined {
  if (!URL.canParse(value)) return 'must be an absolute URL'
  const url = new URL(value)
  // Read from the text: URL mends blanks, tabs, backslashes and a missing slash.
  if (!value.startsWith('https://')) return 'must start with https://'
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(value)) return 'must be printable ASCII, without blanks and backslashes'
  if (value.includes('?') || value.includes('#')) return 'must carry no query and no fragment'
  if (url.username !== '' || url.password !== '') return 'must carry no user name or password'
  if (url.pathname === '/') return 'must have a path, not only a domain'
  if (isInternal(url.hostname)) return 'must be reachable from the internet: a public domain, not an internal address'
  return undefined
}

function isInternal(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) === 6) return true
  if (isIP(host) === 4) return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host)
  return host === 'localhost' || host.endsWith('.localhost') || !host.includes('.')
}
