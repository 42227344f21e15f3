// What setup, deploy and doctor say where they cannot go on.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileTroubleIn, tellCommandError, wantedLanguage } from '../../scripts/commandErrors'
import { readArguments as readBuild } from '../../scripts/build/arguments'
import { readArguments as readDeploy } from '../../scripts/deploy/arguments'
import { readArguments as readDoctor } from '../../scripts/doctor/arguments'
import { readArguments as readSetup } from '../../scripts/setup/arguments'
import { findKeyFiles } from '../../scripts/setup/findKeyFiles'

const errorOf = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

it.each<[string, () => unknown, en: string]>([
  ['an option nobody knows', () => readSetup(['--form', 'x'], {}), "Unknown option '--form'"],
  [
    'a word too many',
    () => readDoctor(['keys'], {}),
    "Unexpected argument 'keys'. This command does not take positional arguments",
  ],
  ['no value', () => readDeploy(['--lang'], {}), "Option '--lang <value>' argument missing"],
  ['an option for a value', () => readSetup(['--from', '--check'], {}), "Option '--from' argument is ambiguous."],
  ['a value too many', () => readSetup(['--check=1'], {}), "Option '--check' does not take an argument"],
  ['an empty folder', () => readSetup(['--from', ''], {}), '--from: is empty'],
  ['a folder that is empty', () => readDoctor(['--from='], {}), '--from: is empty'],
  ['an empty environment', () => readDoctor(['--env', ''], {}), '--env: is empty'],
  ['an environment that is empty', () => readDeploy(['--env='], {}), '--env: is empty'],
  ['an empty tool', () => readDeploy(['--tcb', ''], {}), '--tcb: is empty'],
  ['one of several that is empty', () => readDeploy(['--replace', 'a', '--replace', ''], {}), '--replace: is empty'],
  ['an empty part', () => readBuild(['--only', ''], {}), '--only: is empty'],
  ['an empty setting', () => readSetup(['--set', 'WXPAY_ADMIN_KEY= '], {}), '--set WXPAY_ADMIN_KEY: is empty'],
  ['another language', () => readSetup(['--lang', 'fr'], {}), '--lang: expected zh or en, got "fr"'],
  ['no value to set', () => readSetup(['--set', 'x'], {}), '--set (no. 1): expected NAME=VALUE'],
  [
    'a misspelt setting',
    () => readSetup(['--set', 'WXPAY_MHCID=1'], {}),
    '--set WXPAY_MHCID: is no setting; is it WXPAY_MCHID?',
  ],
  ['a part nobody knows', () => readDeploy(['--only', 'x'], {}), '--only x: expected some of database,functions'],
  [
    'one part of several',
    () => readBuild(['--only', 'x'], {}),
    '--only x: expected one of cloudfunctions, wechatpay, entrust-sign, call-kit',
  ],
  ['both', () => readDoctor(['--online', '--offline'], {}), '--offline and --online: expected one of them'],
  ['a folder that is not there', () => findKeyFiles('/nowhere/x'), '/nowhere/x: is no folder'],
])('%s is told in both languages, with where more is told', (_, act, en) => {
  const error = errorOf(act)
  const [inEnglish, inChinese] = (['en', 'zh'] as const).map((language) =>
    tellCommandError(error, 'npm run x', language),
  )
  expect(inEnglish).toContain(en)
  expect(inEnglish).toMatch(/\nTry: npm run x -- --help$/)
  expect(inChinese).toMatch(/^[^\n]*\p{Script=Han}[^\n]*\n用法：npm run x -- --help$/u)
})

it('the language is known before the arguments are understood', () => {
  expect([['--lang', 'zh', '--form'], ['--lang=en'], ['--lang', 'fr'], []].map(wantedLanguage)).toEqual([
    'zh',
    'en',
    undefined,
    undefined,
  ])
})

it('a file that cannot be read is named, with what to do, and no help that does not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entrust-kit-errors-'))
  mkdirSync(join(folder, '.env'))
  const isDirectory = errorOf(() => writeFileSync(join(folder, '.env'), ''))
  expect(tellCommandError(isDirectory, 'npm run setup', 'en')).toBe(
    `${join(folder, '.env')}: is a folder, and a file is expected (EISDIR). Move the folder away. Then run npm run setup again.`,
  )
  expect(tellCommandError(isDirectory, 'npm run setup', 'zh')).toBe(
    `${join(folder, '.env')}：是目录，而此处应为文件（EISDIR）。请移走该目录，然后重新运行 npm run setup。`,
  )
  const isFull = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  })
  expect(tellCommandError(isFull, 'npm run deploy', 'en')).toBe(
    'the disk is full (ENOSPC). Make room on it. Then run npm run deploy again.',
  )
  rmSync(folder, { recursive: true })
})

it('what the network says is none of the file system', () => {
  expect(fileTroubleIn(Object.assign(new Error('x'), { code: 'EACCES', syscall: 'connect' }))).toBeUndefined()
  expect(fileTroubleIn(new Error('x'))).toBeUndefined()
})
