// `npm run consents` and the build's check, in a project of their own: what the card would send is what the functions know.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { agreedTo } from '../../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../../miniprogram/entrust/consent/sha256'
import { agreement } from '../../../miniprogram/entrust/merchant/agreement'
import { terms } from '../../../miniprogram/entrust/merchant/terms'
import type { Terms } from '../../../miniprogram/entrust/merchantShapes'
import { checkConsents } from '../../../scripts/consents/checkConsents'
import { consents as runConsents } from '../../../scripts/consents/command'
import type { KnownText } from '../../../scripts/consents/knownTexts'
import { CONSENTS_FILE } from '../../../scripts/consents/texts'
import { RECURRING } from '../../miniprogram/support/terms'
import { createProject, ROOT, type Project, TSX } from '../../support/project'

const OWN = JSON.parse(readFileSync(join(ROOT, CONSENTS_FILE), 'utf8')) as KnownText[]
const TERMS = 'miniprogram/entrust/merchant/terms.ts'

let project: Project
beforeEach(() => {
  project = createProject({ [CONSENTS_FILE]: readFileSync(join(ROOT, CONSENTS_FILE), 'utf8') }, [])
})
afterEach(() => project.remove())

interface Told {
  status: number | null
  stdout: string
  stderr: string
}

/** In this process. How the command itself ends is in the test that changes its sources. */
function consents(...args: string[]): Told {
  const told = { stdout: '', stderr: '' }
  const place = {
    root: project.root,
    env: { LANG: 'en_US.UTF-8' },
    out: (text: string) => void (told.stdout += text),
    err: (text: string) => void (told.stderr += text),
  }
  return { status: runConsents(args, place), ...told }
}

/** What others say is told as they say it. */
const WORDS_OF_NODE = /(cannot be read: |无法读取：)[^]*|npm run consents/g

const onFile = () => JSON.parse(readFileSync(join(project.root, CONSENTS_FILE), 'utf8')) as KnownText[]
const hashOf = (given: Terms) => sha256Hex(agreedTo(given, agreement).text)

it('the texts this kit comes with are on file', () => {
  expect(checkConsents(ROOT)).toEqual([])
})

it('changed terms are missing until it has run, and it appends them under the hash the card sends', () => {
  // The command itself, in a copy of all it is made of: terms are its source.
  project.remove()
  project = createProject()
  for (const part of ['scripts', 'miniprogram/entrust', 'cloudfunctions', 'typings', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(project.root, part), { recursive: true })
  const run = (script: string, ...args: string[]): Told =>
    spawnSync(process.execPath, [...TSX, `scripts/${script}.ts`, ...args], {
      cwd: project.root,
      env: { ...process.env, LC_ALL: 'C' },
      encoding: 'utf8',
    })
  const editTerms = (from: string, to: string) =>
    project.write({ [TERMS]: readFileSync(join(project.root, TERMS), 'utf8').replaceAll(from, to) })

  editTerms(terms.purpose, '单车骑行的车费 😀')
  // As an editor of Windows saves it.
  editTerms('\n', '\r\n')
  expect(run('consents', '--check')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('a text is not there') as string,
  })
  expect(run('build', '--only', 'cloudfunctions')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^Nothing was built\.\n.*run npm run consents/) as string,
  })
  expect(run('build', '--only', 'cloudfunctions', '--lang', 'zh')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^未构建任何内容。\n.*请运行 npm run consents/) as string,
  })
  expect(onFile()).toEqual(OWN)
  const hash = hashOf({ ...terms, purpose: '单车骑行的车费 😀' })
  expect(run('consents')).toMatchObject({ status: 0, stdout: expect.stringContaining(`appended ${hash}`) as string })
  expect(onFile()).toEqual([...OWN, expect.objectContaining({ hash })])
  expect(run('consents', '--check')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Every text is on file') as string,
  })
})

it('a text that is on file is not appended once more', () => {
  project.write({ 'page.txt': '协议\n' })
  expect(consents('--check', '--from', 'page.txt').status).toBe(1)
  expect(consents('--from', 'page.txt').status).toBe(0)
  const told = { status: 0, stdout: expect.stringContaining('Every text is on file') as string }
  expect(consents('--check', '--from', 'page.txt')).toMatchObject(told)
  expect(consents('--from', 'page.txt')).toMatchObject(told)
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
  [
    'terms of a kind nobody knows',
    { 'plans.json': '{}' },
    ['--from', 'plans.json'],
    1,
    /plans\.json: businessType of terms: expected 'perUse'/,
  ],
  [
    'recurring terms without notice',
    { 'plans.json': JSON.stringify({ ...RECURRING, remindDaysBefore: 1 }) },
    ['--from', 'plans.json'],
    1,
    /remindDaysBefore of terms: expected a whole number, 5 or more/,
  ],
  [
    'an agreement with a place nothing fills',
    {
      'a.js': `exports.terms = ${JSON.stringify(terms)}\nexports.agreement = ${JSON.stringify({ ...agreement, title: '{nobody}' })}`,
    },
    ['--from', 'a.js'],
    1,
    /agreement: there is nothing to fill \{nobody\} with/,
  ],
  [
    'an agreement without a title',
    {
      'a.js': `exports.terms = ${JSON.stringify(terms)}\nexports.agreement = ${JSON.stringify({ ...agreement, title: '' })}`,
    },
    ['--from', 'a.js'],
    1,
    /agreement: expected a text/,
  ],
  ['a module that is not there', {}, ['--from', 'a.js'], 1, /a\.js: .*ENOENT/],
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
  expect(result.stderr).toMatch(told)
  expect(result.status).toBe(status)
  const inChinese = consents(...args, '--lang', 'zh')
  expect(inChinese.status).toBe(status)
  expect(inChinese.stderr).toMatch(/\p{Script=Han}/u)
  expect(inChinese.stderr.replace(WORDS_OF_NODE, '')).not.toMatch(/[a-z]+ [a-z]+ [a-z]+/)
  expect(result.stderr.replace(WORDS_OF_NODE, '')).not.toMatch(/\p{Script=Han}/u)
  expect(onFile()).toEqual(before)
})

it('text that is not UTF-8 is refused: what is on file stays there for good', () => {
  project.write({ 'page.txt': Buffer.from([0xd0, 0xad, 0xd2, 0xe9]) as unknown as string })
  expect(consents('--from', 'page.txt')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('UTF-8') as string,
  })
})

it('an entry that was committed and is gone is refused', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project.root, stdio: 'ignore' })
  git('init')
  git('add', CONSENTS_FILE)
  git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '-m', 'terms')
  expect(checkConsents(project.root)).toEqual([])
  project.write({ [CONSENTS_FILE]: '[]\n' })
  const told = { en: 'is not as it was committed', zh: '与已提交的不一致' }
  expect(checkConsents(project.root)).toEqual(
    OWN.map(() => ({ en: expect.stringContaining(told.en) as string, zh: expect.stringContaining(told.zh) as string })),
  )
  expect(consents().status).toBe(1)
  expect(onFile()).toEqual([])
})

it('tells how it is used', () => {
  expect(consents('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--from FILE') as string })
  expect(consents('--help', '--lang', 'zh').stdout).toMatch(/--from FILE .*代替 terms\.ts/)
})

it('what is done is told in Chinese too', () => {
  project.write({ 'page.txt': '协议\n' })
  const asked = ['--from', 'page.txt', '--lang', 'zh']
  expect(consents('--check', ...asked).stderr).toContain('有一份文本未登记（协议）')
  expect(consents(...asked).stdout).toMatch(/^已追加 \p{Hex_Digit}{64} {2}协议\n请提交 /u)
  expect(consents(...asked).stdout).toContain(`全部文本已登记：本次检查 1 份，文件中共 ${OWN.length + 1} 份`)
})
