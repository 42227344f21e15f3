// scripts/callKit -> dist/call-kit: one file without dependencies, for a server that calls a server-only function.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { callKitReadme } from './callKitReadme'
import { writeTypes } from './libraryTypes'
import { TARGET } from './nodeOutput'
import { bundledPackages, noticesOf } from './notices'

export interface BuiltCallKit {
  /** Of `call-kit.js`. */
  bytes: number
  timeMs: number
}

const ENTRY = 'scripts/callKit/signCall.ts'
const NAME = 'call-kit'

/**
 * Builds it into `folder`.
 * @throws esbuild's BuildFailure, or an Error from the types
 */
export async function buildCallKit({ root }: { root: string }, folder: string): Promise<BuiltCallKit> {
  const startedMs = performance.now()
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${NAME}.js`)
  // Not minified: it is there to be read before it is given a key.
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: TARGET,
    format: 'cjs',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
  })
  await writeTypes(ENTRY, root, [join(folder, `${NAME}.d.ts`)])
  writeFileSync(join(folder, 'README.md'), callKitReadme())
  const notices = noticesOf(bundledPackages(metafile), root)
  writeFileSync(
    join(folder, 'LICENSE'),
    `${readFileSync(join(root, 'LICENSE'), 'utf8')}\n${'-'.repeat(80)}\n\n${notices}`,
  )
  return { bytes: statSync(file).size, timeMs: performance.now() - startedMs }
}
