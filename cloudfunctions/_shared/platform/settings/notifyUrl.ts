// The address where WeChat Pay calls us.
import { isLoopback, parseUrl } from '../../wechatpay/hosts'

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
  if (isInternal(url.hostname))
    return 'expected a host that the internet can reach, not this machine or an internal network'
  if (url.pathname === '/') return 'expected a path after the domain'
  return Buffer.byteLength(text) > 256 ? 'expected at most 256 bytes' : undefined
}

// A hint for people who paste a local address, not a defence: WeChat Pay makes the call, not we.
function isInternal(hostname: string): boolean {
  if (isLoopback(hostname) || hostname.startsWith('[')) return true
  if (/^\d+(\.\d+){3}$/.test(hostname)) return /^(0|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(hostname)
  return !hostname.includes('.') || /\.(local|localhost|internal|lan|home)$/.test(hostname)
}
