// `npm run consents` and the build's check, in a project of their own: what the card would send is what the functions know.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { agreedTo } from '../../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../../miniprogram/entrust/consent/sha256'
import { agreement } from '../../../miniprogram/entrust/merchant/agreement'
import { terms } from '../../../miniprogram/entrust/merchant/terms'
import type { Terms } from '../../../miniprogram/entrust/merchantShapes'
import { checkConsents, CONSENTS_FILE } from '../../../scripts/consents/checkConsents'
import { consents as runConsents } from '../../../scripts/consents/run'
import type { KnownText } from '../../../scripts/consents/knownTexts'
import { RECURRING } from '../../miniprogram/support/terms'
import { createProject, ROOT, type Project, TSX } from '../../support/project'

const OWN = JSON.parse(readFileSync(join(ROOT, CONSENTS_FILE), 'utf8')) as KnownText[]
const TERMS = 'miniprogram/entrust/merchant/terms.ts'

let project: Project
beforeEach(() => {
  project = createProject({ [CONSENTS_FILE]: readFileSync(join(ROOT, CONSENTS_FILE), 'utf8') })
})
afterEach(() => project.remove())

/** A command of the project's own, with terms of its own. */
const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [...TSX, `scripts/${script}.ts`, ...args], {
    cwd: project.root,
    encoding: 'utf8',
  })
const consents = (...args: string[]) => {
  const { exitCode, lines } = runConsents(args, project.root)
  return { status: exitCode, said: lines.join('\n') }
}
const onFile = () => JSON.parse(readFileSync(join(project.root, CONSENTS_FILE), 'utf8')) as KnownText[]
const hashOf = (given: Terms) => sha256Hex(agreedTo(given, agreement).text)
const editTerms = (from: string, to: string) =>
  project.write({ [TERMS]: readFileSync(join(project.root, TERMS), 'utf8').replaceAll(from, to) })

it('the texts this kit comes with are on file', () => {
  expect(checkConsents(ROOT)).toEqual([])
})

it('changed terms are missing until it has run, and it appends them under the hash the card sends', () => {
  for (const part of ['scripts', 'miniprogram/entrust', 'cloudfunctions', 'typings', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(project.root, part), { recursive: true })
  editTerms(terms.purpose, '单车骑行的车费 😀')
  // As an editor of Windows saves it.
  editTerms('\n', '\r\n')
  expect(run('consents', '--check')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('a text is not there') as string,
  })
  expect(run('build', '--only', 'cloudfunctions')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('run npm run consents') as string,
  })
  expect(onFile()).toEqual(OWN)
  const hash = hashOf({ ...terms, purpose: '单车骑行的车费 😀' })
  expect(run('consents')).toMatchObject({ status: 0, stdout: expect.stringContaining(`appended ${hash}`) as string })
  expect(onFile()).toEqual([...OWN, expect.objectContaining({ hash })])
  expect(run('consents', '--check')).toMatchObject({ status: 0 })
  expect(run('consents')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Every text is on file') as string,
  })
  expect(onFile()).toHaveLength(OWN.length + 1)
})

it('terms and texts that live elsewhere are taken from their files', () => {
  const yearly = { ...RECURRING, cycle: '每年', amount: '¥98' }
  const theirs = { ...agreement, title: '别家的{product}协议' }
  const dated = { ...yearly, firstCharge: '2030年1月1日' }
  project.write({
    'plans.json': JSON.stringify([RECURRING, yearly, dated]),
    'page.txt': '\ufeff协议\r\n一、服务。\r\n',
    'app/entrustTexts.js': `exports.terms = ${JSON.stringify(terms)}\nexports.agreement = ${JSON.stringify(theirs)}`,
  })
  const from = ['plans.json', 'page.txt', 'app/entrustTexts.js'].flatMap((file) => ['--from', file])
  expect(consents(...from).status).toBe(0)
  const hashes = [
    hashOf(RECURRING),
    hashOf(yearly),
    sha256Hex('协议\n一、服务。'),
    sha256Hex(agreedTo(terms, theirs).text),
  ]
  expect(onFile().map(({ hash }) => hash)).toEqual([...OWN.map(({ hash }) => hash), ...hashes])
})

it.each<[what: string, files: Record<string, string | Buffer>, args: string[], status: number, told: RegExp]>([
  [
    'an entry that was changed',
    { [CONSENTS_FILE]: JSON.stringify([{ ...OWN[0], text: 'x' }]) },
    [],
    1,
    /entry 1: its hash/,
  ],
  [
    'terms nobody could be shown',
    { 'plans.json': '{"businessType":"perUse"}' },
    ['--from', 'plans.json'],
    1,
    /plans\.json: .*payee/,
  ],
  ['a file that is no JSON', { 'plans.json': '{' }, ['--from', 'plans.json'], 1, /plans\.json: /],
  ['an empty file', { 'page.txt': '\n' }, ['--from', 'page.txt'], 1, /page\.txt: expected a text/],
  ['a file that is not there', {}, ['--from', 'page.txt'], 1, /page\.txt: .*ENOENT/],
  [
    'a module with terms alone',
    { 'a.js': 'exports.terms = {}' },
    ['--from', 'a.js'],
    1,
    /a\.js: expected it to export an object agreement/,
  ],
  ['a module that does not run', { 'a.js': '({' }, ['--from', 'a.js'], 1, /a\.js: /],
  ['an argument it does not know', {}, ['--form', 'x'], 2, /--help/],
])('%s is refused, and nothing is written', (_, files, args, status, told) => {
  project.write(files as Record<string, string>)
  const before = onFile()
  const result = consents(...args)
  expect(result.said).toMatch(told)
  expect(result.status).toBe(status)
  expect(onFile()).toEqual(before)
})

it('text that is not UTF-8 is refused: what is on file stays there for good', () => {
  project.write({ 'page.txt': Buffer.from([0xd0, 0xad, 0xd2, 0xe9]) as unknown as string })
  expect(consents('--from', 'page.txt')).toMatchObject({
    status: 1,
    said: expect.stringContaining('UTF-8') as string,
  })
})

it('an entry that was committed and is gone is refused', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project.root, stdio: 'ignore' })
  git('init')
  git('add', CONSENTS_FILE)
  git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '-m', 'terms')
  expect(checkConsents(project.root)).toEqual([])
  project.write({ [CONSENTS_FILE]: '[]\n' })
  const told = expect.stringContaining('is not as it was committed') as string
  expect(checkConsents(project.root)).toEqual(OWN.map(() => told))
  expect(consents().status).toBe(1)
  expect(onFile()).toEqual([])
})

it('tells how it is used', () => {
  expect(consents('--help')).toMatchObject({ status: 0, said: expect.stringContaining('--from FILE') as string })
})
