// cloudfunctions/<name>/index.ts -> dist/cloudfunctions/<name>/{index.js, package.json, config.json, LICENSES.txt}
// and wx-server-sdk.js where the function needs it.
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
import type { Origin } from './origin'
import { buildSdkFile, needsSdkFile, SDK_FILE, sdkBeside } from './sdkFile'
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
  /** Of the SDK beside it; 0 when the function does not use it. */
  sdkBytes: number
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
  const sdk = await makeSdk(join(folder, '.sdk'), plan.root)
  const gate = await buildNodeGate(plan.root)
  const built: BuiltFunction[] = []
  for (const source of sources) built.push(await buildOne(source, join(folder, source.name), { sdk, gate }, plan))
  rmSync(join(folder, '.sdk'), { recursive: true })
  return built
}

interface Sdk {
  file: string
  bytes: number
  packages: string[]
}

async function makeSdk(folder: string, root: string): Promise<Sdk> {
  const metafile = await buildSdkFile(folder, root)
  const file = join(folder, SDK_FILE)
  return { file, bytes: statSync(file).size, packages: bundledPackages(metafile) }
}

/** What all functions have. */
interface Shared {
  sdk: Sdk
  gate: NodeGate
}

async function buildOne(
  source: FunctionSource,
  folder: string,
  { sdk, gate }: Shared,
  plan: FunctionsPlan,
): Promise<BuiltFunction> {
  const startedMs = performance.now()
  const metafile = await bundle(source, folder, gate(source.name), plan.root)
  const usesSdk = needsSdkFile(metafile)
  if (usesSdk) copyFileSync(sdk.file, join(folder, SDK_FILE))
  const packages = [...bundledPackages(metafile), ...(usesSdk ? sdk.packages : [])]
  writeFileSync(join(folder, NOTICES_FILE), noticesOf(packages, plan.root))
  writeJson(join(folder, 'package.json'), manifestOf(source.name, plan.origin.version))
  writeJson(join(folder, 'config.json'), readConfig(source.folder))
  return {
    name: source.name,
    bytes: statSync(join(folder, 'index.js')).size,
    sdkBytes: usesSdk ? sdk.bytes : 0,
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
    plugins: [slimAxios(), sdkBeside()],
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
