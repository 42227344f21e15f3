// The file of known texts: appended to, never changed, and what was changed by hand is told.
import { sha256Hex } from '../../../miniprogram/entrust/consent/sha256'
import { readKnownTexts, toJson, withTexts, type KnownText } from '../../../scripts/consents/knownTexts'
import { problem as told } from '../../../scripts/consents/texts'

const entry = (text: string, date = '2026-11-21'): KnownText => ({ hash: sha256Hex(text), date, text })
const ONE = entry('一、服务内容。\n二、何时扣款。')
const TWO = entry('😀 "quoted" \\ \u2028')
const read = (texts: unknown, committed?: readonly KnownText[]) => readKnownTexts(JSON.stringify(texts), committed)
const problemsOf = (texts: unknown, committed?: readonly KnownText[]) => {
  const result = read(texts, committed)
  return result.ok ? [] : result.problems
}

it('is read as it was written, whatever a text holds', () => {
  const texts = withTexts([ONE], [TWO.text, 'a\r\nb', 'half \ud83d'], '2026-12-01')
  expect(readKnownTexts(toJson(texts))).toEqual({ ok: true, texts })
})

it('takes a new text at its end, and leaves the others as they are', () => {
  expect(withTexts([ONE], [TWO.text], '2026-12-01')).toEqual([ONE, { ...TWO, date: '2026-12-01' }])
})

it('takes none that is there already, and each new one once', () => {
  expect(withTexts([ONE], [ONE.text, TWO.text, TWO.text], '2026-12-01')).toHaveLength(2)
})

it.each<[what: string, texts: unknown, problem: RegExp]>([
  [
    'another text under the hash',
    [ONE, { ...TWO, text: 'other' }],
    /^entry 2: its hash does not fit its text; .*put it/,
  ],
  ['another hash over the text', [{ ...ONE, hash: TWO.hash }], /^entry 1: its hash does not fit/],
  ['one that is there twice', [ONE, ONE], /^entry 2: is there twice/],
  ['a hash that is none', [{ ...ONE, hash: 'x' }], /^entry 1, hash: expected 64/],
  ['a day that is none', [{ ...ONE, date: '21.11.2026' }], /^entry 1, date: expected a date/],
  ['no text', [{ ...ONE, text: '' }], /^entry 1, text: expected a text/],
  ['more than that', [{ ...ONE, note: 'x' }], /^entry 1, note/],
  ['no list', { ONE }, /^expected a list/],
  ['a text that is none', [{ ...ONE, text: 1 }], /^entry 1, text: .*string/],
  ['no entry', [1], /^entry 1: /],
])('%s is told by its place, in both languages', (_, texts, problem) => {
  const problems = problemsOf(texts)
  expect(problems).toEqual([expect.stringMatching(problem) as string])
  expect(told('f', problems[0] ?? '').zh).toMatch(/^f：.*\p{Script=Han}/u)
  expect(told('f', problems[0] ?? '').zh).not.toMatch(/[a-z]+ [a-z]+ [a-z]+/)
})

it('what is no JSON is told', () => {
  expect(readKnownTexts('<<<<<<< HEAD')).toEqual({ ok: false, problems: ['expected JSON'] })
  expect(told('f', 'expected JSON')).toEqual({ en: 'f: expected JSON', zh: 'f：应为 JSON' })
})

it.each<[what: string, now: KnownText[]]>([
  ['removed', [TWO]],
  ['removed with all others', []],
  ['dated anew', [{ ...ONE, date: '2020-01-01' }, TWO]],
  ['moved', [TWO, ONE]],
])('an entry that was %s since it was committed is told', (_, now) => {
  expect(problemsOf(now, [ONE])).toEqual([expect.stringMatching(/^entry 1: is not as it was committed/) as string])
  expect(problemsOf([ONE, TWO], [ONE])).toEqual([])
})
