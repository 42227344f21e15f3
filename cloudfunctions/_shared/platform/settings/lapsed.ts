// Platform certificates that are not valid now, each with its date.
import type { X509Certificate } from 'node:crypto'
import { lapseOf, validityOf, type Lapse } from '../../wechatpay/validity'
import { ROWS, type Given } from './catalogue'

/** @param certificates by serial */
export function lapsedCertificates(certificates: Readonly<Record<string, X509Certificate>>, nowMs: number): Lapse[] {
  return Object.entries(certificates).flatMap(([serial, certificate]) => {
    const lapse = lapseOf(validityOf(certificate), nowMs)
    return lapse ? [{ ...lapse, told: `${serial} ${lapse.told}` }] : []
  })
}

/** The same, of settings not yet checked: what cannot be read is told of elsewhere. */
export function lapsedIn({ WXPAY_PLATFORM_CERTS: text }: Given, nowMs: number): Lapse[] {
  const read = text === undefined ? undefined : ROWS.WXPAY_PLATFORM_CERTS.read(text)
  return read?.ok ? lapsedCertificates(read.value as Readonly<Record<string, X509Certificate>>, nowMs) : []
}
