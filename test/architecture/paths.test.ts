// What the documents name is there: a file that moves takes its name in them along.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { fromRoot, ROOT } from '../support/project'

const documents = [
  'README.md',
  'README.zh-CN.md',
  'SECURITY.md',
  'SECURITY.zh-CN.md',
  'CONTRIBUTING.md',
  'CONTRIBUTING.zh-CN.md',
  ...ts.sys.readDirectory(join(ROOT, 'docs'), ['.md']).map(fromRoot),
]

/** `[words](path#heading)`, from the document. */
const linksOf = (text: string, path: string) =>
  [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => join(ROOT, dirname(path), link))

/** `path/of/a/file.ts` in backticks, from the root or from `cloudfunctions/`. What is made by a build is not there yet. */
const namesOf = (text: string) =>
  [...text.matchAll(/`((?!dist\/|functions-built\/)[\w-]+\/[\w./-]+\.(?:ts|mjs|json|md|wxml|wxss))`/g)].map(
    ([, name = '']) => join(ROOT, name.startsWith('_shared/') ? 'cloudfunctions' : '', name),
  )

it.each(documents)('%s names files that are there', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const missing = [...linksOf(text, path), ...namesOf(text)].filter((name) => !existsSync(name))
  expect(missing.map(fromRoot)).toEqual([])
})

/** As the pages are shown: lower case, blanks as hyphens, nothing but letters, digits, `_` and `-`. */
const anchorsOf = (text: string): string[] =>
  [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\]\([^)]*\)/g, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replace(/ /g, '-'),
  )

it.each(documents)('%s leads to headings that are there', (path) => {
  const links = [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\((?!https?:)([^)#]*\.md|)#([^)]+)\)/g)]
  const missing = links.filter(([, page = '', anchor = '']) => {
    const target = page === '' ? path : join(dirname(path), page)
    return !anchorsOf(readFileSync(join(ROOT, target), 'utf8')).includes(anchor)
  })
  expect(missing.map(([link]) => link)).toEqual([])
})
