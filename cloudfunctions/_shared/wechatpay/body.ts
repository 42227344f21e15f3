// The one serialisation of a request body: the text made here is signed, and the same text is sent.
import { InputError } from './wechatpayErrors'
import { textProblem } from './wire/characters'

/**
 * @returns JSON text; empty when there is no body
 * @throws {InputError} not serialisable, or naming by its path a text that APIv3 does not take
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012081726
 */
export function serialiseBody(body: unknown): string {
  if (body === undefined) return ''
  const text = toJson(body)
  if (SUSPICIOUS.test(text)) refuseTexts(JSON.parse(text), 'body')
  return text
}

/** A pair, or half of one, which JSON.stringify writes as `\ud83d`. Where it only looks so, nothing is refused. */
const SUSPICIOUS = /[\ud800-\udbff]|\\ud/

function toJson(body: unknown): string {
  if (typeof body !== 'object' || body === null) throw new InputError('body', 'expected an object')
  try {
    return JSON.stringify(body)
  } catch {
    throw new InputError('body', 'expected plain JSON data: no cycles, no BigInt')
  }
}

/** Looks at the texts as they are in the JSON. One that names a field is told by the object it is in. */
function refuseTexts(value: unknown, path: string): void {
  const problem = typeof value === 'string' ? textProblem(value) : undefined
  if (problem !== undefined) throw new InputError(path, problem)
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    refuseTexts(name, path)
    refuseTexts(member, `${path}.${name}`)
  }
}
