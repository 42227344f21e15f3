// What JSON would silently change is not sent: a Map becomes {}, NaN null, a Date text in another zone, a Promise {}.
import { InputError } from './wechatpayErrors'
import { textProblem } from './wire/characters'

/**
 * Refuses what JSON.stringify would not write as it is. Members that are undefined are left out, as everywhere.
 * @throws {InputError} naming the path of the first such value, and never the value
 */
export function checkPlainJson(value: unknown, path: string, depth = 0): void {
  if (typeof value === 'string') checkText(value, path)
  else if (typeof value === 'number') checkNumber(value, path)
  else if (typeof value === 'object' && value !== null) checkMembers(value, path, depth)
  else if (value !== null && typeof value !== 'boolean')
    throw new InputError(path, `expected plain JSON data${hint(value)}`)
}

function checkText(text: string, path: string): void {
  const problem = textProblem(text)
  if (problem !== undefined) throw new InputError(path, problem)
}

function checkNumber(value: number, path: string): void {
  if (!Number.isFinite(value)) throw new InputError(path, 'expected a number, not NaN or Infinity')
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new InputError(path, 'expected a safe integer: this one has lost digits; longer ids are text')
}

/** Deeper than any body; a cycle gets there too. */
const MAX_DEPTH = 50

function checkMembers(value: object, path: string, depth: number): void {
  if (depth > MAX_DEPTH) throw new InputError(path, `expected at most ${MAX_DEPTH} levels: no cycles`)
  if (hidesMembers(value)) throw new InputError(path, 'expected plain members alone: some here would not be written')
  if (Array.isArray(value)) {
    // By index: iterating skips holes, and JSON writes null for them.
    for (let i = 0; i < value.length; i++) checkPlainJson(value[i], `${path}[${i}]`, depth + 1)
    return
  }
  if (!isPlainObject(value)) throw new InputError(path, `expected a plain object, not ${kindOf(value)}`)
  for (const [name, member] of Object.entries(value)) {
    checkText(name, path)
    if (member !== undefined) checkPlainJson(member, `${path}.${name}`, depth + 1)
  }
}

/**
 * An object whose members are all there is to it: a literal, or an instance of a class of the caller's. By tag and not by
 * prototype, which differs between contexts.
 */
export const isPlainObject = (value: unknown): value is object =>
  Object.prototype.toString.call(value) === '[object Object]' && !hasMore(value as object)

/** It says itself what it is in JSON, is still to come, or keeps to itself what it holds. */
function hasMore(value: object): boolean {
  const { toJSON, then } = value as { toJSON?: unknown; then?: unknown }
  if (typeof toJSON === 'function' || typeof then === 'function') return true
  const prototype = prototypeOf(value)
  const isOfClass = prototype !== null && prototypeOf(prototype) !== null
  return isOfClass && Object.keys(value).length === 0
}

/**
 * Whether something of it would be passed over: symbols, accessors of its class, members of a list that are no elements, and
 * the list itself where it says what it is in JSON.
 */
export function hidesMembers(value: object): boolean {
  if (Object.getOwnPropertySymbols(value).length > 0) return true
  if (!Array.isArray(value)) return hasAccessors(prototypeOf(value))
  return 'toJSON' in value || Object.keys(value).some((name) => !(Number(name) < value.length))
}

/** Of its class or of one above it. What all objects have is none of theirs. */
function hasAccessors(prototype: object | null): boolean {
  const above = prototype && prototypeOf(prototype)
  if (!prototype || !above) return false
  return Object.values(Object.getOwnPropertyDescriptors(prototype)).some((one) => 'get' in one) || hasAccessors(above)
}

const prototypeOf = (value: object): object | null => Object.getPrototypeOf(value) as object | null

/** Its class: `Map`, `FormData`, `Date`. */
const kindOf = (value: object): string => {
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1)
  return tag === 'Object' ? 'one with a toJSON, a then or nothing that shows' : tag
}

function hint(value: unknown): string {
  if (typeof value === 'bigint') return ': no BigInt; long ids are text'
  return typeof value === 'undefined' ? ': no undefined in a list' : `: no ${typeof value}`
}
