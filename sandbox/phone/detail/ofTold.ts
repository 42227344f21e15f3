// DETAIL: a change on its way to the merchant's server: what was sent, what a receiver checks, and what came of it.
import type { RecordedPost, SampleReceiver } from '../../receiver/sampleReceiver'
import { say } from '../texts/texts'
import type { Block, Hop } from '../hop'
import { messageBlocks, sizeOf, timeOf } from './blocks'
import { curlOf } from './curl'
import type { DetailDeps } from './deps'
import { wayOf } from './way'

export function ofTold(hop: string, post: RecordedPost, receiver: SampleReceiver, { local, entries }: DetailDeps): Hop {
  const { received, headers } = post
  const body = post.body.toString()
  const isTaken = received.status === 204
  const outcome: Block = {
    kind: 'verdict',
    tone: isTaken ? 'good' : 'bad',
    what: say(isTaken ? 'toldGood' : 'toldBad'),
  }
  return {
    hop,
    about: [`POST ${receiver.url}`, sizeOf(body), timeOf(received.atMs)],
    first: received.problem === undefined ? 'overview' : 'signature',
    tabs: [
      { name: 'overview', blocks: [outcome, ...wayOf(hop, entries, local.cloud.calls)] },
      { name: 'signature', blocks: signatureBlocks(post) },
      { name: 'request', blocks: messageBlocks(headers, body) },
      { name: 'answer', blocks: [{ kind: 'facts', facts: [{ name: 'HTTP', value: String(received.status || '-') }] }] },
    ],
    actions: {
      curl: curlOf({ method: 'POST', url: receiver.url, headers, body }),
      curlNote: say('curlFresh'),
      ...(received.id !== '' && { redeliver: received.id }),
    },
  }
}

function signatureBlocks({ received: { problem }, headers, body }: RecordedPost): Block[] {
  const header = (name: string): string => headers[`webhook-${name}`] ?? ''
  const text = `${header('id')}.${header('timestamp')}.${body.toString()}`
  const verdict: Block =
    problem === undefined
      ? { kind: 'verdict', tone: 'good', what: say('verdictGood'), why: say('secret') }
      : { kind: 'verdict', tone: 'bad', what: say('verdictBad'), why: problem }
  const facts = ['id', 'timestamp', 'signature'].map((name) => ({ name: `webhook-${name}`, value: header(name) }))
  return [
    verdict,
    { kind: 'base', title: say('tellsTitle'), text },
    { kind: 'facts', title: say('signatureTitle'), facts },
  ]
}
