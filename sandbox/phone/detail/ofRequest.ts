// DETAIL: a request to WeChat Pay and its answer, and who signed either.
import { proofOfMessage, proofOfRequest } from '../../wechatpay/proof'
import type { RecordedExchange } from '../../wechatpay/requestLog'
import { say } from '../texts/texts'
import type { Block, Hop } from '../hop'
import { messageBlocks, sizeOf, timeOf } from './blocks'
import { curlOf } from './curl'
import { fileBlocks } from './fileBlocks'
import type { DetailDeps } from './deps'
import { holds, isConfigured, proofBlocks } from './proofBlocks'
import { wayOf } from './way'

export function ofRequest(hop: string, exchange: RecordedExchange, deps: DetailDeps): Hop {
  const { local, entries } = deps
  const { seen, headers, body, answer } = exchange
  const { method, path, requestId, ms, atMs, host } = seen
  const request = requestProof(exchange, deps)
  const answered = answer && !answer.isFile ? answerProof(exchange, deps) : undefined
  const isGood = holds(request) && (!answered || holds(answered))
  const faults: Block[] =
    seen.faults.length > 0
      ? [{ kind: 'facts', facts: [{ name: say('faultsTitle'), value: seen.faults.join(', ') }] }]
      : []
  const url = `${host === 'main' ? local.wechatPay.url : local.wechatPay.backupUrl}${path}`
  return {
    hop,
    about: [`${method} ${path}`, sizeOf(body), timeOf(atMs), say('ms', { ms }), requestId],
    first: isGood ? 'overview' : 'signature',
    tabs: [
      { name: 'overview', blocks: [...faults, ...wayOf(hop, entries, local.cloud.calls)] },
      {
        name: 'signature',
        blocks: [
          ...(answer?.isFile ? fileBlocks(answer) : []),
          ...(answered ? [{ kind: 'title', text: say('ofAnswer') } as const, ...proofBlocks(answered)] : []),
          { kind: 'title', text: say('ofRequest') },
          ...proofBlocks(request),
        ],
      },
      { name: 'request', blocks: messageBlocks(headers, body.toString()) },
      { name: 'answer', blocks: answerBlocks(exchange) },
    ],
    actions: { curl: curlOf({ method, url, headers, body: body.toString() }), curlNote: say('curlNonce') },
  }
}

function requestProof(exchange: RecordedExchange, { local }: DetailDeps) {
  const { seen, answer } = exchange
  const isRefused = seen.status === 401 && answer !== undefined
  return {
    proof: proofOfRequest(exchange, local.keys),
    faults: [],
    isConfigured: true,
    cure: say('cureRequest'),
    ...(isRefused && { refusal: messageIn(answer.body.toString()) }),
  }
}

function answerProof({ seen, answer }: RecordedExchange, { local }: DetailDeps) {
  const { headers = {}, body = Buffer.alloc(0) } = answer ?? {}
  const proof = proofOfMessage({ headers, body, atMs: seen.atMs }, local.keys)
  return { proof, faults: seen.faults, isConfigured: isConfigured(proof, local), cure: say('cureAnswer') }
}

function answerBlocks({ seen, answer }: RecordedExchange): Block[] {
  if (!answer) return [{ kind: 'note', text: say(seen.faults.includes('reset') ? 'noAnswerCut' : 'noAnswerYet') }]
  const { status, headers, body, cutAt } = answer
  const isCut = cutAt !== undefined
  return [
    { kind: 'facts', facts: [{ name: 'HTTP', value: String(status) }] },
    ...(isCut ? [{ kind: 'note', text: say('cutAt', { count: cutAt }) } as const] : []),
    ...messageBlocks(headers, (isCut ? body.subarray(0, cutAt) : body).toString()),
  ]
}

function messageIn(body: string): string {
  const { message } = Object(JSON.parse(body)) as { message?: unknown }
  return String(message)
}
