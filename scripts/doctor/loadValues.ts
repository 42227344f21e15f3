// A merchant's file of values, of whichever project: bundled by itself, and run.
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'

/** @throws esbuild's BuildFailure, which names the file and line */
export async function loadValues(path: string): Promise<unknown> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: 'cjs',
    write: false,
    logLevel: 'silent',
    tsconfigRaw: '{}',
  })
  const module = { exports: {} }
  runInContext(outputFiles.map(({ text }) => text).join(''), createContext({ module, exports: module.exports }))
  return module.exports
}
