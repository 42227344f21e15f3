// NOTIFY: refuse early > verify > interpret > persist > reply. The whole pipeline of a notification (回调通知).
import { StoreError } from '../kernel/errors'
import type { ContractStore, Log } from '../kernel/ports'
import { withDeadline, type Sleep } from '../platform/deadline'
import type { HttpReply, RawRequest } from '../platform/doors/http'
import { describeBug } from '../platform/log'
import type { EventMeaning } from '../platform/settings/forms/maps'
import { ConfigError } from '../wechatpay/wechatpayErrors'
import type { NotifyTrust } from '../wechatpay/receiveNotification'
import { interpret } from './interpret'
import { failure, type NotifyFailure, type NotifyOutcome } from './outcome'
import { persist, type Arrival, type Kept } from './persist'
import { refuseEarly } from './refuseEarly'
import { toReply } from './reply'
import { verifyNotify } from './verify'

/** WeChat Pay waits 5 s (https://pay.weixin.qq.com/doc/v3/partner/4019605946); the answer has to travel too. */
const ANSWER_WITHIN_MS = 4000

export interface ReceiveDeps {
  hasCallerIdentity: () => boolean
  /** @throws {ConfigError} */
  trust: () => NotifyTrust & { eventMap: Readonly<Record<string, EventMeaning>> }
  store: () => ContractStore
  nowMs: () => number
  sleep: Sleep
  sha256: (data: string | Buffer) => string
  log: Log
}

export async function receive(request: RawRequest, deps: ReceiveDeps): Promise<HttpReply> {
  try {
    return toReply(await withDeadline(take(request, deps), ANSWER_WITHIN_MS, deps.sleep))
  } catch (error) {
    return toReply(ourFault(error, deps.log))
  }
}

async function take(request: RawRequest, deps: ReceiveDeps): Promise<NotifyOutcome> {
  const receivedAtMs = deps.nowMs()
  const refused = refuseEarly(request, deps.hasCallerIdentity())
  if (refused) return tellRefusal(refused, deps.log)
  const body = request.body ?? Buffer.alloc(0)
  const trust = deps.trust()
  const verified = verifyNotify(request, body, trust, receivedAtMs)
  if (!verified.ok) return tellRefusal(verified.failure, deps.log, verified.explanation)
  const meaning = interpret(verified.event, trust.eventMap)
  const { id } = verified.event.envelope
  const arrival: Arrival = { id, body: body.toString(), bodyHash: deps.sha256(body), receivedAtMs, meaning }
  const kept = await persist(arrival, deps.store(), deps.sha256)
  tellKept(arrival, kept, deps.log)
  return { kind: 'kept', outcome: kept.outcome }
}

function tellRefusal(refused: NotifyFailure, log: Log, explanation?: string): NotifyOutcome {
  const fields = { reason: refused.reason, httpStatus: refused.status, explanation: explanation ?? refused.message }
  // Anyone can send nonsense; a message that is authentic and cannot be opened is ours to mend.
  if (refused.status >= 500) log.alert('notification not taken', fields)
  else log.info('notification not taken', fields)
  return refused
}

function tellKept({ id, meaning }: Arrival, { outcome, reason, fields }: Kept, log: Log): void {
  const told = {
    notification_id: id,
    event_type: meaning.event_type,
    ...(meaning.subject === 'payment' ? { out_trade_no: meaning.code } : { out_contract_code: meaning.code }),
    outcome,
    ...(reason !== undefined && { reason }),
    ...(fields !== undefined && { fields }),
  }
  if (outcome === 'setAside') log.alert('notification set aside', told)
  else log.info('notification kept', told)
}

function ourFault(error: unknown, log: Log): NotifyOutcome {
  if (error instanceof ConfigError) {
    log.alert('settings need attention', { problems: error.problems })
    return failure(500, 'NOT_CONFIGURED', 'not ready')
  }
  if (error instanceof StoreError) {
    log.alert('database failed', { operation: error.operation, reason: error.reason })
    return failure(503, 'STORE_FAILED', 'not stored, please send again')
  }
  log.alert('unexpected error', describeBug(error))
  return failure(500, 'INTERNAL', 'not stored, please send again')
}
