import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { areFunctionsBuilt, buildAll, type BuildPlan } from '../../../scripts/build/buildAll'
import { kitPlan } from '../../../scripts/build/kitPlan'
import { reportBuild, reportFailure } from '../../../scripts/build/report'
import { STAMP_FILE } from '../../../scripts/build/sourcesStamp'
import { newSyntaxIn } from '../../support/newSyntax'
import { createProject, runNode, type Project, withSlashes } from '../../support/project'

jest.setTimeout(120_000)

const HELLO = `export async function main(event: { name: string }) { return { hello: event.name } }`
const WITH_SDK = `
  import axios from 'axios'
  export async function main() {
    const before = Object.keys(require.cache).length
    const { default: cloud } = await import('wx-server-sdk')
    return { before, canInit: typeof cloud.init, axios: axios.VERSION, loaded: Object.keys(require.cache) }
  }`

let project: Project
afterEach(() => project.remove())

const plan = (): BuildPlan => ({
  root: project.root,
  sourceDir: join(project.root, 'cloudfunctions'),
  dist: join(project.root, 'dist'),
  libraryName: 'hello',
  entrustSignName: 'hello-card',
  origin: { ...kitPlan([]).origin, version: '1.2.3' },
  parts: ['cloudfunctions'],
})
const build = () => buildAll(plan())
const failures = async () => {
  const error: unknown = await build().catch((thrown: unknown) => thrown)
  const [en, zh] = (['en', 'zh'] as const).map((language) => withSlashes(reportFailure(error, false, language)))
  return { en, zh }
}
/** What esbuild says is told as it says it. */
const failure = async () => (await failures()).en
const built = (path: string) => join(project.root, 'dist/cloudfunctions', path)
const read = (path: string) => readFileSync(built(path), 'utf8')

describe('a built function', () => {
  it('runs alone in an empty folder and exports main, only main', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': `${HELLO}\nexport const other = 1` })
    await build()
    const script = `const built = require('./index.js')
      built.main({ name: 'x' }).then((answer) => console.log(JSON.stringify([Object.keys(built), answer])))`
    expect(await runNode(project.copyAlone('dist/cloudfunctions/hello'), script)).toEqual([['main'], { hello: 'x' }])
  })

  it('reads the SDK from the file beside it, and not before it is asked for', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': WITH_SDK })
    await build()
    const alone = project.copyAlone('dist/cloudfunctions/hello')
    const script = `require('./index.js').main().then((answer) => { console.log(JSON.stringify(answer)); process.exit() })`
    expect(await runNode(alone, script)).toMatchObject({
      before: 1,
      canInit: 'function',
      loaded: [join(alone, 'index.js'), join(alone, 'wx-server-sdk.js')],
    })
    // An import() left in would start node's second module loader, and see another `default`.
    expect(/\bimport\(/.test(read('hello/index.js'))).toBe(false)
  })

  it('leaves nothing to install', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': HELLO })
    await build()
    expect(readdirSync(built('hello')).sort()).toEqual(['LICENSES.txt', 'config.json', 'index.js', 'package.json'])
    expect(JSON.parse(read('hello/package.json'))).toMatchObject({
      name: 'hello',
      version: '1.2.3',
      main: 'index.js',
      dependencies: {},
    })
  })

  it('takes config.json from its source, and asks for nothing without one', async () => {
    const timer = { triggers: [{ name: 't', type: 'timer', config: '0 */10 * * * * *' }] }
    project = createProject({
      'cloudfunctions/hello/index.ts': HELLO,
      'cloudfunctions/timed/index.ts': HELLO,
      'cloudfunctions/timed/config.json': JSON.stringify(timer),
    })
    await build()
    expect(JSON.parse(read('timed/config.json'))).toEqual(timer)
    expect(JSON.parse(read('hello/config.json'))).toEqual({ permissions: { openapi: [] } })
  })

  it('uses no syntax that node 18 does not know', async () => {
    const newer = `export function main() { using held = { [Symbol.dispose]() {} }; return /[\\p{L}--[a-z]]/v.test('x') && held }`
    project = createProject({ 'cloudfunctions/hello/index.ts': newer })
    await build()
    expect(/using held|\/v\.test/.test(read('hello/index.js'))).toBe(false)
  })

  it('says on an older node why it does not run there, and runs nothing of its own', async () => {
    project = createProject({
      'cloudfunctions/hello/index.ts': `console.log('its own code'); export const main = () => structuredClone(1)`,
    })
    await build()
    const script = `Object.defineProperty(process, 'version', { value: 'v16.13.0' })
      process.stdout.write = (line, done) => { (console.error ?? String)(line); return true }
      const built = require('./index.js')
      built.main({}, {}).then((answer) => require('node:fs').writeSync(1, JSON.stringify([Object.keys(built), answer])))`
    expect(await runNode(project.copyAlone('dist/cloudfunctions/hello'), script)).toEqual([
      ['main'],
      {
        ok: false,
        error: expect.objectContaining({
          message: expect.stringMatching(/Node 16\.13; expected 18\.15/) as string,
        }) as object,
      },
    ])
  })

  it('can be read by the oldest node there is, or that one could say nothing', async () => {
    project = createProject({
      'cloudfunctions/hello/index.ts': `
        class Held { static #all = 0; #own = 1; static { Held.#all = 2 } sum() { return this.#own + Held.#all } }
        export async function main(given?: { a?: number }) {
          for await (const one of [given?.a ?? 0]) given = { ...given, a: one ** 2 }
          try { given!.a ||= 1 } catch { }
          return new Held().sum()
        }`,
    })
    await build()
    expect(newSyntaxIn(read('hello/index.js'))).toEqual([])
    expect(await runNode(built('hello'), `require('./index.js').main({}).then(console.log)`)).toBe(3)
  })

  it('keeps the names of classes and functions, for stack traces in the cloud', async () => {
    project = createProject({
      'cloudfunctions/hello/index.ts': `
        class OddAnswer extends Error {}
        export function main() { return new OddAnswer().constructor.name }`,
    })
    await build()
    expect(await runNode(built('hello'), `console.log(JSON.stringify(require('./index.js').main()))`)).toBe('OddAnswer')
  })

  it('holds nothing of the machine it was built on', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': WITH_SDK })
    process.env['WXPAY_API_V3_KEY'] = 'canary-0123456789abcdefghijklmno'
    await build().finally(() => delete process.env['WXPAY_API_V3_KEY'])
    const files = readdirSync(built('hello'))
    expect(files).toContain('wx-server-sdk.js')
    expect(files.filter((file) => read(`hello/${file}`).includes('canary-0123456789'))).toEqual([])
    expect(files.filter((file) => read(`hello/${file}`).includes(project.root))).toEqual([])
  })

  it('carries the licences of what is in it', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': WITH_SDK, 'cloudfunctions/plain/index.ts': HELLO })
    await build()
    expect(read('hello/LICENSES.txt')).toMatch(/^axios \d[\d.]* \(MIT\)$/m)
    expect(read('hello/LICENSES.txt')).toMatch(/^wx-server-sdk \d[\d.]* \(MIT\)$/m)
    expect(read('hello/LICENSES.txt')).toContain('Matt Zabriskie')
    expect(read('plain/LICENSES.txt')).toBe('')
  })
})

describe('dist', () => {
  it('loses the folder of a function whose source is gone, and says so', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': HELLO, 'dist/cloudfunctions/gone/index.js': '' })
    const result = await build()
    expect(readdirSync(built('.'))).toEqual(['hello'])
    expect(reportBuild(result, 'en')).toContain('removed dist/cloudfunctions/gone')
    expect(reportBuild(result, 'zh')).toContain('已移除 dist/cloudfunctions/gone')
  })

  it('is told as a table, as wide in one language as in the other', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': HELLO })
    await build()
    const result = await build()
    const [title, line] = reportBuild(result, 'zh').split('\n')
    expect(title).toMatch(/^dist\/ +大小 +附带文件 +用时$/)
    expect(line).toMatch(/^cloudfunctions\/hello +\S+ kB +- +\d+ ms {2}未变$/)
    const widthOf = (text = ''): number => text.replace(/\p{Script=Han}/gu, '..').length
    expect(widthOf(title)).toBe(widthOf(line?.replace(/ {2}未变$/, '')))
  })

  it('leaves a function that is up to date untouched, and replaces the other whole', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': HELLO, 'cloudfunctions/other/index.ts': HELLO })
    await build()
    const helloInode = statSync(built('hello')).ino
    project.write({
      'cloudfunctions/other/index.ts': HELLO.replace('hello:', 'bye:'),
      'dist/cloudfunctions/other/left.js': '',
    })
    const { functions } = await build()
    expect(functions.map(({ name, changed }) => [name, changed])).toEqual([
      ['hello', false],
      ['other', true],
    ])
    expect(statSync(built('hello')).ino).toBe(helloInode)
    expect(existsSync(built('other/left.js'))).toBe(false)
    expect(read('other/index.js')).toContain('bye:')
  })

  it('is known to be of the sources of now: built, unchanged since, and all there', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': HELLO })
    expect(areFunctionsBuilt(plan())).toBe(false)
    await build()
    expect(areFunctionsBuilt(plan())).toBe(true)
    project.write({ 'cloudfunctions/hello/index.ts': HELLO.replace('hello:', 'bye:') })
    expect(areFunctionsBuilt(plan())).toBe(false)
    await build()
    rmSync(built('hello'), { recursive: true })
    expect(areFunctionsBuilt(plan())).toBe(false)
    await build()
    // Another version of a package may be bundled.
    project.write({ 'package-lock.json': '{ "lockfileVersion": 3 }' })
    expect(areFunctionsBuilt(plan())).toBe(false)
  })

  it('stays as it was when one function does not compile; the message names file and line', async () => {
    project = createProject({ 'cloudfunctions/a/index.ts': HELLO })
    await build()
    const before = read('a/index.js')
    project.write({
      'cloudfunctions/a/index.ts': HELLO.replace('hello:', 'bye:'),
      'cloudfunctions/b/index.ts': `\nimport { nothing } from './missing'\nexport const main = nothing`,
    })
    expect(await failure()).toMatch(/Could not resolve "\.\/missing"[^]*cloudfunctions\/b\/index\.ts:2:/)
    expect(read('a/index.js')).toBe(before)
    expect(readdirSync(built('.'))).toEqual(['a'])
    expect(readdirSync(join(project.root, 'dist'))).toEqual([STAMP_FILE, 'cloudfunctions'])
  })
})

describe('a source folder', () => {
  it('that starts with _ is shared code and no function', async () => {
    project = createProject({ 'cloudfunctions/_shared/a.ts': 'export {}', 'cloudfunctions/hello/index.ts': HELLO })
    expect((await build()).functions.map(({ name }) => name)).toEqual(['hello'])
  })

  it('without index.ts is refused by name', async () => {
    project = createProject({ 'cloudfunctions/hello/main.ts': HELLO })
    expect(await failures()).toMatchObject({
      en: expect.stringMatching(/cloudfunctions\/hello: no index\.ts/) as string,
      zh: expect.stringMatching(/cloudfunctions\/hello：没有 index\.ts/) as string,
    })
  })

  it('whose index.ts does not export main is refused by name', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': 'export const handler = 1' })
    expect(await failure()).toMatch(/No matching export in "cloudfunctions\/hello\/index\.ts" for import "main"/)
  })

  it('with a name that cannot be deployed is refused', async () => {
    project = createProject({ 'cloudfunctions/1st/index.ts': HELLO })
    expect(await failures()).toMatchObject({
      en: expect.stringMatching(/cloudfunctions\/1st: a function's name is/) as string,
      zh: expect.stringMatching(/cloudfunctions\/1st：云函数名应/) as string,
    })
  })

  it('with a config.json that is not JSON is refused by name', async () => {
    project = createProject({ 'cloudfunctions/hello/index.ts': HELLO, 'cloudfunctions/hello/config.json': '{' })
    expect(await failures()).toMatchObject({
      en: expect.stringMatching(/cloudfunctions\/hello\/config\.json: not JSON/) as string,
      zh: expect.stringMatching(/cloudfunctions\/hello\/config\.json：不是 JSON/) as string,
    })
  })
})
