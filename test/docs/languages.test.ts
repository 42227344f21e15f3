// A page in Chinese says what the one in English says. Words differ; headings, commands, names, tables and links do not.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fillBlocks } from '../../scripts/settings/blocks'
import { ROOT, withSlashes } from '../support/project'

const CHINESE_DOCS = 'docs/zh-CN'
const FENCED = /^```(\w*)\n([^]*?)^```$/gm

/** Made from one catalogue, both of them: they cannot differ. */
const GENERATED = ['settings.md']
const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map(withSlashes)
    .filter((path) => path.endsWith('.md') && !GENERATED.includes(path))
    .sort()
const chineseDocs = markdownIn(CHINESE_DOCS)
const englishDocs = markdownIn('docs').filter((path) => !path.startsWith('zh-CN/'))
const PAIRS: [english: string, chinese: string][] = [
  ...['README', 'CONTRIBUTING', 'SECURITY'].map((name): [string, string] => [`${name}.md`, `${name}.zh-CN.md`]),
  ...chineseDocs.map((path): [string, string] => [`docs/${path}`, `${CHINESE_DOCS}/${path}`]),
]

const ENGLISH_PAGES = new Set([...PAIRS.map(([english]) => english), ...GENERATED.map((path) => `docs/${path}`)])

it('every page is there in both languages', () => expect(chineseDocs).toEqual(englishDocs))

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

/** Where a link leads, from the root, by the name of the English page. Headings have names of their own in each language. */
function targetOf(link: string, from: string): string {
  if (/^https?:/.test(link)) return link
  const [path = '', heading] = link.split('#')
  const target = path === '' ? '' : posix.join(posix.dirname(from), path)
  const english = target.replace(`${CHINESE_DOCS}/`, 'docs/').replace('.zh-CN.md', '.md')
  return heading === undefined ? english : `${english}#`
}
const linksIn = (text: string): string[] => all(text, /\]\(([^)]+)\)/g)

/** What stands above the second heading's text: where the other language is. */
const headOf = (text: string): string => text.split('\n').slice(0, 3).join('\n')
const bodyOf = (text: string): string => text.split('\n').slice(3).join('\n')

describe.each(PAIRS)('%s and %s', (english, chinese) => {
  const [ours, theirs] = [english, chinese].map((path) => readFileSync(join(ROOT, path), 'utf8')) as [string, string]
  const expectSame = (read: (text: string, path: string) => unknown) =>
    expect(read(theirs, chinese)).toEqual(read(ours, english))

  it('have the same headings, level by level', () => expectSame(levelsOf))
  it('have the same code and commands', () => expectSame(codeOf))
  it('have the same tables, row by row', () => expectSame(tablesOf))
  it('name the same code and commands in each section', () =>
    expectSame((text) => sectionsOf(text).map((one) => [...new Set(spansOf(one))].sort())))
  it('lead to the same pages from each section', () =>
    expectSame((text, from) =>
      sectionsOf(bodyOf(text)).map((one) =>
        linksIn(one)
          .map((link) => targetOf(link, from))
          .sort(),
      ),
    ))
  it('have the same list items and bold sentences in each section', () =>
    expectSame((text) =>
      sectionsOf(text).map((one) =>
        [/^- /gm, /^\d+\. /gm, /\*\*[^*]+\*\*/g].map((mark) => one.match(mark)?.length ?? 0),
      ),
    ))

  it('lead to each other in their first lines', () => {
    const leads = (text: string, from: string) =>
      linksIn(headOf(text)).map((link) => posix.join(posix.dirname(from), link))
    expect([leads(ours, english), leads(theirs, chinese)]).toEqual([[chinese], [english]])
  })

  it('keep a reader of Chinese in Chinese where there is such a page', () => {
    const strays = linksIn(bodyOf(theirs))
      .filter((link) => !/^(https?:|#)/.test(link))
      .map((link) => posix.join(posix.dirname(chinese), link.split('#')[0] ?? ''))
      .filter((target) => ENGLISH_PAGES.has(target))
    expect(strays).toEqual([])
  })
})

it('what is compared is there to be compared', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  expect(levelsOf(readme).length).toBeGreaterThan(7)
  expect(tablesOf(readme).length).toBeGreaterThan(3)
  expect(codeOf(readme).flat()).toEqual(
    expect.arrayContaining(['preEntrustSign', 'POST', '.../terminate', 'npm start']),
  )
})

it.each(['table', 'functions'])('is given the settings in Chinese: %s', (name) => {
  const made = fillBlocks(`<!-- settings:begin ${name} -->\n<!-- settings:end -->`, 'settings.md', 'zh')
  const words = made.replace(/<!--.*-->|`[^`]*`|\]\([^)]*\)/g, '')
  expect(words).toMatch(/\p{Script=Han}/u)
  expect(words).not.toMatch(/[a-z]{2,} [a-z]{2,}|\| [a-z]+ \|/)
})
