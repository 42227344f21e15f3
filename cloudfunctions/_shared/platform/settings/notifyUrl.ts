// The address where WeChat Pay calls us.
import { parseUrl } from '../../wechatpay/hosts'
import { isInternalHost } from './internalHosts'

/**
 * What is wrong with a notify_url, or undefined.
 * @see https://pay.weixin.qq.com/doc/v2/partner/4011984734 (rules of callback addresses)
 */
export function notifyUrlProblem(text: string): string | undefined {
  const url = parseUrl(text)
  if (!url) return 'expected a whole URL, such as https://pay.your-domain.cn/contract-notify'
  if (url.protocol !== 'https:') return 'expected https'
  // URL mends what WeChat Pay gets as it is written: blanks, tabs, backslashes, a missing slash.
  if (!/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(text)) return 'expected https:// and printable ASCII without blanks'
  // Read from the text: URL drops an empty query and an empty fragment.
  if (text.includes('?')) return 'expected no query: WeChat Pay refuses one'
  if (text.includes('#')) return 'expected no fragment'
  if (url.username !== '' || url.password !== '') return 'expected no user or password'
  if (url.hostname.startsWith('[') || isInternalHost(url.hostname))
    return 'expected a host that the internet can reach, not this machine or an internal network'
  if (url.pathname === '/') return 'expected a path after the domain'
  return Buffer.byteLength(text) > 256 ? 'expected at most 256 bytes' : undefined
}
