import { isDate } from 'node:util/types'
import { EJSON } from 'bson'
import type { PlainObject } from '../database/documents'
import { isPlainObject } from '../database/documents'
import { invalidParam } from '../errors'

/**
 * Reads one EJSON text of a request. Server dates become dates, regular expressions `RegExp`, object ids text.
 * @param nowMs the database's time, for server dates
 * @throws {GatewayError} INVALID_PARAM
 */
export function decode(text: string, nowMs: number): unknown {
  return revive(parse(text), nowMs)
}

/** As `decode`, for texts that must hold an object; an absent or empty one is `{}`. */
export function decodeObject(text: string | undefined, nowMs: number): PlainObject {
  if (text === undefined || text === '') return {}
  const value = decode(text, nowMs)
  if (!isPlainObject(value)) throw invalidParam('expected an object in EJSON')
  return value
}

/** Canonical EJSON, the form in which documents travel. */
export const encode = (document: PlainObject): string => EJSON.stringify(document, { relaxed: false })

function parse(text: string): unknown {
  try {
    return EJSON.parse(text)
  } catch {
    throw invalidParam('expected a text in EJSON')
  }
}

function revive(value: unknown, nowMs: number): unknown {
  if (typeof value !== 'object' || value === null || isDate(value)) return value
  if (Array.isArray(value)) return value.map((item) => revive(item, nowMs))
  if ('_bsontype' in value) return reviveBson(value as BsonValue)
  const serverDate = (value as PlainObject)['$tcb_server_date']
  if (isPlainObject(serverDate)) return new Date(nowMs + Number(serverDate['offset'] ?? 0))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revive(inner, nowMs)]))
}

interface BsonValue {
  _bsontype: string
  pattern?: string
  options?: string
  toString(): string
}

function reviveBson(value: BsonValue): unknown {
  if (value._bsontype === 'BSONRegExp') return new RegExp(value.pattern ?? '', value.options)
  if (value._bsontype === 'ObjectID') return value.toString()
  throw invalidParam(`the local database does not store values of type ${value._bsontype}`)
}
