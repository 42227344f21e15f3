import { isDate } from 'node:util/types'
import { calculateObjectSize } from 'bson'
import { invalidParam, writeFailed } from '../errors'

export type DocumentId = string | number

/** A stored document. Never changed in place: a write puts a new one in its stead. */
export type Document = Readonly<Record<string, unknown>> & { readonly _id: DocumentId }

export type Documents = ReadonlyMap<DocumentId, Document>

/** One planned change of one document; `undefined` stands for "not there". */
export interface Change {
  readonly id: DocumentId
  readonly before: Document | undefined
  readonly after: Document | undefined
}

export type PlainObject = Record<string, unknown>

/** True for what `{}` and `JSON.parse` make, in whichever realm: test runners bring one of their own. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** A deep copy of stored values: lists, objects and dates; everything else is immutable. */
export function cloneValue<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(cloneValue) as Value
  if (isDate(value)) return new Date(value) as Value
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cloneValue(inner)])) as Value
}

/**
 * What is stored, for whoever only looks at it: nobody can change it. Frozen through and through the first time, since it is replaced
 * and never changed, so that a look at a whole collection copies nothing. A date cannot be frozen: what holds one is copied.
 */
export function unchangeable<Value>(value: Value): Value {
  if (Object.isFrozen(value)) return value
  return holdsDate(value) ? cloneValue(value) : frozen(value)
}

const innerOf = (value: unknown): unknown[] =>
  Array.isArray(value) || isPlainObject(value) ? Object.values(value) : []

const holdsDate = (value: unknown): boolean => isDate(value) || innerOf(value).some(holdsDate)

function frozen<Value>(value: Value): Value {
  for (const inner of innerOf(value)) frozen(inner)
  return Array.isArray(value) || isPlainObject(value) ? Object.freeze(value) : value
}

/**
 * Refuses what the engine cannot store: an `_id` of another kind, a field name starting with `$`, too many bytes.
 * @throws {GatewayError}
 */
export function checkStorable(document: PlainObject, limitBytes: number): asserts document is Document {
  const id = document['_id']
  if (typeof id !== 'string' && typeof id !== 'number') throw invalidParam('_id must be a string or a number')
  if (id === '') throw invalidParam('_id must not be empty')
  const operator = findOperatorName(document)
  if (operator !== undefined) {
    throw writeFailed(`The dollar ($) prefixed field '${operator}' in '${operator}' is not valid for storage.`)
  }
  const bytes = calculateObjectSize(document)
  if (bytes > limitBytes) {
    throw writeFailed(`object to insert too large. size in bytes: ${bytes}, max size: ${limitBytes}`)
  }
}

function findOperatorName(value: unknown): string | undefined {
  if (Array.isArray(value)) return firstDefined(value, findOperatorName)
  if (!isPlainObject(value)) return undefined
  return firstDefined(Object.entries(value), ([name, inner]) => (name.startsWith('$') ? name : findOperatorName(inner)))
}

function firstDefined<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
