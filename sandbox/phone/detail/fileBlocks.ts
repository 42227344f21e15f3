// DETAIL: a file that WeChat Pay answers with, such as a bill: nobody signs it, its hash came before. Pure.
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { Answer } from '../../wechatpay/answers'
import type { Block } from '../hop'
import { say } from '../texts/texts'

/** How a gzip file begins (RFC 1952). */
const GZIP = Buffer.from([0x1f, 0x8b])

/** What proves it in place of a signature. */
export function fileBlocks({ body }: Pick<Answer, 'body'>): Block[] {
  const file = body.subarray(0, 2).equals(GZIP) ? gunzipSync(body) : body
  const sha1 = createHash('sha1').update(file).digest('hex')
  return [
    { kind: 'title', text: say('ofFile') },
    { kind: 'verdict', tone: 'plain', what: say('verdictFile'), why: say('whyFile') },
    { kind: 'facts', facts: [{ name: say('fileHash'), value: sha1 }] },
  ]
}
