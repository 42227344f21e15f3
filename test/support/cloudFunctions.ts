import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildSync } from 'esbuild'

/** A small function for a test: plain JavaScript, or source that is bundled as the real ones are. */
export interface FixtureFunction {
  code: string
  config?: object
  isBundled?: boolean
}

export interface FunctionsFolder {
  root: string
  write(name: string, fixture: FixtureFunction): void
  remove(): void
}

const REPOSITORY = path.join(__dirname, '../..')

/** Writes a deployment folder of functions into a folder of its own. */
export function functionsFolder(fixtures: Readonly<Record<string, FixtureFunction>>): FunctionsFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'functions-'))
  const write = (name: string, { code, config, isBundled = false }: FixtureFunction): void => {
    const folder = path.join(root, name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'index.js'), isBundled ? bundle(code) : code)
    if (config !== undefined) writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config))
  }
  for (const [name, fixture] of Object.entries(fixtures)) write(name, fixture)
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) }
}

function bundle(contents: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: REPOSITORY },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}
