// What a function was called with: the platform's own additions set aside, every other unknown key refused by name.
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { CallFailure, invalidInput } from '../../kernel/errors'

/** The platform's, to be found in its own logs; one of ours where it gives none. */
export function readRequestId(context: unknown): string {
  const parsed = v.safeParse(v.object({ request_id: v.pipe(v.string(), v.nonEmpty()) }), context)
  return parsed.success ? parsed.output.request_id : randomUUID()
}

/** Put into every event by the platform beside the page's own data, and never believed. */
const ADDED_BY_PLATFORM = ['userInfo', 'tcbContext']

/** @throws {CallFailure} INVALID_INPUT naming the field */
export function readInput<Input>(schema: v.GenericSchema<unknown, Input>, event: unknown): Input {
  const given = Object.entries(typeof event === 'object' && event !== null ? event : {})
  const data = Object.fromEntries(given.filter(([name]) => !ADDED_BY_PLATFORM.includes(name)))
  return readData(schema, data, 'event')
}

/**
 * What the platform adds nothing to.
 * @param whole its name, where it is wrong as a whole
 * @throws {CallFailure} INVALID_INPUT naming the field
 */
export function readData<Input>(schema: v.GenericSchema<unknown, Input>, data: unknown, whole: string): Input {
  const parsed = v.safeParse(schema, data)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = v.getDotPath(issue) ?? whole
  throw isUnknownKey(issue) ? unknownKey(field, issue, whole) : invalidInput(field, explain(issue))
}

const isUnknownKey = ({ type, expected }: v.BaseIssue<unknown>): boolean =>
  type === 'strict_object' && expected === 'never'

/** Whoever calls chose the name: they are told it, in so far as it can be one, and the log is not. */
function unknownKey(field: string, { path }: v.BaseIssue<unknown>, whole: string): CallFailure {
  const around = path
    ?.slice(0, -1)
    .map(({ key }) => String(key))
    .join('.')
  const message = `${field.replace(/[\p{C}\u2028\u2029]/gu, ' ').slice(0, MAX_NAME)}: is not known to this function; remove it`
  return new CallFailure(
    'INVALID_INPUT',
    message,
    undefined,
    `${around || whole}: has a key this function does not know`,
  )
}

const MAX_NAME = 64

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is missing'
  // Messages of our own schemas; the library's default ones quote what was received.
  return issue.message.startsWith('expected ') ? issue.message : 'is of the wrong form'
}
