import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { kitPlan } from '../../../scripts/build/kitPlan'
import { buildLibrary } from '../../../scripts/build/library'
import { compileTypes } from '../../support/compileTypes'
import { lookAtPackage } from '../../support/lookAtPackage'
import { createProject, ROOT, runNode, type Project } from '../../support/project'

jest.setTimeout(120_000)

const PLAN = kitPlan(['wechatpay'])
const LIBRARY_NAME = PLAN.libraryName

// A merchant's project: the built package and what npm would put beside it, and nothing else of this repository.
let merchant: Project
beforeAll(async () => {
  merchant = createProject({}, ['axios', '@types/node', 'undici-types'])
  await buildLibrary(PLAN, installed('.'))
})
afterAll(() => merchant.remove())

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>

const installed = (file: string) => join(merchant.root, 'node_modules', LIBRARY_NAME, file)

describe('the library', () => {
  it('is a package: both module systems, their types and sources, licence, readme and API document', () => {
    expect(readdirSync(installed('.')).sort()).toEqual(
      [
        ...['API.md', 'LICENSE', 'README.md', 'package.json'],
        ...['index.cjs', 'index.cjs.map', 'index.d.cts', 'index.d.mts', 'index.mjs', 'index.mjs.map'],
      ].sort(),
    )
  })

  it('says where it is from as this repository does, and what it is', () => {
    const { version, license, repository, bugs, config } = json(join(ROOT, 'package.json'))
    expect(json(installed('package.json'))).toMatchObject({
      ...{ name: (config as { wechatpayPackage: string }).wechatpayPackage, version, license, repository, bugs },
      ...{ type: 'commonjs', dependencies: { axios: '>=1.7 <2' } },
      keywords: expect.arrayContaining(['微信支付', 'apiv3']) as string[],
    })
  })

  it('is without a flaw to those who look at packages', async () => {
    expect(await runNode(ROOT, lookAtPackage(installed('.')), 'module')).toEqual({ publint: [], attw: [] })
  })

  it('tells what it exports, from the docstrings', () => {
    const api = readFileSync(installed('API.md'), 'utf8')
    expect(api).toMatch(/### createWechatPay\(\)[^]*all problems of the options at once/)
    expect(api).toMatch(/### receiveNotification\(\)/)
    expect(api).toMatch(/### WechatPayOptions[^]*`mchid`/)
  })

  it('has its own sources in its maps', () => {
    const { sources, sourcesContent } = json(installed('index.cjs.map')) as Record<string, string[]>
    const at = sources?.findIndex((source) => source.endsWith('wechatpay/client.ts')) ?? -1
    expect(sourcesContent?.[at]).toContain('export function createWechatPay')
  })

  it('holds what it uses of axios, with its licence, and is small when bundled by whoever uses it', async () => {
    const { outputFiles } = await build({
      stdin: { contents: `export { createWechatPay } from '${LIBRARY_NAME}'`, resolveDir: merchant.root },
      bundle: true,
      platform: 'node',
      minify: true,
      write: false,
      metafile: true,
    })
    expect(outputFiles[0]?.contents.length).toBeLessThanOrEqual(80_000)
    for (const file of ['index.cjs', 'index.mjs'])
      expect(readFileSync(installed(file), 'utf8')).not.toMatch(
        /(?:require\(|from )["'](?:axios|form-data|follow-redirects)/,
      )
    expect(readFileSync(installed('LICENSE'), 'utf8')).toMatch(/MIT License[^]*axios 1\.[^]*Matt Zabriskie/)
  })

  const USE = `
    const [own, theirs] = [1, 2].map(() => require('node:crypto').generateKeyPairSync('rsa', { modulusLength: 2048 }))
    const wxpay = lib.createWechatPay({
      mchid: '1900000109', serial: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C', privateKey: own.privateKey,
      publicKey: { id: 'PUB_KEY_ID_0114232134912410000000000000', key: theirs.publicKey },
    })
    console.log(JSON.stringify([
      typeof wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram.post,
      typeof lib.receiveNotification, new lib.InputError('a', 'b').name, loaded.split('/').pop(),
    ]))`

  it('is required from CommonJS', async () => {
    const script = `const lib = require('${LIBRARY_NAME}'), loaded = require.resolve('${LIBRARY_NAME}');${USE}`
    expect(await runNode(merchant.root, script)).toEqual(['function', 'function', 'InputError', 'index.cjs'])
  })

  it('is imported from ESM', async () => {
    const script = `import * as lib from '${LIBRARY_NAME}'
      import { createRequire } from 'node:module'
      const require = createRequire(import.meta.url), loaded = import.meta.resolve('${LIBRARY_NAME}');${USE}`
    expect(await runNode(merchant.root, script, 'module')).toEqual(['function', 'function', 'InputError', 'index.mjs'])
  })
})

describe('the types of the library', () => {
  const preSign = (segment: string) => `
    import { createWechatPay, receiveNotification } from '${LIBRARY_NAME}'
    import type { NotifyTrust, PreEntrustSignBody, PreEntrustSignReply, WechatPayOptions } from '${LIBRARY_NAME}'
    export async function preSign(options: WechatPayOptions, body: PreEntrustSignBody): Promise<PreEntrustSignReply> {
      const wxpay = createWechatPay(options)
      const { data, headers } = await wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.${segment}.post(body)
      const { 'request-id': requestId } = headers
      return requestId ? data : data
    }
    export const receive = (body: Buffer, trust: NotifyTrust) => receiveNotification({ headers: {}, body }, trust, 0)
  `

  // The same merchant with the oldest axios the package admits, as its types may be met there.
  let older: Project
  beforeAll(() => {
    older = createProject({}, ['@types/node', 'undici-types'], { axios: 'oldest-axios' })
    cpSync(installed('.'), join(older.root, 'node_modules', LIBRARY_NAME), { recursive: true })
  })
  afterAll(() => older.remove())

  it('are tried with the oldest axios the package admits', () => {
    expect(json(join(ROOT, 'node_modules/oldest-axios/package.json'))).toMatchObject({ version: '1.7.0' })
  })

  const OLDEST = 'oldest-typescript/node_modules/typescript'
  const NODE = ['--types', 'node']
  const NODE16 = ['--module', 'node16', '--moduleResolution', 'node16']
  const NODENEXT = ['--module', 'nodenext', '--moduleResolution', 'nodenext']
  const NODE10 = ['--module', 'commonjs', '--moduleResolution', 'node']
  const BUNDLER = ['--module', 'esnext', '--moduleResolution', 'bundler']

  // A choice of what there is: each resolution once.
  it.each([
    ['an ES module', OLDEST, 'merchant.mts', NODE16],
    ['the old resolution', OLDEST, 'merchant.ts', NODE10],
    ['a CommonJS module', 'typescript', 'merchant.cts', NODENEXT],
    ['what a bundler reads', 'typescript', 'merchant.ts', BUNDLER],
  ])('compile whole in %s, by %s', async (_, compiler, file, options) => {
    const project = compiler === 'typescript' ? merchant : older
    project.write({ [file]: preSign('miniProgram') })
    expect(await compileTypes(compiler, project, file, [...NODE, ...options])).toBe('')
  })

  it('refuse a misspelt segment', async () => {
    merchant.write({ 'misspelt.mts': preSign('miniProgramme') })
    expect(await compileTypes('typescript', merchant, 'misspelt.mts', [...NODE, ...NODE16])).toContain(
      "Did you mean 'miniProgram'?",
    )
  })
})
