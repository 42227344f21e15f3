// DETAIL: everything that is known of one line of "What happened".
import type { Hop } from '../hop'
import type { AppExchange } from '../server/merchantApp'
import type { DetailDeps } from './deps'
import { ofAttempt } from './ofAttempt'
import { ofApp, ofCall } from './ofCall'
import { ofDeed, ofWrite, type Change } from './ofRecord'
import { ofRequest } from './ofRequest'
import { ofTold } from './ofTold'

/** @returns nothing where it is kept no longer */
export function hopOf(hop: string, deps: DetailDeps): Hop | undefined {
  const { wechatPay, cloud, receiver } = deps.local
  const at = hop.indexOf(':')
  const [kind, id] = [hop.slice(0, at), hop.slice(at + 1)]
  const record = deps.recordOf(hop)
  switch (kind) {
    case 'request':
      return found(wechatPay.recorded.exchange(id), (exchange) => ofRequest(hop, exchange, deps))
    case 'attempt':
      return found(wechatPay.recorded.attempt(id), (attempt) => ofAttempt(hop, attempt, deps))
    case 'call':
      return found(cloud.calls.find(id), (call) => ofCall(hop, call, deps))
    case 'app':
      return found(record, (exchange) => ofApp(hop, exchange as AppExchange, deps))
    case 'told':
      return receiver && found(receiver.recorded(id), (post) => ofTold(hop, post, receiver, deps))
    case 'write':
      return found(record, (change) => ofWrite(hop, change as Change, deps))
    default:
      return deps.entries.some((entry) => entry.hop === hop) ? ofDeed(hop, record, deps) : undefined
  }
}

const found = <Value>(value: Value | undefined, make: (value: Value & {}) => Hop): Hop | undefined =>
  value === undefined || value === null ? undefined : make(value)
