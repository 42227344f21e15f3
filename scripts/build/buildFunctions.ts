// cloudfunctions/<name>/index.ts -> dist/cloudfunctions/<name>/{index.js, package.json, config.json, LICENSES.txt}
// and beside them what it needs of besideFiles.ts.
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Metafile } from 'esbuild'
import { discoverFunctions } from './discoverFunctions'
import type { FunctionSource } from './discoverFunctions'
import { OLDEST_NODE } from '../../cloudfunctions/_shared/wechatpay/nodeVersion'
import { buildNodeGate, type NodeGate } from './nodeGate'
import { nodeOutput, OLDEST_SYNTAX } from './nodeOutput'
import { bundledPackages, NOTICES_FILE, noticesOf } from './notices'
import { buildBesideFiles, needsFile, filesBeside, type BesideFile } from './besideFiles'
import type { Origin } from './origin'
import { slimAxios } from './slimAxios'

export interface FunctionsPlan {
  /** Holds one folder per function. */
  sourceDir: string
  /** Where packages are found, and what paths in messages are relative to. */
  root: string
  origin: Origin
}

export interface BuiltFunction {
  name: string
  /** Of `index.js`. */
  bytes: number
  /** Of what lies beside it, read only when asked for. */
  besideBytes: number
  timeMs: number
  metafile: Metafile
}

/**
 * Builds every function into `folder/<name>`.
 * @param folder empty, or not there yet
 * @throws esbuild's BuildFailure, or an Error that names the file
 */
export async function buildFunctions(plan: FunctionsPlan, folder: string): Promise<BuiltFunction[]> {
  const sources = discoverFunctions(plan.sourceDir)
  const beside = await buildBesideFiles(join(folder, '.beside'), plan.root)
  const gate = await buildNodeGate(plan.root)
  const built: BuiltFunction[] = []
  for (const source of sources) built.push(await buildOne(source, join(folder, source.name), { beside, gate }, plan))
  rmSync(join(folder, '.beside'), { recursive: true })
  return built
}

/** What all functions have. */
interface Shared {
  beside: readonly BesideFile[]
  gate: NodeGate
}

async function buildOne(
  source: FunctionSource,
  folder: string,
  { beside, gate }: Shared,
  plan: FunctionsPlan,
): Promise<BuiltFunction> {
  const startedMs = performance.now()
  const metafile = await bundle(source, folder, gate(source.name), plan.root)
  const needed = beside.filter((file) => needsFile(metafile, file))
  for (const { name, path } of needed) copyFileSync(path, join(folder, name))
  const packages = [...bundledPackages(metafile), ...needed.flatMap(({ packages }) => packages)]
  writeFileSync(join(folder, NOTICES_FILE), noticesOf(packages, plan.root))
  writeJson(join(folder, 'package.json'), manifestOf(source.name, plan.origin.version))
  writeJson(join(folder, 'config.json'), readConfig(source.folder))
  return {
    name: source.name,
    bytes: statSync(join(folder, 'index.js')).size,
    besideBytes: needed.reduce((sum, { bytes }) => sum + bytes, 0),
    timeMs: performance.now() - startedMs,
    metafile,
  }
}

/** Re-exporting `main` alone makes a function without one fail here, with its file named, and not in the cloud. */
async function bundle(source: FunctionSource, folder: string, gate: string, root: string): Promise<Metafile> {
  const { metafile } = await build({
    ...nodeOutput(root),
    target: OLDEST_SYNTAX,
    banner: { js: gate },
    stdin: { contents: `export { main } from './index'`, resolveDir: source.folder, sourcefile: source.name },
    outfile: join(folder, 'index.js'),
    plugins: [slimAxios(), filesBeside()],
    metafile: true,
  })
  return metafile
}

/** No dependencies: everything is in the folder, so the cloud installs nothing. */
function manifestOf(name: string, version: string) {
  return {
    name,
    version,
    private: true,
    license: 'MIT',
    main: 'index.js',
    engines: { node: `>=${OLDEST_NODE}` },
    dependencies: {},
  }
}

/** `config.json` of the source folder (timers, permissions), or one that asks for nothing. */
function readConfig(folder: string): unknown {
  const file = join(folder, 'config.json')
  if (!existsSync(file)) return { permissions: { openapi: [] } }
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file}: not JSON (${(error as Error).message}).`, { cause: error })
  }
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}
