// One thing has one name, and CONTRIBUTING lists them: in Chinese no document and no page says it otherwise.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { fromRoot, ROOT } from '../support/project'

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Rows of the last table: English, Chinese, and what is not said. */
const words = (path: string): string[][] =>
  (read(path).split(/^## (?:Words|用词)$/m)[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

const WORDS = words('CONTRIBUTING.md')
const NOT_SAID = WORDS.flatMap(([, , not = '']) => not.split('、').filter((word) => word !== ''))

const CHINESE = [
  'README.zh-CN.md',
  'SECURITY.zh-CN.md',
  'sandbox/phone/texts/zh.ts',
  ...['docs/zh-CN', 'miniprogram', 'cloudfunctions/_shared/platform/settings', 'scripts'].flatMap((folder) =>
    ts.sys.readDirectory(join(ROOT, folder), ['.md', '.ts', '.wxml']).map(fromRoot),
  ),
]

it('is the same list in both languages', () => {
  expect(WORDS.length).toBeGreaterThan(20)
  expect(words('CONTRIBUTING.zh-CN.md')).toEqual(WORDS)
})

it.each(NOT_SAID)('nothing in Chinese says %s', (word) => {
  expect(CHINESE.filter((path) => read(path).includes(word))).toEqual([])
})
