// What only some calls need lies beside `index.js` in files of its own, each read the first time a function asks for it.
// CloudBase's SDK is 1.6 MB in one file: merely passing over it costs the parser about 30 ms, even when nothing in it runs,
// and `contractNotify` has to refuse a forgery without paying that. A function on PostgreSQL never reads it at all.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { ImportKind, Metafile, Plugin } from 'esbuild'
import { nodeOutput } from './nodeOutput'
import { bundledPackages } from './notices'
import { slimAxios } from './slimAxios'

const TRANSPORT = join(__dirname, '../../cloudfunctions/_shared/wechatpay/transport')

/** File, what is in it, and which imports it answers. */
const BESIDE = [
  { name: 'wx-server-sdk.js', contents: `module.exports = require('wx-server-sdk')`, filter: /^wx-server-sdk$/ },
  { name: 'pg.js', contents: `module.exports = require('pg')`, filter: /^pg$/ },
  // Functions that call WeChat Pay have it inside as well; those that never do reach the gateway of PostgreSQL with it.
  {
    name: 'http-client.js',
    contents: `export { createTransport } from ${JSON.stringify(TRANSPORT)}`,
    filter: /\/wechatpay\/transport$/,
    kind: 'dynamic-import',
  },
] as const satisfies readonly { name: string; contents: string; filter: RegExp; kind?: ImportKind }[]

export const SDK_FILE = BESIDE[0].name
export const PG_FILE = BESIDE[1].name
export const HTTP_FILE = BESIDE[2].name

export interface BesideFile {
  name: string
  path: string
  bytes: number
  /** Whose licences go with it. */
  packages: string[]
}

/** Bundles each of them, unchanged, into `folder`. The same files serve every function. */
export const buildBesideFiles = async (folder: string, root: string): Promise<BesideFile[]> =>
  Promise.all(
    BESIDE.map(async ({ name, contents }) => {
      const path = join(folder, name)
      const { metafile } = await build({
        ...nodeOutput(root),
        stdin: { contents, resolveDir: root, sourcefile: name },
        outfile: path,
        plugins: [slimAxios()],
        // Asked for by `pg` only where somebody has it.
        external: ['pg-native'],
        metafile: true,
      })
      return { name, path, bytes: statSync(path).size, packages: bundledPackages(metafile) }
    }),
  )

/** esbuild plugin that turns every such import into one of the file beside the bundle. */
export function filesBeside(): Plugin {
  return {
    name: 'files-beside',
    setup(build) {
      for (const { name, filter, ...only } of BESIDE) {
        build.onResolve({ filter }, ({ kind }) =>
          'kind' in only && only.kind !== kind ? undefined : { path: `./${name}`, external: true },
        )
      }
    },
  }
}

/** Does a bundle made with {@link filesBeside} need the file? */
export const needsFile = (metafile: Metafile, { name }: BesideFile): boolean =>
  Object.values(metafile.outputs).some((output) => output.imports.some(({ path }) => path === `./${name}`))
