// Our code against the shortest correct code, as ratios: 1 means as fast, 0.9 that ours takes a ninth longer.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { nodeOutput } from '../build/nodeOutput'
import { slimAxios } from '../build/slimAxios'
import type { Pair } from './ratios/sampling'
import type { Row } from './row'

const RATIOS = {
  authorization: { what: 'Authorization header : crypto.sign', atLeast: 0.95 },
  verification: { what: 'verifying a notification : crypto.verify', atLeast: 0.85 },
  decryption: { what: 'decrypting : AES-256-GCM alone', atLeast: 0.9 },
  request: { what: 'signed and verified request : shortest on axios', atLeast: 0.95 },
} as const

type RatioName = keyof typeof RATIOS
export const RATIO_NAMES = Object.keys(RATIOS) as RatioName[]

/** Bundles the measurements as functions are bundled, so that what is timed is what is deployed. */
export async function bundleRatios(folder: string, root: string): Promise<string> {
  const outfile = join(folder, 'ratios.js')
  await build({
    ...nodeOutput(root),
    entryPoints: [join(__dirname, 'ratios', 'main.ts')],
    outfile,
    plugins: [slimAxios()],
  })
  return outfile
}

/** Runs one measurement in a plain node of its own. */
export async function measureRatio(name: RatioName, program: string): Promise<Row[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, name])
  const { rawNs, oursNs } = JSON.parse(stdout) as Pair
  const { what, atLeast } = RATIOS[name]
  const detail = `${micros(oursNs)} : ${micros(rawNs)}`
  return [{ group: name, what, value: rawNs / oursNs, unit: 'ratio', target: { atLeast }, detail }]
}

const micros = (ns: number) => `${(ns / 1000).toFixed(1)} µs`
