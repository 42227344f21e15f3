// Why WeChat Pay did not do it, in its own words, wherever an answer has them. The shapes were seen, not documented:
// `detail.field`, `detail.value` as a pointer or a list of them, a pointer in the message alone, `detail.detail.issue`. What is
// nested otherwise is looked through as well.
import { isObject } from './json'

/** Texts as they came: not cleaned, not bounded. Empty for none. */
interface Reason {
  code: string
  message: string
  /** Where: a JSON pointer such as `/body/openid`, or a name. */
  field: string
  issue: string
  location: string
}

/** @param body of an answer that is not 2xx; anything */
export function readReason(body: unknown): Reason {
  const { code, message, detail } = isObject(body) ? body : {}
  const layers = layersOf(detail, MAX_DEPTH)
  const pick = (name: string) => layers.map((layer) => textOf(layer[name])).find((text) => text !== '') ?? ''
  const said = textOf(message)
  return {
    code: textOf(code),
    message: said,
    field: pick('field') || pointerAmong(layers) || (POINTER_IN_TEXT.exec(said)?.[0] ?? ''),
    issue: pick('issue') || pick('reason') || pick('message'),
    location: pick('location'),
  }
}

const MAX_DEPTH = 3

/** `detail` is of no fixed shape: an object, others in it, a list, or a sentence. Outer ones first. */
function layersOf(detail: unknown, depth: number, name = 'issue'): Record<string, unknown>[] {
  if (depth === 0) return []
  if (typeof detail === 'string') return [{ [name]: detail }]
  if (Array.isArray(detail)) return detail.slice(0, 10).flatMap((one) => layersOf(one, depth - 1, name))
  return isObject(detail)
    ? [detail, ...Object.entries(detail).flatMap(([name, one]) => within(name, one, depth - 1))]
    : []
}

/** Texts of a layer are told by their own names; `detail` in it is once more what it is outside. What was refused is no reason. */
function within(name: string, inner: unknown, depth: number): Record<string, unknown>[] {
  if (name === 'value' || (typeof inner === 'string' && name !== 'detail')) return []
  return layersOf(inner, depth, name === 'detail' ? 'issue' : name)
}

/** What was refused stands in `value` too, so only what is a pointer is taken. */
const pointerAmong = (layers: readonly Record<string, unknown>[]): string =>
  layers.flatMap(({ value }) => value).find((value): value is string => isPointer(value)) ?? ''

const isPointer = (value: unknown): boolean => typeof value === 'string' && POINTER.test(value)

const PART = '(?:body|query|path|uri_path|url|header|headers|form)'
const POINTER = new RegExp(`^#?/${PART}(?:/[\\w.~-]{1,64}){1,10}$`)
const POINTER_IN_TEXT = new RegExp(`(?<![\\w./:-])/${PART}(?:/[\\w.~-]{1,64}){1,10}`)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
