// NOTIFY: refuse early > verify > interpret > persist > reply. The whole pipeline of a notification (回调通知).
import type { Log, LogFields } from '../kernel/ports'
import { contentOf } from './content'
import { interpret, subjectOf } from './interpret'
import type { NotifyFailure, NotifyOutcome } from './outcome'
import { persist, type Arrival, type Kept } from './persist'
import type { Delivery, NotifyDeps, Unverified } from './ports'
import { refuseEarly } from './refuseEarly'
import { toReply, type NotifyReply } from './reply'
import { refusalOf } from './verify'

/** WeChat Pay waits 5 s (https://pay.weixin.qq.com/doc/v3/partner/4019605946); the answer has to travel too. */
const ANSWER_WITHIN_MS = 4000

/**
 * @throws {ConfigError} wrong settings
 * @throws {StoreError} nothing was kept, or it took too long; the door answers 5xx, and it is sent again
 */
export async function receive(delivery: Delivery, deps: NotifyDeps): Promise<NotifyReply> {
  return toReply(await deps.within(take(delivery, deps), ANSWER_WITHIN_MS))
}

async function take(delivery: Delivery, deps: NotifyDeps): Promise<NotifyOutcome> {
  const receivedAtMs = deps.clock.nowMs()
  const refused = refuseEarly(delivery)
  if (refused) return tellRefusal(refused, deps.log)
  const verified = delivery.verify(receivedAtMs)
  if (!verified.ok) return tellUnverified(verified, receivedAtMs, deps)
  const { id, body } = verified.event
  const meaning = interpret(verified.event, deps.eventMap())
  const hashes = { bodyHash: deps.sha256(body), contentHash: deps.sha256(contentOf(verified.event)) }
  const arrival: Arrival = { id, body, ...hashes, receivedAtMs, meaning }
  const persisting = persist(arrival, deps.store, deps.sha256)
  const [kept] = await Promise.all([persisting, verified.event.isTodaysKey && deps.keyWatch.opened(receivedAtMs)])
  tellKept(arrival, kept, deps.log)
  return { kind: 'kept', outcome: kept.outcome }
}

/** Anyone can send nonsense: what is authentic and opened by no key may be ours to mend, and so may the key it was signed under. */
async function tellUnverified(
  unverified: Unverified,
  atMs: number,
  { keyWatch, log }: NotifyDeps,
): Promise<NotifyOutcome> {
  const isNews = unverified.kind === 'keyMismatch' && (await keyWatch.isNews(atMs))
  const refused = tellRefusal(refusalOf(unverified), log, unverified.explanation, isNews)
  // WeChat Pay moves to another key by a plan of its own, and until we hold one that is good every notification is lost.
  if (unverified.lacksGoodKey && keyWatch.isNewsOfTrust(atMs))
    log.alert('notification under a key not trusted', fieldsOf(refused, unverified.explanation))
  return refused
}

/** @param isNews a person should hear of it */
function tellRefusal(refused: NotifyFailure, log: Log, explanation?: string, isNews = false): NotifyFailure {
  const fields = fieldsOf(refused, explanation)
  if (isNews) log.alert('notification not taken', fields)
  else log.info('notification not taken', fields)
  return refused
}

const fieldsOf = ({ reason, status, message }: NotifyFailure, explanation = message): LogFields => ({
  reason,
  httpStatus: status,
  explanation,
})

function tellKept({ id, meaning }: Arrival, { outcome, reason, fields, unused, alert }: Kept, log: Log): void {
  const told = {
    notification_id: id,
    event_type: meaning.event_type,
    ...subjectOf(meaning),
    outcome,
    ...(reason !== undefined && { reason }),
    ...(fields !== undefined && { fields }),
  }
  if (outcome === 'setAside') log.alert('notification set aside', told)
  else log.info('notification kept', told)
  if (unused !== undefined) log.alert('notification used in part', { ...told, fields: unused })
  if (alert !== undefined) log.alert(alert, subjectOf(meaning))
}
