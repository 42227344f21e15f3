// Addresses in settings: where WeChat Pay calls us, and where we call WeChat Pay.

export const OFFICIAL_HOSTS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'] as const

/**
 * What is wrong with a notify_url, or undefined.
 * @see https://pay.weixin.qq.com/doc/v2/partner/4011984734 (rules of callback addresses)
 */
export function notifyUrlProblem(text: string): string | undefined {
  const url = parse(text)
  if (!url) return 'expected a whole URL, such as https://pay.your-domain.cn/contract-notify'
  if (url.protocol !== 'https:') return 'expected https'
  // Read from the text: URL drops an empty query and an empty fragment.
  if (text.includes('?')) return 'expected no query: WeChat Pay refuses one'
  if (text.includes('#')) return 'expected no fragment'
  if (url.username !== '' || url.password !== '') return 'expected no user or password'
  if (isInternal(url.hostname))
    return 'expected a host that the internet can reach, not this machine or an internal network'
  if (url.pathname === '/') return 'expected a path after the domain'
  return Buffer.byteLength(text) > 256 ? 'expected at most 256 bytes' : undefined
}

/** What is wrong with one base URL of WeChat Pay, or undefined. */
export function hostProblem(text: string): string | undefined {
  if (isOfficial(text)) return undefined
  const url = parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || /[?#@]/.test(text)) {
    return 'expected base URLs without a path, separated by commas'
  }
  if (!isLoopback(url.hostname)) return `expected ${OFFICIAL_HOSTS.join(' or ')}; any other host only on loopback`
  return undefined
}

export const isOfficial = (host: string): boolean => (OFFICIAL_HOSTS as readonly string[]).includes(host)

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)

// A hint for people who paste a local address, not a defence: WeChat Pay makes the call, not we.
function isInternal(hostname: string): boolean {
  if (isLoopback(hostname) || hostname.startsWith('[')) return true
  if (/^\d+(\.\d+){3}$/.test(hostname)) return /^(0|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(hostname)
  return !hostname.includes('.') || /\.(local|localhost|internal|lan|home)$/.test(hostname)
}

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)
