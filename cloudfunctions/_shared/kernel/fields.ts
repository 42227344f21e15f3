// How single fields of WeChat Pay's messages are read. Their types drift: what can be meant in one way only is read as meant.
import * as v from 'valibot'

/** Text as it is. */
export const Text = v.string()

/** An id: text, or a whole number that has lost none of its digits. */
export const Id = v.pipe(v.union([v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0))]), v.transform(String))

/** A whole number, or its digits as text: no sign, no leading zero, no blank, no exponent. */
export const Integer = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^(?:0|[1-9][0-9]*)$/), v.transform(Number))]),
  v.safeInteger(),
)

/** A time, still as text. What is no text becomes one that no parser takes: a message is not set aside for the type of its time. */
export const Time = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' ? value : 'not a text')),
)

/** What is told where it cannot be read. */
export const UNREADABLE = 'unreadable'

/** A word that decides nothing, such as how something ended: for its type nothing is set aside. */
export const Word = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : UNREADABLE)),
)

/** A field that need not be there. Null and an empty text say what a name that is left out says: nothing. */
export const told = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.nullish(v.lazy((value) => (value === '' ? Nothing : schema)))

const Nothing = v.pipe(
  v.literal(''),
  v.transform(() => undefined),
)

/** One field of a message that may hold anything, for when the message as a whole cannot be read. */
export function readField(
  message: unknown,
  name: string,
  schema: v.GenericSchema<unknown, string>,
): string | undefined {
  const read = v.safeParse(v.object({ [name]: schema }), message)
  return read.success ? read.output[name] : undefined
}

/** Names of what is not of its form. */
export const fieldsOf = (issues: readonly v.BaseIssue<unknown>[]): string[] => [
  ...new Set(issues.map((issue) => v.getDotPath(issue) ?? 'message')),
]
