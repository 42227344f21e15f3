// The card's package as an app has it in node_modules. How it is packed and shown: test/e2e/cardPackage.test.ts, check:wechat.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildEntrustSign } from '../../../scripts/build/entrustSign'
import { kitPlan } from '../../../scripts/build/kitPlan'
import { checkConsents } from '../../../scripts/consents/checkConsents'
import { textsIn } from '../../../scripts/consents/textsOf'
import { compileTypes } from '../../support/compileTypes'
import { lookAtPackage, type PackageLook } from '../../support/lookAtPackage'
import { createProject, ROOT, runNode, type Project } from '../../support/project'

jest.setTimeout(180_000)

const PLAN = kitPlan([])
const NAME = PLAN.entrustSignName

let app: Project
beforeAll(async () => {
  app = createProject({}, [])
  await buildEntrustSign(PLAN, installed('.'))
})
afterAll(() => app.remove())

const installed = (file: string) => join(app.root, 'node_modules', NAME, file)
const read = (file: string) => readFileSync(installed(file), 'utf8')

it("has what WeChat's tools look for, and says whose it is", () => {
  const { version, license, repository, bugs, config } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>
  expect(JSON.parse(read('package.json'))).toMatchObject({
    ...{ name: config?.['entrustSignPackage'], version, license, repository, bugs },
    ...{ main: './miniprogram_dist/index.js', miniprogram: 'miniprogram_dist' },
  })
})

it('is packed whole, without a flaw to those who look at packages', async () => {
  const { publint, attw, files } = (await runNode(ROOT, lookAtPackage(installed('.')), 'module')) as PackageLook
  const card = ['base.wxss', 'index.js', 'index.json', 'index.wxml', 'index.wxss', 'parts.wxml', 'tokens.wxss']
  expect(files).toEqual(
    [
      ...['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json', 'example/entrustTexts.js'],
      ...['miniprogram_dist/index.js', 'miniprogram_dist/index.d.ts'],
      ...card.map((file) => `miniprogram_dist/card/${file}`),
    ].sort(),
  )
  expect(attw).toEqual([])
  // No version of Node runs it.
  expect(publint.map(({ code }) => code)).toEqual(['USE_ENGINES_NODE'])
})

it('needs nothing, and no translation by an app that has it switched off', () => {
  const code = read('miniprogram_dist/index.js')
  expect([...code.matchAll(/\brequire\(/g)]).toEqual([])
  expect(code).not.toMatch(/\basync \(|\?\?|\?\.[a-z]|^(im|ex)port /m)
  expect(code).not.toContain(ROOT)
})

it('has every colour settable from outside, and names each in both READMEs', () => {
  const tokens = read('miniprogram_dist/card/tokens.wxss')
  const values = [...tokens.matchAll(/^\s+--([\w-]+): (.*);$/gm)]
  expect(values.length).toBeGreaterThan(25)
  for (const [, name = '', value = ''] of values) {
    expect(value).toMatch(new RegExp(`^var\\(--entrust-${name}, .+\\)$`))
    for (const readme of ['README.md', 'README.zh-CN.md']) expect(read(readme)).toContain(`\`--entrust-${name}\``)
  }
})

it('says the same in both languages', () => {
  const [english, chinese] = ['README.md', 'README.zh-CN.md'].map(read) as [string, string]
  const codeIn = (text: string) => [...text.matchAll(/^```[^]*?^```/gm)].map(([block]) => block)
  const namesIn = (text: string) => [...new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name))].sort()
  expect(codeIn(chinese)).toEqual(codeIn(english))
  expect(namesIn(chinese)).toEqual(namesIn(english))
  expect(chinese.match(/^#+ /gm)).toEqual(english.match(/^#+ /gm))
})

it('comes with an example whose text is on file, as `npm run consents -- --from` takes it', () => {
  const [today, ...more] = textsIn(installed('example/entrustTexts.js'))
  expect(more).toEqual([])
  expect(today && checkConsents(ROOT, today)).toEqual([])
  expect(today).toMatchObject({ ok: true })
})

describe('its types', () => {
  const use = (...given: string[]) => `
    import { configure, type Terms } from '${NAME}'
    declare const terms: Terms
    const agreement = { title: '', paragraphs: [''], calendar: '' }
    ${given.map((one) => `configure(${one})`).join('\n')}`

  it('compile in an app with nothing else installed', async () => {
    const whole = "{ terms, agreement, texts: { 'unsigned.title': '开通' }, settings: { cloudEnv: 'a' } }"
    app.write({ 'app.ts': use('{ terms, agreement }', whole) })
    expect(await compileTypes('typescript', app, ['app.ts'])).toEqual([])
  })

  it('refuse what is missing, and what there is not', async () => {
    const settings = "{ terms, agreement, settings: { env: 'a' } }"
    app.write({ 'app.ts': use('{ terms }', "{ terms, agreement, texts: { 'unsigned.tittle': '' } }", settings) })
    const told = (await compileTypes('typescript', app, ['app.ts'])).join('\n')
    for (const problem of ["Property 'agreement' is missing", 'unsigned.tittle', "'env' does not exist"])
      expect(told).toContain(problem)
  })
})
