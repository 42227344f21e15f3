// functions-built/: full with a complete `.env`, empty with none or a wrong one.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSettingsFile } from '../../../cloudfunctions/_shared/platform/settings/settingsFile'
import { fillFunctionsBuilt } from '../../../scripts/build/functionsBuilt'
import { reportFunctionsBuilt } from '../../../scripts/build/reportFunctionsBuilt'
import type { Language } from '../../../scripts/language'
import { STAMP_FILE } from '../../../scripts/build/sourcesStamp'
import { termsProblems } from '../../../scripts/build/termsProblems'
import { pkcs8, rsaPair, validSettings } from '../../support/buildersSettings'
import { createProject, type Project } from '../../support/project'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = validSettings(keys)
const dotEnv = (changes: Readonly<Record<string, string | undefined>> = {}): string =>
  Object.entries({ ...valid, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${value ?? ''}"`)
    .join('\n')

const BUILT = ['contractNotify', 'preEntrustSign', 'appPreEntrustSign', 'myOwn']

let project: Project
beforeEach(() => {
  const files = BUILT.map((name) => ({
    [`dist/cloudfunctions/${name}/index.js`]: `exports.main = () => '${name}'`,
    [`dist/cloudfunctions/${name}/package.json`]: JSON.stringify({ name }),
  }))
  project = createProject({ 'functions-built/README.md': 'committed', ...(Object.assign({}, ...files) as object) })
})
afterEach(() => project.remove())

const fill = (names = BUILT) =>
  fillFunctionsBuilt({ root: project.root, builtDir: join(project.root, 'dist/cloudfunctions'), names })
const inFolder = () =>
  readdirSync(join(project.root, 'functions-built'))
    .filter((name) => name !== STAMP_FILE)
    .sort()

it('is filled with what can be used: the code as it was built, and settings that the code takes for its own', async () => {
  project.write({ '.env': dotEnv() })
  expect(await fill()).toMatchObject({
    kind: 'filled',
    functions: [{ name: 'contractNotify' }, { name: 'preEntrustSign' }],
  })
  expect(inFolder()).toEqual(['README.md', 'contractNotify', 'myOwn', 'preEntrustSign'])
  const folder = join(project.root, 'functions-built/preEntrustSign')
  expect(readFileSync(join(folder, 'index.js'), 'utf8')).toContain('preEntrustSign')
  expect(readSettingsFile(folder)).toMatchObject({
    function: 'preEntrustSign',
    settings: { WXPAY_MCHID: '1900000109' },
  })
  expect(existsSync(join(project.root, 'functions-built/myOwn/settings.json'))).toBe(false)
})

it.each([
  [{ businessType: 'recurring' }, ['miniprogram/entrust/merchant/terms.ts']],
  [{ businessType: 'recurring', approvedRecurring: false }, ['miniprogram/entrust/merchant/terms.ts']],
  [{ businessType: 'recurring', approvedRecurring: true }, []],
  [{ businessType: 'perUse' }, []],
])('is not filled for terms that promise what the product does not do: %j', async (terms, wrong) => {
  project.write({ '.env': dotEnv() })
  const problems = termsProblems(terms)
  expect(problems.map(({ name }) => name)).toEqual(wrong)
  const built = await fillFunctionsBuilt({
    root: project.root,
    builtDir: join(project.root, 'dist/cloudfunctions'),
    names: BUILT,
    termsProblems: problems,
  })
  expect(built.kind).toBe(wrong.length > 0 ? 'wrong' : 'filled')
  if (wrong.length === 0) return
  expect(inFolder()).toEqual(['README.md'])
  expect(reportFunctionsBuilt(built, 'en')).toMatch(/the terms need attention\.\n.*approvedRecurring: true/)
  expect(reportFunctionsBuilt(built, 'zh')).toMatch(/条款有误。\n.*terms\.ts：businessType 为 'recurring'，而/)
})

it('holds no secret in any file', async () => {
  project.write({ '.env': dotEnv({ WXPAY_API_V3_KEY_PREVIOUS: 'v'.repeat(32) }) })
  await fill()
  const files = readdirSync(join(project.root, 'functions-built'), {
    recursive: true,
    encoding: 'utf8',
    withFileTypes: true,
  })
  const texts = files.filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
  expect(texts.length).toBeGreaterThan(6)
  const lines = pkcs8(keys.merchant.privateKey).split('\n').slice(1, -2)
  for (const secret of [...lines, valid['WXPAY_API_V3_KEY'] ?? '', 'v'.repeat(32)]) {
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
  }
})

it('has the functions of an app where one is set up', async () => {
  const app = {
    WXPAY_FAMILY: 'combine-papay',
    WXPAY_APP_APPID: 'wxmobile00000001',
    WXPAY_APP_JWT_KEY: `hs256:${'s'.repeat(43)}`,
    WXPAY_APP_JWT_ISSUER: 'https://login.example.com',
    WXPAY_APP_JWT_AUDIENCE: 'app',
  }
  project.write({ '.env': dotEnv(app) })
  await fill()
  expect(inFolder()).toEqual(['README.md', 'appPreEntrustSign', 'contractNotify', 'myOwn', 'preEntrustSign'])
})

it('names folders as functions are called online; code and settings keep the names the functions know themselves by', async () => {
  project.write({ '.env': dotEnv({ WXPAY_FUNCTION_PREFIX: 'entrust-' }) })
  await fill()
  expect(inFolder()).toEqual(['README.md', 'entrust-contractNotify', 'entrust-preEntrustSign', 'myOwn'])
  const folder = join(project.root, 'functions-built/entrust-contractNotify')
  expect(readSettingsFile(folder)).toMatchObject({ function: 'contractNotify' })
  project.write({ '.env': dotEnv({ WXPAY_FUNCTION_PREFIX: '9-' }) })
  expect(await fill()).toMatchObject({ kind: 'wrong', problems: [{ name: 'WXPAY_FUNCTION_PREFIX' }] })
})

it('takes keys from files, by paths from the project', async () => {
  project.write({
    '.env': dotEnv({ WXPAY_PRIVATE_KEY: 'keys/apiclient_key.pem' }),
    'keys/apiclient_key.pem': valid['WXPAY_PRIVATE_KEY'] ?? '',
  })
  expect(await fill()).toMatchObject({ kind: 'filled' })
})

it('is emptied without an .env, all but its README, and that is no failure', async () => {
  project.write({ '.env': dotEnv() })
  await fill()
  rmSync(join(project.root, '.env'))
  expect(await fill()).toEqual({ kind: 'noDotEnv' })
  expect(inFolder()).toEqual(['README.md'])
})

it('is emptied where .env is wrong, and everything that is wrong is told, line by line', async () => {
  project.write({ '.env': dotEnv() })
  await fill()
  project.write({
    '.env': dotEnv({ WXPAY_MCHID: 'x', WXPAY_PRIVATE_KEY: 'nowhere.pem', WXPAY_NOTIFY: 'https://a.cn/b' }),
  })
  const built = await fill()
  expect(inFolder()).toEqual(['README.md'])
  expect(reportFunctionsBuilt(built, 'en').split('\n')).toEqual([
    'functions-built/ is empty: .env needs attention.',
    expect.stringMatching(/^ {2}WXPAY_NOTIFY: is no setting; is it WXPAY_NOTIFY_URL\? /),
    expect.stringMatching(/^ {2}WXPAY_MCHID: expected/),
    expect.stringMatching(/^ {2}WXPAY_PRIVATE_KEY: .*nowhere\.pem/),
  ])
  expect(reportFunctionsBuilt(built, 'zh').split('\n')).toEqual([
    'functions-built/ 为空：.env 有误。',
    expect.stringMatching(/^ {2}WXPAY_NOTIFY：没有这个配置项；是否应为 WXPAY_NOTIFY_URL？/),
    expect.stringMatching(/^ {2}WXPAY_MCHID：不符合要求/),
    expect.stringMatching(/^ {4}应为：.*；取自：/),
    expect.stringMatching(/^ {2}WXPAY_PRIVATE_KEY：既不是密钥，也不是存在的文件路径.*nowhere\.pem/),
    expect.stringMatching(/^ {4}应为：.*；取自：/),
  ])
})

it('a setting that is missing is told with what it is and where it is from', async () => {
  project.write({ '.env': dotEnv({ WXPAY_MCHID: undefined }) })
  const built = await fill()
  expect(reportFunctionsBuilt(built, 'en')).toMatch(/^ {2}WXPAY_MCHID: is missing: /m)
  expect(reportFunctionsBuilt(built, 'zh')).toMatch(/^ {2}WXPAY_MCHID：缺少.*商户号\n {4}应为：.*；取自：/m)
})

it('is emptied where .env is something that cannot be read', async () => {
  project.write({ '.env': dotEnv() })
  await fill()
  rmSync(join(project.root, '.env'))
  mkdirSync(join(project.root, '.env'))
  const built = await fill()
  expect(reportFunctionsBuilt(built, 'en')).toMatch(/\.env: cannot be read; expected a text file/)
  expect(reportFunctionsBuilt(built, 'zh')).toMatch(/\.env：无法读取；应为运行构建的用户可读的文本文件/)
  expect(inFolder()).toEqual(['README.md'])
})

it('is filled from an .env that Windows wrote in UTF-16', async () => {
  writeFileSync(join(project.root, '.env'), Buffer.from(`\uFEFF${dotEnv()}`, 'utf16le'))
  expect(await fill()).toMatchObject({ kind: 'filled' })
})

it('loses a function whose source is gone', async () => {
  project.write({ '.env': dotEnv() })
  await fill()
  await fill(['contractNotify'])
  expect(inFolder()).toEqual(['README.md', 'contractNotify'])
})

describe('the report', () => {
  it('says how to begin without an .env', async () => {
    expect(await fill()).toEqual({ kind: 'noDotEnv' })
    expect(reportFunctionsBuilt({ kind: 'noDotEnv' }, 'en')).toMatch(/is empty: there is no \.env\. .*npm run setup/)
    expect(reportFunctionsBuilt({ kind: 'noDotEnv' }, 'zh')).toMatch(/为空：没有 \.env。.*npm run setup/)
    expect(inFolder()).toEqual(['README.md'])
  })

  it('names what to set online and counts it, and never tells a value', async () => {
    project.write({ '.env': dotEnv() })
    const built = await fill()
    const report = reportFunctionsBuilt(built, 'en')
    expect(reportFunctionsBuilt(built, 'zh')).toMatch(
      /^functions-built\/ +线上字节数（上限 4096） {2}需在线上设置的变量$/m,
    )
    expect(report).toMatch(/^contractNotify +48 {2}WXPAY_API_V3_KEY$/m)
    expect(report).toMatch(/^preEntrustSign +16\d\d {2}WXPAY_PRIVATE_KEY$/m)
    expect(report).not.toContain(valid['WXPAY_API_V3_KEY'])
    expect(report).not.toMatch(/[A-Za-z0-9+/]{60}/)
  })

  it('warns where an environment is nearly full', () => {
    const one = { name: 'f', onlineName: 'f', environment: { A: '' }, settings: {} }
    const report = (bytes: number, language: Language = 'en') =>
      reportFunctionsBuilt({ kind: 'filled', functions: [{ ...one, bytes }] }, language)
    expect(report(3501)).toContain('f: 3501 bytes is close to the limit of 4096')
    expect(report(3501, 'zh')).toContain('f：3501 字节，接近')
    expect(report(3500)).not.toContain('close to')
  })
})
