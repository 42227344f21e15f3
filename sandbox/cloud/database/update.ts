import { isDate } from 'node:util/types'
import { update } from 'mingo/updater'
import { invalidParam, writeFailed } from '../errors'
import type { Document, PlainObject } from './documents'
import { cloneValue, isPlainObject } from './documents'

/**
 * Applies update operators and returns a new document, or the same one when nothing changed.
 *
 * The library lets some updates through in silence that the real engine refuses (a path through `null`, `$inc` of a
 * text); code that leans on that would fail only in the cloud, so they are refused here first.
 * @throws {GatewayError} with the engine's text
 */
export function applyUpdate(document: Document, modifier: PlainObject): Document {
  for (const [operator, fields] of Object.entries(modifier)) checkOperator(document, operator, fields)
  const next = cloneValue(document)
  try {
    return update(next, modifier).length > 0 ? next : document
  } catch (error) {
    throw writeFailed(error instanceof Error ? error.message : String(error))
  }
}

/** Operators that make the fields on their path when those are missing. */
const CREATING = new Set(['$set', '$inc', '$mul', '$min', '$max', '$push', '$addToSet', '$currentDate', '$bit'])
const NUMERIC = new Set(['$inc', '$mul'])
const LISTS = new Set(['$push', '$addToSet', '$pull', '$pullAll', '$pop'])

function checkOperator(document: Document, operator: string, fields: unknown): void {
  if (!operator.startsWith('$')) throw invalidParam(`'${operator}' is not an update operator`)
  if (!isPlainObject(fields) || Object.keys(fields).length === 0) {
    throw writeFailed(`'${operator}' is empty. You must specify a field like so: {${operator}: {<field>: ...}}`)
  }
  for (const path of Object.keys(fields)) checkField(document, operator, path)
}

function checkField(document: Document, operator: string, path: string): void {
  const reached = walk(document, path.split('.'))
  if (reached.kind === 'missing') return
  if (reached.kind === 'blocked') {
    if (CREATING.has(operator)) throw cannotCreate(reached)
    return
  }
  const type = typeName(reached.value)
  if (NUMERIC.has(operator) && type !== 'number') {
    throw writeFailed(`Cannot apply ${operator} to a value of non-numeric type. The field '${path}' is of type ${type}`)
  }
  if (LISTS.has(operator) && type !== 'array') {
    throw writeFailed(`The field '${path}' must be an array but is of type ${type}`)
  }
}

type Reached =
  | { kind: 'found'; value: unknown }
  | { kind: 'missing' }
  | { kind: 'blocked'; parent: string; at: unknown; field: string }

function walk(document: Document, parts: readonly string[]): Reached {
  let value: unknown = document
  let parent = ''
  for (const part of parts) {
    if (value === undefined) return { kind: 'missing' }
    if (!canHold(value, part)) return { kind: 'blocked', parent, at: value, field: part }
    value = (value as PlainObject)[part]
    parent = part
  }
  return value === undefined ? { kind: 'missing' } : { kind: 'found', value }
}

/** Lists take positions and the positional operators; anything but an object takes nothing. */
const canHold = (value: unknown, part: string): boolean =>
  Array.isArray(value) ? /^(\d+|\$.*)$/.test(part) : isPlainObject(value)

const cannotCreate = ({ parent, at, field }: { parent: string; at: unknown; field: string }): Error =>
  writeFailed(`Cannot create field '${field}' in element {${parent}: ${JSON.stringify(at)}}`)

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (isDate(value)) return 'date'
  return typeof value
}
