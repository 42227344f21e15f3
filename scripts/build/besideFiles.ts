// What only some calls need lies beside `index.js` in files of its own, each read the first time a function asks for it.
// CloudBase's SDK is 1.6 MB in one file: merely passing over it costs the parser about 30 ms, even when nothing in it runs,
// and `contractNotify` has to refuse a forgery without paying that. A function on PostgreSQL never reads it at all.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Metafile, Plugin } from 'esbuild'
import { nodeOutput } from './nodeOutput'
import { bundledPackages } from './notices'

/** File, and the package in it. */
const BESIDE = [
  { name: 'wx-server-sdk.js', package: 'wx-server-sdk' },
  { name: 'pg.js', package: 'pg' },
] as const

export const SDK_FILE = BESIDE[0].name
export const PG_FILE = BESIDE[1].name

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
    BESIDE.map(async ({ name, package: its }) => {
      const path = join(folder, name)
      const { metafile } = await build({
        ...nodeOutput(root),
        stdin: { contents: `module.exports = require('${its}')`, resolveDir: root, sourcefile: name },
        outfile: path,
        // Asked for by `pg` only where somebody has it.
        external: ['pg-native'],
        metafile: true,
      })
      return { name, path, bytes: statSync(path).size, packages: bundledPackages(metafile) }
    }),
  )

/** esbuild plugin that turns every import of these packages into one of the file beside the bundle. */
export function filesBeside(): Plugin {
  return {
    name: 'files-beside',
    setup(build) {
      for (const { name, package: its } of BESIDE) {
        build.onResolve({ filter: new RegExp(`^${its}$`) }, () => ({ path: `./${name}`, external: true }))
      }
    },
  }
}

/** Does a bundle made with {@link filesBeside} need the file? */
export const needsFile = (metafile: Metafile, { name }: BesideFile): boolean =>
  Object.values(metafile.outputs).some((output) => output.imports.some(({ path }) => path === `./${name}`))
