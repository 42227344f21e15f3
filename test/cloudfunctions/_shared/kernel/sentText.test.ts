// What goes to WeChat Pay as text: refused by its rule before anything is written, since it could never be sent.
import * as v from 'valibot'
import { sentText } from '../../../../cloudfunctions/_shared/kernel/sentText'

const MAX_BYTES = 12
const problemOf = (text: unknown) => v.safeParse(sentText('expected a note', MAX_BYTES), text).issues?.[0].message

it.each(['a', '单车骑行', 'é–‰', '\uffff', 'a b', 'שלום', '　.', '骑\u200b行'])('takes %j', (text) => {
  expect(problemOf(text)).toBeUndefined()
})

it.each<[what: string, text: unknown, rule: string]>([
  ['nothing', '', 'expected a note'],
  ['blanks only', ' \n　', 'expected a note'],
  ['blanks of no width only', '\u200b\u2060', 'expected a note'],
  ['a hyphen that is not shown', '\u00ad', 'expected a note'],
  ['a number', 5, 'expected a note'],
  ['a byte too many', '单车骑行a', 'expected at most 12 bytes in UTF-8'],
  ['an emoji', '骑行 🚲', 'expected no emoji or other 4-byte characters'],
  ['an ideograph of four bytes', '𠮷野家', 'expected no emoji or other 4-byte characters'],
  ['the first half of a pair', '单车😀'.slice(0, 3), 'expected whole characters: half of a pair'],
  ['the second half of a pair', '😀'.slice(1), 'expected whole characters: half of a pair'],
  ['halves in the wrong order', '\ude00\ud83d', 'expected whole characters: half of a pair'],
  ['a NUL', 'a\u0000b', 'expected one line'],
  ['a line feed', 'a\nb', 'expected one line'],
  ['a carriage return', 'a\r', 'expected one line'],
  ['a tab', 'a\tb', 'expected one line'],
  ['a control character of C1', 'a\u0085b', 'expected one line'],
  ['a line separator', 'a\u2028b', 'expected one line'],
  ['a paragraph separator', 'a\u2029b', 'expected one line'],
  ['a right-to-left override', 'a\u202eb', 'expected one line'],
  ['an isolate', 'a\u2066b', 'expected one line'],
  ['a right-to-left mark', 'a\u200fb', 'expected one line'],
  ['an Arabic letter mark', 'a\u061cb', 'expected one line'],
])('refuses %s, and says what was expected', (_, text, rule) => {
  expect(problemOf(text)).toMatch(rule)
})
