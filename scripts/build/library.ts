// cloudfunctions/_shared/wechatpay -> dist/wechatpay: a package of its own, ESM and CommonJS with their types. What it uses of
// axios is in it: whoever bundles it would get the adapters too, which are four fifths of axios and not used.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { OLDEST_NODE } from '../../cloudfunctions/_shared/wechatpay/nodeVersion'
import { writeApi } from './libraryApi'
import { libraryReadme } from './libraryReadme'
import { writeTypes } from './libraryTypes'
import { TARGET } from './nodeOutput'
import { bundledPackages, noticesOf } from './notices'
import type { Origin } from './origin'
import { slimAxios } from './slimAxios'

/** The types of `AxiosResponse` in this range are tested at both ends. */
const AXIOS_RANGE = '>=1.7 <2'

export interface LibraryPlan {
  root: string
  /** What the package is called; `config.wechatpayPackage` of this repository's package.json. */
  libraryName: string
  /** What every package of this repository says of it. */
  origin: Origin
}

export interface BuiltLibrary {
  /** Of the CommonJS file. */
  bytes: number
  timeMs: number
}

/**
 * Builds the package into `folder`.
 * @throws esbuild's BuildFailure, or an Error from the types
 */
export async function buildLibrary(plan: LibraryPlan, folder: string): Promise<BuiltLibrary> {
  const startedMs = performance.now()
  mkdirSync(folder, { recursive: true })
  const metafile = await bundleCode(folder, 'cjs', plan.root)
  await bundleCode(folder, 'esm', plan.root)
  await writeTypes(
    ENTRY,
    plan.root,
    ['index.d.mts', 'index.d.cts'].map((name) => join(folder, name)),
    PROGRAM,
  )
  await writeApi(ENTRY, PROGRAM, plan.root, plan.libraryName, join(folder, 'API.md'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(plan), null, 2)}\n`)
  writeFileSync(join(folder, 'README.md'), libraryReadme(plan.libraryName))
  writeFileSync(join(folder, 'LICENSE'), licences(plan.root, metafile))
  return { bytes: statSync(join(folder, 'index.cjs')).size, timeMs: performance.now() - startedMs }
}

const ENTRY = 'scripts/build/wechatpayLibrary.ts'
const PROGRAM = 'scripts/build/wechatpayLibrary.tsconfig.json'

/** Not minified: it is there to be read, stepped through and bundled by others. */
async function bundleCode(folder: string, format: 'cjs' | 'esm', root: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outfile: join(folder, format === 'cjs' ? 'index.cjs' : 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: TARGET,
    format,
    charset: 'utf8',
    legalComments: 'none',
    // With our sources in it: a debugger steps through what was written, and nothing has to be beside it.
    sourcemap: 'linked',
    logLevel: 'silent',
    plugins: [slimAxios()],
    metafile: true,
  })
  return metafile
}

/** Ours, and those of what is bundled with it. */
function licences(root: string, metafile: Metafile): string {
  const ours = readFileSync(join(root, 'LICENSE'), 'utf8').trimEnd()
  return `${ours}\n\n${'-'.repeat(80)}\n\nThis package contains parts of:\n\n${noticesOf(bundledPackages(metafile), root)}`
}

function manifest({ libraryName, origin }: LibraryPlan) {
  return {
    name: libraryName,
    description: 'A typed WeChat Pay APIv3 client for password-free payment and entrusted deduction.',
    keywords: ['wechatpay', 'wechat-pay', '微信支付', 'apiv3', '免密支付', '委托代扣'],
    ...origin,
    type: 'commonjs',
    sideEffects: false,
    engines: { node: `>=${OLDEST_NODE}` },
    main: './index.cjs',
    module: './index.mjs',
    types: './index.d.cts',
    exports: {
      '.': {
        import: { types: './index.d.mts', default: './index.mjs' },
        require: { types: './index.d.cts', default: './index.cjs' },
      },
      './package.json': './package.json',
    },
    // For its types: what a call answers with is an AxiosResponse.
    dependencies: { axios: AXIOS_RANGE },
  }
}
