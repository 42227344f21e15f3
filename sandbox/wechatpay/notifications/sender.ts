// NOTIFY, one attempt: seal or spoil, sign, post (in copies), record.
import { performance } from 'node:perf_hooks'
import type { SandboxKeys } from '../../keys'
import type { StandInEmitter } from '../events'
import type { Switches } from '../options'
import type { Timeline } from '../timeline'
import { makeEnvelope } from './envelope'
import { isResourceFault, type NotificationFault } from './faults'
import type { Attempt, Notification } from './notification'
import type { NotifyOrigins } from './origins'
import { post, type Posted } from './post'
import { signNotification } from './signing'

export interface SenderDeps {
  keys: SandboxKeys
  switches: Switches
  timeline: Timeline
  events: StandInEmitter
  origins: NotifyOrigins
  answerLimitMs: number
}

/**
 * Sends one notification once, in as many copies as a `duplicate` fault says.
 * @returns true when every copy was accepted; a copy that was not is reason to repeat
 */
export async function sendOnce(
  deps: SenderDeps,
  notification: Notification,
  faults: readonly NotificationFault[],
): Promise<boolean> {
  const attempt = (notification.attempts.at(-1)?.attempt ?? 0) + 1
  for (const fault of faults) if (fault.kind === 'delay') await sleep(fault.ms)
  const duplicate = faults.find((fault) => fault.kind === 'duplicate')
  const copies = Array.from({ length: duplicate?.copies ?? 1 }, (_, index) => index + 1)
  const sent = await Promise.all(copies.map((copy) => sendCopy(deps, notification, faults, { attempt, copy })))
  return sent.every(({ outcome }) => outcome === 'accepted')
}

async function sendCopy(
  deps: SenderDeps,
  notification: Notification,
  faults: readonly NotificationFault[],
  number: { attempt: number; copy: number },
): Promise<Attempt> {
  const atMs = deps.timeline.nowMs()
  const startedMs = performance.now()
  const posted = await deliver(deps, notification, faults)
  const attempt: Attempt = {
    ...number,
    atMs,
    ms: Math.round(performance.now() - startedMs),
    notify_url: notification.notifyUrl,
    faults: faults.map(({ kind }) => kind),
    ...posted,
  }
  notification.attempts.push(attempt)
  const { content, outContractCode } = notification
  deps.events.emit('notificationAttempt', {
    id: content.id,
    event_type: content.eventType,
    out_contract_code: outContractCode,
    ...attempt,
  })
  return attempt
}

async function deliver(
  deps: SenderDeps,
  notification: Notification,
  faults: readonly NotificationFault[],
): Promise<Posted> {
  if (faults.some(({ kind }) => kind === 'drop')) return { outcome: 'dropped' }
  const target = deps.origins.resolve(notification.notifyUrl)
  if (target === undefined) return { outcome: 'unreachable', networkCode: 'UNMAPPED_ORIGIN' }
  const resourceFault = faults.find(isResourceFault)
  const text = resourceFault ? makeEnvelope(notification.content, deps.keys.apiV3Key, resourceFault) : notification.text
  const { keys, switches, timeline } = deps
  const context = { keys, signWith: switches.notificationKey, nowMs: timeline.nowMs() }
  const message = signNotification(
    text,
    context,
    faults.find((fault) => !isResourceFault(fault) && fault.kind !== 'delay'),
  )
  return post(target, message, deps.answerLimitMs)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
