// Nothing but the genuine message is taken: not one with anything changed, not one under a signature that only looks like one,
// and no resource opens that was not sealed as documented.
import { createPublicKey } from 'node:crypto'
import { decryptResource } from '../../../cloudfunctions/_shared/wechatpay/aead'
import { createKeyRing } from '../../../cloudfunctions/_shared/wechatpay/keyRing'
import { receiveNotification } from '../../../cloudfunctions/_shared/wechatpay/receiveNotification'
import { aContract, wireContract } from '../../support/builders'
import { notifyBody } from '../../support/buildersNotify'
import { API_V3_KEY, PUBLIC_KEY_ID, signedHeaders, wechatPay } from '../../support/wechatPayPeer'
import { must, stopIfAborted, type Proof, type Run } from '../proof'
import { gcmForgeries } from './gcmForgeries'
import { mutated, type Message } from './mutations'
import { rsaForgeries } from './rsaForgeries'

const NOW_SEC = 1_795_247_161
const TRUST = {
  keys: createKeyRing({ publicKey: { id: PUBLIC_KEY_ID, key: createPublicKey(wechatPay.privateKey) } }),
  apiV3Keys: [Buffer.from(API_V3_KEY)],
}

const isTaken = (message: Message): boolean => receiveNotification(message, TRUST, NOW_SEC * 1000).ok

export const forgeries: Proof = {
  name: 'forgeries',
  claim: 'no changed message, no odd signature and no wrongly sealed resource is taken',
  unit: 'changed messages',
  counts: { whole: 250_000, choice: 10_000 },
  async run(run) {
    const figures = [takeNoOddSignature(), takeNothingStale(), openNothingElse()]
    return [await takeNothingChanged(run), ...figures]
  },
}

const PLAINTEXT = wireContract(aContract(), 'SIGNED')

function signedAt(id: string, timestampSec: number): Message {
  const body = Buffer.from(notifyBody({ id, plaintext: PLAINTEXT }))
  return { headers: signedHeaders(body, { timestampSec }), body }
}

function genuine(id: string): Message {
  const message = signedAt(id, NOW_SEC)
  must(isTaken(message), () => 'the genuine message is not taken')
  return message
}

async function takeNothingChanged(run: Run): Promise<string> {
  const message = genuine('EV-1')
  const other = genuine('EV-2')
  for (let index = 0; index < run.count; index++) {
    if (index % 1000 === 0) {
      await new Promise(setImmediate)
      stopIfAborted(run)
      run.progress(index, run.count)
    }
    const seed = run.seed + index
    must(!isTaken(mutated(message, other, seed)), () => `a changed message is taken: seed ${seed}`)
  }
  return `${run.count.toLocaleString('en')} changed messages, 0 taken`
}

function takeNoOddSignature(): string {
  const { headers, body } = genuine('EV-1')
  const text = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body.toString()}\n`
  const all = rsaForgeries(wechatPay.privateKey, Buffer.from(text))
  for (const [what, signature] of all) {
    const forged = { headers: { ...headers, 'wechatpay-signature': signature.toString('base64') }, body }
    must(!isTaken(forged), () => `a signature is taken: ${what}`)
  }
  return `${all.length} signatures in the ways of Wycheproof, 0 taken`
}

/** Genuine, and sent by somebody who has kept it, or has another clock. */
function takeNothingStale(): string {
  const offsets = [300, 301, 3600, 10 ** 6].flatMap((seconds) => [-seconds, seconds])
  for (const seconds of offsets) {
    must(!isTaken(signedAt('EV-1', NOW_SEC + seconds)), () => `one of ${seconds} s from now is taken`)
  }
  return `${offsets.length} of another time, 0 taken`
}

function openNothingElse(): string {
  const { right, wrong } = gcmForgeries(JSON.stringify(PLAINTEXT))
  must(decryptResource(right, TRUST.apiV3Keys).ok, () => 'the right resource does not open')
  for (const [what, resource] of wrong) {
    must(!decryptResource(resource, TRUST.apiV3Keys).ok, () => `a resource is opened: ${what}`)
  }
  return `${wrong.length} sealed resources in the ways of Wycheproof, 0 opened`
}
