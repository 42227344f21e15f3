// The notify address an environment of CloudBase has by itself: its default domain, and the path the documents name.
import { connect, type Connection } from '../cloud/connect'
import { cloudFailureOf, tellCloudFailure, type CloudFailure } from '../cloud/failures'
import { readAccess } from '../cloud/readAccess'
import { readEnvironment } from '../cloud/readEnvironment'
import type { Language } from '../language'

export type Offer = { kind: 'offered'; url: string; envId: string } | { kind: 'noDomain' } | CloudFailure

/** Addresses that are a domain alone get the path docs/deploying.md names. */
export const NOTIFY_PATH = '/contract-notify'

export async function offerNotifyUrl(envId: string, connection: Connection): Promise<Offer> {
  const call = connect(connection)
  if (typeof call !== 'function') return call
  try {
    const { defaultDomain } = await readAccess(call, await readEnvironment(call, envId))
    return defaultDomain === undefined
      ? { kind: 'noDomain' }
      : { kind: 'offered', url: `https://${defaultDomain}${NOTIFY_PATH}`, envId }
  } catch (error) {
    return cloudFailureOf(error)
  }
}

/** Where it is from, or why there is none. */
export function tellOffer(offer: Offer, language: Language): string {
  const isZh = language === 'zh'
  switch (offer.kind) {
    case 'offered':
      return isZh
        ? `环境 ${offer.envId} 的默认域名：${offer.url}（正式上线请使用自有域名）`
        : `The default domain of environment ${offer.envId}: ${offer.url} (for production use a domain of your own)`
    case 'noDomain':
      return isZh
        ? '该环境还没有默认域名：请先在控制台开通“访问服务”。'
        : 'The environment has no default domain yet: open HTTP access (访问服务) in the console first.'
    default:
      return isZh
        ? `无法给出默认域名。${tellCloudFailure(offer, language)}`
        : `No default domain can be offered. ${tellCloudFailure(offer, language)}`
  }
}
