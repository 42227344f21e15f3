// cloudfunctions/_shared/wechatpay -> dist/wechatpay: a package of its own, ESM and CommonJS with their types.
import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { OLDEST_NODE } from '../../cloudfunctions/_shared/wechatpay/nodeVersion'
import { libraryReadme } from './libraryReadme'
import { writeTypes } from './libraryTypes'
import { TARGET } from './nodeOutput'

export const LIBRARY_NAME = '@wechatpay-entrust-kit/wechatpay'

export interface LibraryPlan {
  root: string
  version: string
  /** The range of axios the client is tested with. */
  axiosRange: string
}

export interface BuiltLibrary {
  /** Of the CommonJS file, without axios. */
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
  await Promise.all([bundleCode(folder, 'cjs', plan.root), bundleCode(folder, 'esm', plan.root)])
  writeTypes(
    ENTRY,
    plan.root,
    ['index.d.mts', 'index.d.cts'].map((name) => join(folder, name)),
  )
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(plan), null, 2)}\n`)
  writeFileSync(join(folder, 'README.md'), libraryReadme(LIBRARY_NAME))
  copyFileSync(join(plan.root, 'LICENSE'), join(folder, 'LICENSE'))
  return { bytes: statSync(join(folder, 'index.cjs')).size, timeMs: performance.now() - startedMs }
}

const ENTRY = 'scripts/build/wechatpayLibrary.ts'

/** Not minified: it is there to be read, stepped through and bundled by others. */
async function bundleCode(folder: string, format: 'cjs' | 'esm', root: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outfile: join(folder, format === 'cjs' ? 'index.cjs' : 'index.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: TARGET,
    format,
    charset: 'utf8',
    logLevel: 'silent',
  })
}

function manifest({ version, axiosRange }: LibraryPlan) {
  return {
    name: LIBRARY_NAME,
    version,
    description: 'A typed WeChat Pay APIv3 client for password-free payment and entrusted deduction.',
    license: 'MIT',
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
    dependencies: { axios: axiosRange },
  }
}
