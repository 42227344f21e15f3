import path from 'node:path'
import { buildSync } from 'esbuild'

let program: string | undefined

/** The worker's program as plain JavaScript, made once per process. */
export function workerProgram(): string {
  program ??= bundle()
  return program
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, 'functionWorker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error('the worker program did not build')
  return file.text
}
