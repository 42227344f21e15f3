// The README in Chinese says what the one in English says. Words differ; headings, commands, names, tables and links do not.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillBlocks } from '../../scripts/settings/blocks'

const ROOT = join(__dirname, '../..')
const ENGLISH = 'README.md'
const CHINESE = 'README.zh-CN.md'
const FENCED = /^```(\w*)\n([^]*?)^```$/gm

const readmes = [ENGLISH, CHINESE].map((path) => readFileSync(join(ROOT, path), 'utf8'))
const bothOf = <T>(read: (text: string) => T): { english: T; chinese: T } => {
  const [english = '', chinese = ''] = readmes
  return { english: read(english), chinese: read(chinese) }
}

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found)
const proseOf = (text: string): string => text.replace(FENCED, '')
const levelsOf = (text: string): number[] => all(proseOf(text), /^(#+) /gm).map(({ length }) => length)
const spansOf = (text: string): string[] => all(text, /`([^`\n]+)`/g)

/** What is run or compiled, without its comments. Of a drawing the names of code, in their order. */
const codeOf = (text: string): string[][] =>
  [...text.matchAll(FENCED)].map(([, language = '', code = '']) =>
    language === ''
      ? all(code, /(\b[a-z]+(?:[A-Z]|_[a-z])\w*|GET|POST|\.\.\.\/[\w/-]+)/g)
      : code.split('\n').map((line) => line.replace(/(^|\s+)(#|\/\/) .*$/, '')),
  )

/** Each table as its rows, each row as its number of cells and the code in its first. */
const tablesOf = (text: string): string[][] =>
  all(proseOf(text), /((?:^\|.*\|\n)+)/gm).map((table) =>
    table
      .trim()
      .split('\n')
      .map((row) => row.split('|').slice(1, -1))
      .map((cells) => `${cells.length} cells: ${spansOf(cells[0] ?? '').join(' ')}`),
  )

/** From one heading to the next, without what is made from the catalogue of settings. */
const sectionsOf = (text: string): string[] =>
  proseOf(text.replace(/<!-- settings:begin [^]*?<!-- settings:end -->/g, '')).split(/^#+ /m)

/** A page that is there in Chinese is the same page; its headings have names of their own, as those of the text itself. */
function samePage(link: string): string {
  const english = link.replace('docs/zh-CN/', 'docs/').replace(/^#.*/, '#')
  const [path = ''] = english.split('#')
  return existsSync(join(ROOT, path.replace(/^docs\//, 'docs/zh-CN/'))) && path.startsWith('docs/') ? path : english
}
const linksOf = (text: string): string[] => all(text, /\]\(([^)]+)\)/g).map(samePage)

it('has the same headings, level by level', () => {
  const { english, chinese } = bothOf(levelsOf)
  expect(english.length).toBeGreaterThan(7)
  expect(chinese).toEqual(english)
})

it('has the same code and commands', () => {
  const { english, chinese } = bothOf(codeOf)
  expect(english.flat()).toEqual(expect.arrayContaining(['preEntrustSign', 'POST', '.../terminate', 'npm start']))
  expect(chinese).toEqual(english)
})

it('has the same tables, row by row', () => {
  const { english, chinese } = bothOf(tablesOf)
  expect(english.length).toBeGreaterThan(3)
  expect(chinese).toEqual(english)
})

it('names the same code and commands in each section', () => {
  const { english, chinese } = bothOf((text) => sectionsOf(text).map((one) => [...new Set(spansOf(one))].sort()))
  expect(chinese).toEqual(english)
})

it('leads to the same pages from each section', () => {
  const { english, chinese } = bothOf((text) =>
    sectionsOf(text.replace(`](${ENGLISH})`, '](other)').replace(`](${CHINESE})`, '](other)')).map((one) =>
      linksOf(one).sort(),
    ),
  )
  expect(english[1]).toContain('other')
  expect(chinese).toEqual(english)
})

it('has the same list items and bold sentences in each section', () => {
  const { english, chinese } = bothOf((text) =>
    sectionsOf(text).map((one) => [/^- /gm, /^\d+\. /gm, /\*\*[^*]+\*\*/g].map((mark) => one.match(mark)?.length ?? 0)),
  )
  expect(chinese).toEqual(english)
})

it('each leads to the other in its first lines', () => {
  const { english, chinese } = bothOf((text) => linksOf(text.split('\n').slice(0, 3).join('\n')))
  expect({ english, chinese }).toEqual({ english: [CHINESE], chinese: [ENGLISH] })
})

it.each(['table', 'functions'])('is given the settings in Chinese: %s', (name) => {
  const made = fillBlocks(`<!-- settings:begin ${name} -->\n<!-- settings:end -->`, 'settings.md', 'zh')
  const words = made.replace(/<!--.*-->|`[^`]*`|\]\([^)]*\)/g, '')
  expect(words).toMatch(/\p{Script=Han}/u)
  expect(words).not.toMatch(/[a-z]{2,} [a-z]{2,}|\| [a-z]+ \|/)
})
