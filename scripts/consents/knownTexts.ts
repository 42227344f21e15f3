// cloudfunctions/_shared/merchant/consents.json: every text users have agreed to, or may. Appended to, and never changed.
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { sha256Hex } from '../../miniprogram/entrust/consent/sha256'

export interface KnownText {
  /** SHA-256 of the text: `consent.textHash`. */
  hash: string
  /** When it was put on file, in the time of China: 2026-11-21. */
  date: string
  text: string
}

const fileSchema = v.pipe(
  v.string(),
  v.parseJson(undefined, 'expected JSON'),
  v.array(
    v.strictObject({
      hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits')),
      date: v.pipe(v.string(), v.isoDate('expected a date such as 2026-11-21')),
      text: v.pipe(v.string(), v.nonEmpty('expected a text')),
    }),
    'expected a list of { hash, date, text }',
  ),
)

export type ReadTexts = { ok: true; texts: KnownText[] } | { ok: false; problems: string[] }

/**
 * @param json what the file holds
 * @param committed what it held when it was last committed, where that is known
 */
export function readKnownTexts(json: string, committed: readonly KnownText[] = []): ReadTexts {
  const read = v.safeParse(fileSchema, json)
  if (!read.success) return { ok: false, problems: read.issues.map(describeIssue) }
  const texts = read.output
  const problems = [
    ...texts.flatMap(ownProblems),
    ...committed.flatMap((text, index) => lost(text, texts[index], index)),
  ]
  return problems.length > 0 ? { ok: false, problems } : { ok: true, texts }
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const [{ key: index } = { key: undefined }, field] = issue.path ?? []
  const where = typeof index === 'number' ? `entry ${index + 1}${field ? `, ${String(field.key)}` : ''}: ` : ''
  return where + issue.message
}

const ownProblems = ({ hash, text }: KnownText, index: number, all: readonly KnownText[]): string[] => [
  ...(sha256Hex(text) === hash ? [] : [`entry ${index + 1}: its hash does not fit its text; ${PUT_BACK}`]),
  ...(all.findIndex((other) => other.hash === hash) === index ? [] : [`entry ${index + 1}: is there twice`]),
]

const lost = (committed: KnownText, now: KnownText | undefined, index: number): string[] =>
  isDeepStrictEqual(committed, now) ? [] : [`entry ${index + 1}: is not as it was committed; ${PUT_BACK}`]

const PUT_BACK = 'users may have agreed to it, so put it back as it was. Another text is another entry'

/** With those that are not there yet, each once. @param date today, in the time of China */
export const withTexts = (known: readonly KnownText[], texts: readonly string[], date: string): KnownText[] =>
  texts.reduce<KnownText[]>(
    (all, text) => {
      const hash = sha256Hex(text)
      return all.some((one) => one.hash === hash) ? all : [...all, { hash, date, text }]
    },
    [...known],
  )

export const toJson = (texts: readonly KnownText[]): string => `${JSON.stringify(texts, null, 2)}\n`
