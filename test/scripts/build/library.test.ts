import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'
import { buildLibrary, LIBRARY_NAME } from '../../../scripts/build/library'
import { createProject, ROOT, runNode, type Project } from '../../support/project'

jest.setTimeout(120_000)

// A merchant's project: the built package and what npm would put beside it, and nothing else of this repository.
let merchant: Project
beforeAll(async () => {
  merchant = createProject({}, ['axios', '@types/node', 'undici-types'])
  await buildLibrary({ root: ROOT, version: '1.2.3', axiosRange: '^1.0.0' }, installed('.'))
})
afterAll(() => merchant.remove())

const installed = (file: string) => join(merchant.root, 'node_modules', LIBRARY_NAME, file)

describe('the library', () => {
  it('is a package: both module systems, their types, licence and readme', () => {
    expect(readdirSync(installed('.')).sort()).toEqual(
      ['LICENSE', 'README.md', 'index.cjs', 'index.d.cts', 'index.d.mts', 'index.mjs', 'package.json'].sort(),
    )
    expect(JSON.parse(readFileSync(installed('package.json'), 'utf8'))).toMatchObject({
      name: LIBRARY_NAME,
      version: '1.2.3',
      dependencies: { axios: '^1.0.0' },
    })
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
      const { data } = await wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.${segment}.post(body)
      return data
    }
    export const receive = (body: Buffer, trust: NotifyTrust) => receiveNotification({ headers: {}, body }, trust, 0)
  `

  /** Messages of the compiler, the library's own declarations included. */
  function compile(file: string, options: ts.CompilerOptions): string[] {
    const program = ts.createProgram([join(merchant.root, file)], {
      ...options,
      noEmit: true,
      strict: true,
      skipLibCheck: false,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: ['node'],
      typeRoots: [join(merchant.root, 'node_modules/@types')],
    })
    return ts.getPreEmitDiagnostics(program).map((found) => ts.flattenDiagnosticMessageText(found.messageText, ' '))
  }

  const node16 = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }
  const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }

  it.each([
    ['an ES module', 'merchant.mts', node16],
    ['a CommonJS module', 'merchant.cts', node16],
    ['what a bundler reads', 'merchant.ts', bundler],
  ])('compile whole in %s', (_, file, options) => {
    merchant.write({ [file]: preSign('miniProgram') })
    expect(compile(file, options)).toEqual([])
  })

  it('refuse a misspelt segment', () => {
    merchant.write({ 'misspelt.mts': preSign('miniProgramme') })
    expect(compile('misspelt.mts', node16)).toEqual([expect.stringContaining("Did you mean 'miniProgram'?")])
  })
})
