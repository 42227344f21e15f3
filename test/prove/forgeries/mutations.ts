// One genuine notification, changed in one place or a few: whatever is changed, it must not be taken.
import { randomFrom, type Random } from '../random'

export interface Message {
  headers: Readonly<Record<string, string>>
  body: Buffer
}

type Mutate = (message: Message, random: Random, other: Message) => Message

const SIGNATURE = 'wechatpay-signature'
const SIGNED_NAMES = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', SIGNATURE] as const

/** @param other a genuine one that says something else */
export function mutated(message: Message, other: Message, seed: number): Message {
  const random = randomFrom(seed)
  const mutate = random.oneOf(MUTATIONS)
  const once = mutate(message, random, other)
  // Now and then a second one on top.
  const twice = random.below(4) === 0 ? random.oneOf(MUTATIONS)(once, random, other) : once
  return isSame(twice, message) || isSame(twice, other) ? mutateBytes(message, random, other) : twice
}

/** Says, and proves, the same: what else is there counts for nothing. */
const isSame = (one: Message, other: Message): boolean =>
  one.body.equals(other.body) && SIGNED_NAMES.every((name) => one.headers[name] === other.headers[name])

const withBody = (message: Message, body: Buffer): Message => ({ ...message, body })
const withHeader = (message: Message, name: string, value: string): Message => ({
  ...message,
  headers: { ...message.headers, [name]: value },
})

const mutateBytes: Mutate = (message, random) => {
  const body = Buffer.from(message.body)
  const at = random.below(body.length)
  body[at] = (body[at] ?? 0) ^ (1 << random.below(8))
  return withBody(message, body)
}

const splice = (bytes: Buffer, at: number, away: number, put: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + away)])

const mutateSignature: Mutate = (message, random) => {
  const bytes = Buffer.from(message.headers[SIGNATURE] ?? '', 'base64')
  const at = random.below(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
  return withHeader(message, SIGNATURE, bytes.toString('base64'))
}

const CHARACTERS = [
  'A',
  'z',
  '0',
  '9',
  '+',
  '/',
  '=',
  '-',
  '_',
  ' ',
  '.',
  ',',
  '\n',
  '\r',
  '\t',
  '"',
  '\\',
  '{',
  '}',
  ':',
  '\u00a0',
  '\u0000',
  '中',
  '\u200b',
]

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const nextCharacter = (character: string): string => BASE64.charAt(BASE64.indexOf(character) + 1)

const mutateHeader: Mutate = (message, random) => {
  const name = random.oneOf(SIGNED_NAMES)
  const value = message.headers[name] ?? ''
  const at = random.below(value.length + 1)
  const changed = `${value.slice(0, at)}${random.oneOf(CHARACTERS)}${value.slice(at + random.below(2))}`
  return withHeader(message, name, changed)
}

const without: Mutate = (message, random) => {
  const gone = random.oneOf(SIGNED_NAMES)
  return { ...message, headers: Object.fromEntries(Object.entries(message.headers).filter(([name]) => name !== gone)) }
}

/** What JSON would read as the same, and what it would not. */
const mutateText: Mutate = (message, random) => {
  const text = message.body.toString()
  const at = random.below(text.length + 1)
  const put = random.oneOf([' ', '\n', '\ufeff', ',"a":1', '}', '\\u0020', text.slice(0, 12), random.oneOf(CHARACTERS)])
  return withBody(message, Buffer.from(text.slice(0, at) + put + text.slice(at)))
}

const MUTATIONS: readonly Mutate[] = [
  mutateBytes,
  mutateSignature,
  mutateHeader,
  mutateHeader,
  mutateText,
  without,
  (message, random) => withBody(message, message.body.subarray(0, random.below(message.body.length))),
  (message, random) =>
    withBody(message, splice(message.body, random.below(message.body.length), 1 + random.below(4), Buffer.alloc(0))),
  (message, random) => {
    const at = random.below(message.body.length - 1)
    const [one, two] = [message.body.subarray(at, at + 1), message.body.subarray(at + 1, at + 2)]
    return withBody(message, splice(message.body, at, 2, Buffer.concat([two, one])))
  },
  (message, _, other) => withBody(message, other.body),
  (message, random, other) => {
    const name = random.oneOf(SIGNED_NAMES)
    return withHeader(message, name, other.headers[name] ?? '')
  },
  (message, random) =>
    withHeader(
      message,
      'wechatpay-timestamp',
      String(Number(message.headers['wechatpay-timestamp']) + random.below(600) - 300),
    ),
  // The line between nonce and body, moved.
  (message, random) => {
    const nonce = message.headers['wechatpay-nonce'] ?? ''
    const at = random.below(nonce.length)
    const moved = withHeader(message, 'wechatpay-nonce', nonce.slice(0, at))
    return withBody(moved, Buffer.concat([Buffer.from(nonce.slice(at)), Buffer.from('\n'), message.body]))
  },
  (message) => withHeader(message, SIGNATURE, `WECHATPAY/SIGNTEST/${message.headers[SIGNATURE] ?? ''}`),
  (message) => withHeader(message, SIGNATURE, (message.headers[SIGNATURE] ?? '').replace(/[+/=]/g, '-')),
  // Other text of the same bytes: the last character has bits that no byte takes.
  (message) => withHeader(message, SIGNATURE, (message.headers[SIGNATURE] ?? '').replace(/.(?===$)/, nextCharacter)),
]
