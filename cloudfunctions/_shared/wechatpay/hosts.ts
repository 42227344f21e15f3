// Where WeChat Pay is, and what may stand in for it: this machine, and nothing else.

/** Nearest site, and the remote one for when it fails. */
export const OFFICIAL_HOSTS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'] as const

/** What is wrong with a base URL of WeChat Pay, or undefined. */
export function hostProblem(text: string): string | undefined {
  const url = parseUrl(text)
  const isBare = url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.href === `${url.origin}/`
  if (!isBare) return 'expected a base URL without path, query or user'
  if (isOfficialHost(url.origin) || isLoopback(url.hostname)) return undefined
  return `expected ${OFFICIAL_HOSTS.join(' or ')}; any other host only on loopback`
}

/** @param origin without a trailing slash */
export const isOfficialHost = (origin: string): boolean => (OFFICIAL_HOSTS as readonly string[]).includes(origin)

/** @param hostname as URL spells it: an IPv6 address in brackets */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

/** `URL.canParse` is missing from the oldest runtime we build for. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
