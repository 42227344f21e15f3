// CloudBase's SDK is 1.6 MB in one file. Merely passing over it costs the parser about 30 ms, even when nothing in it
// runs, and `contractNotify` has to refuse a forgery without paying that. So it lies beside `index.js` as a file of its
// own, read the first time a function asks for it.
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Metafile, Plugin } from 'esbuild'
import { nodeOutput } from './nodeOutput'

const SDK = 'wx-server-sdk'
export const SDK_FILE = `${SDK}.js`

/** Bundles the SDK, unchanged, into `folder`. The same file serves every function. */
export async function buildSdkFile(folder: string, root: string): Promise<Metafile> {
  const { metafile } = await build({
    ...nodeOutput(root),
    stdin: { contents: `module.exports = require('${SDK}')`, resolveDir: root, sourcefile: SDK_FILE },
    outfile: join(folder, SDK_FILE),
    metafile: true,
  })
  return metafile
}

/** esbuild plugin that turns every import of the SDK into one of the file beside the bundle. */
export function sdkBeside(): Plugin {
  return {
    name: 'sdk-beside',
    setup(build) {
      build.onResolve({ filter: /^wx-server-sdk$/ }, () => ({ path: `./${SDK_FILE}`, external: true }))
    },
  }
}

/** Does a bundle made with {@link sdkBeside} need the file? */
export function needsSdkFile(metafile: Metafile): boolean {
  return Object.values(metafile.outputs).some((output) => output.imports.some(({ path }) => path === `./${SDK_FILE}`))
}
