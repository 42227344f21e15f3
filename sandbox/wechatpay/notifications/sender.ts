// NOTIFY, one attempt: seal or spoil, sign, post (in copies), record.
import { performance } from 'node:perf_hooks'
import type { SandboxKeys } from '../../keys'
import type { StandInEmitter } from '../events'
import type { Switches } from '../options'
import type { Timeline } from '../timeline'
import type { AttemptLog } from './attemptLog'
import { makeEnvelope } from './envelope'
import { isResourceFault, type NotificationFault } from './faults'
import type { Attempt, Notification } from './notification'
import type { NotifyOrigins } from './origins'
import { post, type Posted } from './post'
import { signNotification, type SignedMessage } from './signing'

export interface SenderDeps {
  keys: SandboxKeys
  switches: Switches
  timeline: Timeline
  events: StandInEmitter
  origins: NotifyOrigins
  attempts: AttemptLog
  answerLimitMs: number
}

/**
 * Sends one notification once, in as many copies as a `duplicate` fault says.
 * @param armed of this sending; a forged one is spoilt besides, whoever sends it
 * @returns true when every copy was accepted; a copy that was not is reason to repeat
 */
export async function sendOnce(
  deps: SenderDeps,
  notification: Notification,
  armed: readonly NotificationFault[],
): Promise<boolean> {
  const { forgery } = notification
  // First, since the first is what the signature is spoilt by.
  const faults = forgery ? [forgery, ...armed] : armed
  const attempt = (notification.attempts.at(-1)?.attempt ?? 0) + 1
  for (const fault of faults) if (fault.kind === 'delay') await sleep(fault.ms)
  const copies = faults.find((fault) => fault.kind === 'duplicate')?.copies ?? 1
  // Signed before the first is sent: a thousand signatures take seconds, and the copies are to arrive together.
  const messages = Array.from({ length: copies }, () => makeMessage(deps, notification, faults))
  const kinds = faults.map(({ kind }) => kind)
  const sent = await Promise.all(
    messages.map((message, index) =>
      sendCopy(deps, notification, message, { attempt, copy: index + 1, faults: kinds }),
    ),
  )
  return sent.every(({ outcome }) => outcome === 'accepted')
}

function makeMessage(
  deps: SenderDeps,
  notification: Notification,
  faults: readonly NotificationFault[],
): SignedMessage {
  const { keys, switches, timeline } = deps
  const resourceFault = faults.find(isResourceFault)
  const isSealedNow = resourceFault !== undefined || switches.repeats === 'sealedAnew'
  const text = isSealedNow ? makeEnvelope(notification.content, keys.apiV3Key, resourceFault) : notification.text
  const context = { keys, signWith: switches.notificationKey, nowMs: timeline.nowMs() }
  return signNotification(
    text,
    context,
    faults.find(({ kind }) => kind !== 'delay'),
  )
}

async function sendCopy(
  deps: SenderDeps,
  notification: Notification,
  message: SignedMessage,
  which: { attempt: number; copy: number; faults: string[] },
): Promise<Attempt> {
  const atMs = deps.timeline.nowMs()
  const startedMs = performance.now()
  const { requestId } = message
  deps.attempts.keep(requestId, { notification, message })
  deps.events.emit('notificationLeaves', { ...whatIsTold(notification), ...which, requestId })
  const sent = which.faults.includes('drop') ? DROPPED : await deliver(deps, notification, message)
  const { answerHeaders, ...posted } = sent
  const ms = Math.round(performance.now() - startedMs)
  const attempt: Attempt = { ...which, requestId, atMs, ms, notify_url: notification.notifyUrl, ...posted }
  notification.attempts.push(attempt)
  deps.attempts.keep(requestId, { notification, message, attempt, ...(answerHeaders && { answerHeaders }) })
  deps.events.emit('notificationAttempt', { ...whatIsTold(notification), ...attempt })
  return attempt
}

const whatIsTold = ({ content, outContractCode, outTradeNo }: Notification) => ({
  id: content.id,
  event_type: content.eventType,
  out_contract_code: outContractCode,
  ...(outTradeNo !== undefined && { out_trade_no: outTradeNo }),
})

const DROPPED: Posted = { outcome: 'dropped' }

async function deliver(deps: SenderDeps, { notifyUrl }: Notification, message: SignedMessage): Promise<Posted> {
  const target = deps.origins.resolve(notifyUrl)
  if (target === undefined) return { outcome: 'unreachable', networkCode: 'UNMAPPED_ORIGIN' }
  return post(target, message, deps.answerLimitMs)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
