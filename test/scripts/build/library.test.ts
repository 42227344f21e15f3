import { generateKeyPairSync } from 'node:crypto'
import { cpSync, readFileSync } from 'node:fs'
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
  it('is a package without a flaw: both module systems, their types and sources, licence, readme and API document', async () => {
    expect(await runNode(ROOT, lookAtPackage(installed('.')), 'module')).toEqual({
      ...{ publint: [], attw: [] },
      files: [
        ...['API.md', 'LICENSE', 'README.md', 'index.cjs', 'index.cjs.map', 'index.d.cts', 'index.d.mts'],
        ...['index.mjs', 'index.mjs.map', 'package.json'],
      ],
    })
  })

  it('says where it is from as this repository does, and what it is', () => {
    const { version, license, repository, bugs, config } = json(join(ROOT, 'package.json'))
    expect(json(installed('package.json'))).toMatchObject({
      ...{ name: (config as { wechatpayPackage: string }).wechatpayPackage, version, license, repository, bugs },
      ...{ type: 'commonjs', dependencies: { axios: '>=1.7 <2' } },
      keywords: expect.arrayContaining(['微信支付', 'apiv3']) as string[],
    })
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

  /** By whoever uses it. */
  async function bundled(contents: string): Promise<string> {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: merchant.root },
      bundle: true,
      platform: 'node',
      format: 'esm',
      minify: true,
      write: false,
    })
    return outputFiles[0]?.text ?? ''
  }

  it('is as small in a bundle as its readme says, and smaller where the client itself is not used', async () => {
    const [, kB] = /it is (\d+) kB/.exec(readFileSync(installed('README.md'), 'utf8')) ?? []
    const client = await bundled(`export { createWechatPay } from '${LIBRARY_NAME}'`)
    const notifications = await bundled(`export { receiveNotification, createKeyRing } from '${LIBRARY_NAME}'`)
    expect(client.length).toBeLessThanOrEqual(Number(kB) * 1000)
    expect(client.length).toBeGreaterThan(Number(kB) * 1000 - 5000)
    expect(notifications.length).toBeLessThanOrEqual(50_000)
  })

  it('runs in a bundle without what is not used', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = publicKey.export({ type: 'spki', format: 'pem' })
    const code = await bundled(`
      import { createKeyRing, receiveNotification } from '${LIBRARY_NAME}'
      const publicKey = { id: 'PUB_KEY_ID_0114232134912410000000000000', key: ${JSON.stringify(key)} }
      const trust = { keys: createKeyRing({ publicKey }), apiV3Keys: ['0'.repeat(32)] }
      console.log(JSON.stringify(receiveNotification({ headers: {}, body: '{}' }, trust, 0)))`)
    merchant.write({ 'bundle.mjs': code })
    expect(await runNode(merchant.root, "import './bundle.mjs'", 'module')).toMatchObject({
      ok: false,
      kind: 'notAuthentic',
      reason: 'HEADER_MISSING',
    })
  })

  it('holds what it uses of axios, with its licence', () => {
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
      typeof lib.receiveNotification, new lib.InputError('a', 'b').name, loaded.split(/[\\/]/).pop(),
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

const OPTIONS = `{ mchid: '1900000109' }`

it('says on Node 16 what it needs, in one sentence, beside what else is wrong', async () => {
  const script = `Object.defineProperty(process, 'version', { value: 'v16.20.2' })
    try { require('${LIBRARY_NAME}').createWechatPay(${OPTIONS}) } catch (error) { console.log(JSON.stringify(String(error))) }`
  expect(await runNode(merchant.root, script)).toMatch(
    /^ConfigError:[^]*this runs on Node 16\.20; expected 18\.15 or newer\./,
  )
})

it('runs beside an axios of the merchant that is older than it admits, for it has its own', async () => {
  const theirs = { 'package.json': '{ "name": "axios", "version": "1.0.0" }', 'index.js': "throw new Error('loaded')" }
  const old = createProject(
    Object.fromEntries(Object.entries(theirs).map(([file, text]) => [`node_modules/axios/${file}`, text])),
    [],
  )
  try {
    cpSync(installed('.'), join(old.root, 'node_modules', LIBRARY_NAME), { recursive: true })
    const script = `try { require('${LIBRARY_NAME}').createWechatPay(${OPTIONS}) } catch (error) { console.log(JSON.stringify(error.name)) }`
    expect(await runNode(old.root, script)).toBe('ConfigError')
  } finally {
    old.remove()
  }
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
  const NODE16 = { module: 'node16', moduleResolution: 'node16' }
  const NODENEXT = { module: 'nodenext', moduleResolution: 'nodenext' }
  const NODE10 = { module: 'commonjs', moduleResolution: 'node10' }
  const BUNDLER = { module: 'esnext', moduleResolution: 'bundler' }

  // A choice of what there is: each resolution once.
  it.each([
    ['an ES module', OLDEST, 'mts', NODE16],
    ['the old resolution', OLDEST, 'ts', NODE10],
    ['a CommonJS module', 'typescript', 'cts', NODENEXT],
    ['what a bundler reads', 'typescript', 'ts', BUNDLER],
  ])('compile whole in %s, by %s, and refuse a misspelt segment', async (_, compiler, ending, options) => {
    const project = compiler === 'typescript' ? merchant : older
    const [right, misspelt] = [`merchant.${ending}`, `misspelt.${ending}`]
    project.write({ [right]: preSign('miniProgram'), [misspelt]: preSign('miniProgramme') })
    const told = await compileTypes(compiler, project, [right, misspelt], { ...options, types: ['node'] })
    expect(told).toEqual([expect.stringMatching(/^misspelt\..*Did you mean 'miniProgram'\?$/)])
  })
})
