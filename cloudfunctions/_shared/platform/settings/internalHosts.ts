// Names and addresses that lead nowhere from the internet. A hint for people who paste a local one: names are looked up by
// whoever makes the call.
import { isIP } from 'node:net'
import { isLoopback } from '../../wechatpay/hosts'
import { isPrivateAddress } from '../privateAddresses'

/** @param hostname as `URL` has it */
export function isInternalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isLoopback(hostname)) return true
  if (isIP(host) !== 0) return isPrivateAddress(host)
  return !host.includes('.') || /\.(local|localhost|internal|lan|home)$/.test(host)
}
