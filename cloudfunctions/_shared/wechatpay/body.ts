// The one serialisation of a request body: the text made here is signed, and the same text is sent.
import { checkPlainJson } from './plainJson'
import { InputError } from './wechatpayErrors'

/**
 * @returns JSON text; empty when there is no body
 * @throws {InputError} naming what cannot be sent as it is
 */
export function serialiseBody(body: unknown): string {
  if (body === undefined) return ''
  if (typeof body !== 'object' || body === null) throw new InputError('body', 'expected an object')
  checkPlainJson(body, 'body')
  return JSON.stringify(body)
}
