// DETAIL: an attempt of a notification: who signed it, what is sealed in it, what the function made of it, and the other attempts.
import type { RecordedAttempt } from '../../wechatpay/notifications/attemptLog'
import type { Attempt, Notification } from '../../wechatpay/notifications/notification'
import { openNotification, proofOfMessage, type Proof } from '../../wechatpay/proof'
import { say, type Said } from '../texts/texts'
import type { Block, Hop, Step } from '../hop'
import { codeBlock, messageBlocks, pretty, sizeOf, timeOf } from './blocks'
import { callFacts, logAndDatabase } from './callTabs'
import { curlOf } from './curl'
import { seesRequests, type DetailDeps } from './deps'
import { holds, isConfigured, proofBlocks } from './proofBlocks'
import { wayOf } from './way'

export function ofAttempt(hop: string, recorded: RecordedAttempt, deps: DetailDeps): Hop {
  const { local, entries } = deps
  const { notification, message, attempt } = recorded
  const body = message.body.toString()
  const call = local.cloud.calls.behind(message.requestId)
  const shown = proofShown(recorded, deps)
  return {
    hop,
    about: [
      `POST ${notification.notifyUrl}`,
      sizeOf(body),
      ...(attempt ? [timeOf(attempt.atMs), say('ms', { ms: attempt.ms })] : []),
    ],
    first: holds(shown) ? 'overview' : 'signature',
    tabs: [
      {
        name: 'overview',
        blocks: [factsOf(notification), ...wayOf(hop, entries, local.cloud.calls), ...attemptsOf(notification, hop)],
      },
      { name: 'signature', blocks: proofBlocks(shown) },
      { name: 'request', blocks: messageBlocks(message.headers, body) },
      { name: 'opened', blocks: openedBlocks(recorded, holds(shown), deps) },
      { name: 'answer', blocks: [...answerBlocks(recorded), ...(call ? [callFacts(call)] : [])] },
      ...(call ? logAndDatabase(call, seesRequests(local)) : []),
    ],
    actions: {
      ...curlTo(recorded, deps),
      // What never happened is told once.
      ...(notification.forgery === undefined && { resend: notification.content.id }),
    },
  }
}

function proofShown({ message, attempt }: RecordedAttempt, { local, nowMs }: DetailDeps) {
  const proof = proofOfMessage({ ...message, atMs: attempt?.atMs ?? nowMs }, local.keys)
  const { body, signedBody } = message
  return {
    proof,
    faults: attempt?.faults ?? [],
    isConfigured: isConfigured(proof, local),
    cure: cureOf(proof),
    ...(signedBody && { signed: { body: signedBody.toString(), sent: body.toString() } }),
  }
}

function cureOf({ problem }: Proof): Said {
  if (problem === 'stale') return say('cureStale')
  return say(problem === undefined ? 'cureSerial' : 'cureForged')
}

function factsOf({ content, outContractCode, outTradeNo, nextAttemptAtMs }: Notification): Block {
  const next =
    nextAttemptAtMs === undefined
      ? say('noNextAttempt')
      : say('nextAttempt', { time: timeOf(nextAttemptAtMs).slice(0, 8) })
  const facts = [
    { name: say('eventType'), value: content.eventType },
    { name: 'id', value: content.id },
    { name: say('code'), value: outTradeNo ?? outContractCode },
    { name: say('nextName'), value: next },
  ]
  return { kind: 'facts', facts }
}

function attemptsOf({ attempts }: Notification, hop: string): Block[] {
  const [first] = attempts
  if (!first) return []
  const steps = attempts.map((attempt): Step => stepOf(attempt, first, hop))
  return [{ kind: 'way', title: say('attempts'), steps }]
}

function stepOf({ requestId, atMs, attempt, copy, status = 0, outcome }: Attempt, first: Attempt, hop: string): Step {
  const own = `attempt:${requestId}`
  return {
    lane: 'wechatPay',
    afterMs: atMs - first.atMs,
    tone: outcome === 'accepted' ? 'good' : 'bad',
    text: copy > 1 ? say('notificationCopy', { attempt, copy }) : say('notification', { attempt }),
    pill: status === 0 ? outcome : String(status),
    hop: own,
    ...(own === hop && { isHere: true }),
  }
}

function openedBlocks({ message, notification }: RecordedAttempt, isTrusted: boolean, { local }: DetailDeps): Block[] {
  const { plaintext, nonce, associatedData } = openNotification(message.body, local.keys.apiV3Key)
  const facts = [
    { name: 'original_type', value: notification.content.originalType ?? say('unsaid') },
    { name: say('nonce'), value: nonce },
    { name: say('associatedData'), value: associatedData === '' ? say('unsaid') : associatedData },
  ]
  return [
    ...(isTrusted ? [] : [{ kind: 'note', text: say('refusedBefore') } as const]),
    plaintext === undefined
      ? { kind: 'verdict', tone: 'bad', what: say('notOpened') }
      : codeBlock(say('plaintext'), plaintext),
    { kind: 'facts', facts },
    { kind: 'code', title: say('sealed'), text: pretty(resourceOf(message.body.toString())) },
  ]
}

function resourceOf(body: string): string {
  try {
    return JSON.stringify((JSON.parse(body) as { resource?: unknown }).resource ?? {})
  } catch {
    return body
  }
}

function answerBlocks({ attempt, answerHeaders = {} }: RecordedAttempt): Block[] {
  if (!attempt) return [{ kind: 'note', text: say('noAnswerYet') }]
  const { status, answer = '', outcome } = attempt
  if (status === undefined) return [{ kind: 'note', text: say('neverAnswered', { why: outcome }) }]
  return [{ kind: 'facts', facts: [{ name: 'HTTP', value: String(status) }] }, ...messageBlocks(answerHeaders, answer)]
}

/** To where its public address leads here. */
function curlTo({ message, notification }: RecordedAttempt, { local }: DetailDeps): Hop['actions'] {
  const url = `${local.cloud.frontUrl}${new URL(notification.notifyUrl).pathname}`
  const { headers, body } = message
  return { curl: curlOf({ method: 'POST', url, headers, body: body.toString() }), curlNote: say('curlFresh') }
}
