import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { nodeOutput } from '../build/nodeOutput'
import { PG_FILE, SDK_FILE } from '../build/besideFiles'
import { slimAxios } from '../build/slimAxios'
import type { Row } from './row'

const GROUP = 'size'

/** The client with axios, minified to the last: the figure others' clients are compared by. */
export async function measureClientSize(root: string): Promise<Row[]> {
  const { outputFiles } = await build({
    ...nodeOutput(root),
    minify: true,
    write: false,
    stdin: { contents: `export * from './cloudfunctions/_shared/wechatpay/client'`, resolveDir: root },
    plugins: [slimAxios()],
  })
  const value = (outputFiles[0]?.contents.length ?? NaN) / 1000
  return [{ group: GROUP, what: 'client with axios, minified', value, unit: 'kB', target: { atMost: 68 } }]
}

/** Each built function: its own code, and in the detail what lies beside it. */
export function measureFunctionSizes(functionsDir: string): Row[] {
  return listFunctions(functionsDir).map((name) => ({
    group: GROUP,
    what: `${name}/index.js`,
    value: statSync(join(functionsDir, name, 'index.js')).size / 1000,
    unit: 'kB',
    detail: describeBeside(join(functionsDir, name)),
  }))
}

/** @throws {Error} there is no build to look at */
export function listFunctions(functionsDir: string): string[] {
  const names = existsSync(functionsDir) ? readdirSync(functionsDir).sort() : []
  if (names.length === 0) throw new Error(`${functionsDir} is empty: run npm run build first.`)
  return names
}

function describeBeside(folder: string): string {
  const files = [SDK_FILE, PG_FILE].filter((file) => existsSync(join(folder, file)))
  const sizes = files.map((file) => `${file} ${(statSync(join(folder, file)).size / 1000).toFixed(1)} kB`)
  return files.length === 0 ? 'nothing beside it' : `beside it ${sizes.join(', ')}`
}
