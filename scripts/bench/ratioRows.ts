// Our code against the shortest correct code, as ratios: 1 means as fast, 0.9 that ours takes a ninth longer.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { nodeOutput } from '../build/nodeOutput'
import type { Pair } from './ratios/sampling'
import type { Row } from './row'

const RATIOS = {
  authorization: { what: 'Authorization header : crypto.sign', atLeast: 0.95 },
  verification: { what: 'verifying a notification : crypto.verify', atLeast: 0.92 },
  decryption: { what: 'decrypting : AES-256-GCM alone', atLeast: 0.9 },
  request: { what: 'signed and verified request : shortest on axios', atLeast: 1 },
  plugin: { what: 'signed and verified request : wechatpay-axios-plugin', atLeast: 1.25 },
} as const

type RatioName = keyof typeof RATIOS
/** Those that need nothing but what is here. */
export const RATIO_NAMES = (Object.keys(RATIOS) as RatioName[]).filter((name) => name !== 'plugin')

/** Bundles the measurements as functions are bundled; axios stays whole, for those who send over its own adapter. */
export async function bundleRatios(folder: string, root: string): Promise<string> {
  const outfile = join(folder, 'ratios.js')
  await build({
    ...nodeOutput(root),
    entryPoints: [join(__dirname, 'ratios', 'main.ts')],
    outfile,
  })
  return outfile
}

/** Runs one measurement in a plain node of its own. */
export async function measureRatio(name: RatioName, program: string, more: NodeJS.ProcessEnv = {}): Promise<Row[]> {
  const env = { ...process.env, ...more }
  const { stdout } = await promisify(execFile)(process.execPath, [program, name], { env })
  const { rawNs, oursNs } = JSON.parse(stdout) as Pair
  const { what, atLeast } = RATIOS[name]
  const detail = `${micros(oursNs)} : ${micros(rawNs)}`
  return [{ group: name, what, value: rawNs / oursNs, unit: 'ratio', target: { atLeast }, detail }]
}

const micros = (ns: number) => `${(ns / 1000).toFixed(1)} µs`
