// DETAIL: a signature, for people: whether it holds and why, the text it is over, and whose key. Pure.
import type { LocalWechat } from '../../localWechat'
import { WINDOW_SEC, type Proof } from '../../wechatpay/proof'
import { say, type Said } from '../texts/texts'
import type { Block, Fact } from '../hop'

interface ProofShown {
  proof: Proof
  /** What was done to the message on purpose. */
  faults: readonly string[]
  /** The body that was signed, where it is not the one that was sent. */
  signed?: { body: string; sent: string }
  /** Whether the functions were given the key. */
  isConfigured: boolean
  /** What whoever gets it does about it. */
  cure: Said
  /** In the words of who refused it. */
  refusal?: string
}

export function proofBlocks(shown: ProofShown): Block[] {
  const { proof, signed } = shown
  const lines = proof.base.split('\n').length - 1
  const difference = signed && differenceOf(signed.sent, signed.body)
  const at = signed ? proof.base.indexOf(signed.sent) : 0
  const { who, how } = factsOf(proof)
  return [
    verdictOf(shown),
    { kind: 'facts', facts: who },
    {
      kind: 'base',
      title: say('base', { count: lines }),
      text: proof.base,
      ...(difference && { marked: [at + difference.from, at + difference.to] as const }),
    },
    ...(difference ? [{ kind: 'code', title: say('signedBase'), text: difference.before } as const] : []),
    { kind: 'facts', title: say('signatureTitle'), facts: how },
  ]
}

/** Whether it holds, in the eyes of the functions. */
export const holds = ({ proof, isConfigured, refusal }: Omit<ProofShown, 'cure'>): boolean =>
  proof.problem === undefined && isConfigured && refusal === undefined

function verdictOf(shown: ProofShown): Block {
  const { proof, cure } = shown
  if (holds(shown)) return { kind: 'verdict', tone: 'good', what: say('verdictGood') }
  const isProbe = proof.problem === 'probe'
  return {
    kind: 'verdict',
    tone: 'bad',
    what: say('verdictBad'),
    why: whyOf(shown),
    cure: isProbe ? say('cureProbe') : cure,
  }
}

const MISMATCHES: Readonly<Record<string, Said>> = {
  wrongKey: say('whyOtherKey'),
  wrongSignature: say('whyDamaged'),
  changedBody: say('whyChangedBody'),
}

function whyOf({ proof: { problem, skewSec }, faults, refusal }: ProofShown): Said {
  if (refusal !== undefined) return say('whyRefused', { message: refusal })
  switch (problem) {
    case 'missing':
      return say('whyMissing')
    case 'probe':
      return say('whyProbe')
    case 'stale':
      return say('whyStale', { count: Math.abs(skewSec), limit: WINDOW_SEC })
    case 'unknownSerial':
      return say('whyUnknownSerial')
    case 'mismatch':
      return faults.map((kind) => MISMATCHES[kind]).find(Boolean) ?? say('whyMismatch')
    case undefined:
      break
  }
  return say('whyNotConfigured')
}

const KEYS = { merchant: 'merchantKey', publicKey: 'publicKey', certificate: 'certificate' } as const

function factsOf({ serial, signer, timestamp, nonce, signature, skewSec }: Proof): Record<'who' | 'how', Fact[]> {
  const orNot = (value: string): Said => (value === '' ? say('unsaid') : value)
  const skew = say('skew', { count: skewSec, limit: WINDOW_SEC })
  const length = Buffer.from(signature, 'base64').length
  const who = [
    { name: say('serial'), value: orNot(serial) },
    { name: say('key'), value: signer ? say(KEYS[signer]) : say('unknownKey') },
  ]
  const how = [
    { name: say('timestamp'), value: orNot(timestamp), ...(timestamp !== '' && { note: skew }) },
    { name: say('nonce'), value: orNot(nonce) },
    {
      name: say('signature'),
      value: orNot(signature),
      ...(signature !== '' && { note: say('signatureBytes', { count: length }) }),
    },
  ]
  return { who, how }
}

/** From the first to the last character that is another, and what was there before. */
export function differenceOf(text: string, before: string): { from: number; to: number; before: string } {
  let from = 0
  while (from < text.length && text[from] === before[from]) from++
  let end = 0
  while (end < Math.min(text.length, before.length) - from && text.at(-1 - end) === before.at(-1 - end)) end++
  return { from, to: text.length - end, before: before.slice(from, before.length - end) }
}

/** Whether the functions were given the key of this proof. */
export function isConfigured(
  { signer, serial }: Proof,
  { settings, keys }: Pick<LocalWechat, 'settings' | 'keys'>,
): boolean {
  if (signer === 'publicKey') return settings['WXPAY_PUBLIC_KEY_ID'] === serial
  if (signer !== 'certificate') return true
  const given = bare(settings['WXPAY_PLATFORM_CERTS'] ?? '')
  const certificate = keys.platformCertificates.find((one) => one.serial === serial)
  return certificate !== undefined && given.includes(bare(certificate.certificatePem))
}

/** What a PEM holds, however its lines are written. */
const bare = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\\n|\s/g, '')
