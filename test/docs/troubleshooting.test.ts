// Whoever is stuck finds a heading for what they see: every error code a function answers, and every finding of doctor, in both
// languages, and each of them by a symptom.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FINDINGS } from '../../scripts/doctor/findings'
import { anchorsOf } from '../../scripts/doctor/reference'

const ROOT = join(__dirname, '../..')
const PAGES = ['docs/troubleshooting.md', 'docs/zh-CN/troubleshooting.md']
const contract = readFileSync(join(ROOT, 'typings/contract/results.ts'), 'utf8')
const [, union = ''] = /CallErrorCode =([^]*?)\n\n/.exec(contract) ?? []
const CODES = [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code)

it('the codes are read', () => {
  expect(CODES).toEqual(expect.arrayContaining(['NOT_CONFIGURED', 'INTERNAL']))
  expect(CODES.length).toBeGreaterThan(12)
})

describe.each(PAGES)('%s', (page) => {
  const anchors = anchorsOf(join(ROOT, page))
  it.each(CODES)('has a heading for %s', (code) => expect(anchors).toContain(code.toLowerCase()))

  it('leads to each code and each finding from a symptom', () => {
    const [, symptoms = ''] = readFileSync(join(ROOT, page), 'utf8').split(/^## /m).slice(0, 2)
    const wanted = [...CODES, ...Object.keys(FINDINGS)]
    expect(wanted.filter((id) => !symptoms.includes(`](#${id.toLowerCase()})`))).toEqual([])
  })

  it('leads to headings that are there', () => {
    const text = readFileSync(join(ROOT, page), 'utf8')
    const within = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
    expect(within.length).toBeGreaterThan(30)
    expect(within.filter((anchor) => !anchors.includes(anchor))).toEqual([])
  })

  it('has each heading once', () => {
    expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([])
  })
})
