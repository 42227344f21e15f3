// The page and the terminal speak two languages, and each of them whole.
import { JOURNEY_TEXTS } from '../../../sandbox/journey/texts/texts'
import { fill, read, say, spanText, TEXTS } from '../../../sandbox/phone/texts/texts'

/** Every text by its key, such as `lines.signed`. */
function textsOf(part: object, at = ''): [key: string, text: string][] {
  return Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${at}${name}`, value] as [string, string]]
      : textsOf(value as object, `${at}${name}.`),
  )
}
/** The other language is named in its own words, and a comma is no word. */
const IS_NO_TEXT = ['page.language', 'and']
/** Names of the field, which nobody translates. */
const IS_NO_WORD = /^(\d+|alg none)$/
const HAS_CHINESE = /[\u4e00-\u9fff]/
/** Chinese has no ending for more than one. */
const placesOf = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)]
    .map(([place]) => place)
    .filter((place) => place !== '{s}')
    .sort()

describe.each([
  ['the page', TEXTS],
  ['the terminal', JOURNEY_TEXTS],
])('of %s', (_, { en, zh }) => {
  const english = new Map(textsOf(en))
  const chinese = new Map(textsOf(zh))

  it('both have every text, with the same values in it', () => {
    expect([...chinese.keys()]).toEqual([...english.keys()])
    for (const [key, text] of english) {
      expect([key, text.trim().length > 0, placesOf(chinese.get(key) ?? '')]).toEqual([key, true, placesOf(text)])
    }
  })

  it('Chinese is Chinese, and English holds none', () => {
    const words = [...chinese].filter(([key, text]) => !IS_NO_TEXT.includes(key) && !IS_NO_WORD.test(text))
    expect(words.filter(([, text]) => !HAS_CHINESE.test(text))).toEqual([])
    expect([...english].filter(([key, text]) => !IS_NO_TEXT.includes(key) && HAS_CHINESE.test(text))).toEqual([])
  })

  it('Chinese text has full-width marks', () => {
    const isMixed = (text: string) => /[\u4e00-\u9fff][,;:!?()]|[(][\u4e00-\u9fff]/.test(text)
    expect([...chinese].filter(([, text]) => isMixed(text))).toEqual([])
  })
})

it('a line is read with its values, and what is no text of ours as it is', () => {
  expect(read(say('notification', { attempt: 2 }), TEXTS.zh)).toBe('通知，第 2 次')
  expect(read('TRANSACTION.SUCCESS', TEXTS.zh)).toBe('TRANSACTION.SUCCESS')
  expect(fill('{a} and {b}', { a: 1 }, TEXTS.en)).toBe('1 and {b}')
})

it.each([
  [0, '0 s', '0 秒'],
  [45_000, '45 s', '45 秒'],
  [10 * 60_000, '10 min', '10 分钟'],
  [130 * 60_000, '2 h 10 min', '2 小时 10 分钟'],
  [26 * 3_600_000 + 1, '1 d 2 h', '1 天 2 小时'],
])('%i ms is a span of %s', (ms, inEnglish, inChinese) => {
  expect(spanText(ms)).toBe(inEnglish)
  expect(spanText(ms, TEXTS.zh.units)).toBe(inChinese)
})
