// Time that can be moved, without a switch in the product: the built functions are copied with a few lines in front of them, by
// which `Date` in their threads goes by a memory that is shared with us. So a day passes in a moment, and each instance may have
// a clock of its own.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setEnvironmentData } from 'node:worker_threads'
import { buildSync } from 'esbuild'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'

/** Instances take their clock from these in turn. */
const CLOCKS = 8

export interface MovedTime {
  /** A copy of the built functions that goes by this time. */
  functionsRoot: string
  nowMs: () => number
  move(ms: number): void
  /** How far the clock of each instance is ahead or behind, in turn. */
  drift(ms: readonly number[]): void
  remove(): void
}

export function movedTime(): MovedTime {
  // How far time was moved; how many instances there were; and how far each is off.
  const memory = new SharedArrayBuffer(8 * (2 + CLOCKS))
  const moved = new Float64Array(memory, 0, 1)
  const drifts = new Float64Array(memory, 16, CLOCKS)
  const functionsRoot = mkdtempSync(join(tmpdir(), 'moved-time-'))
  setEnvironmentData(functionsRoot, memory)
  cpSync(FUNCTIONS_ROOT, functionsRoot, { recursive: true })
  const before = dateFor(functionsRoot)
  for (const name of readdirSync(functionsRoot)) {
    const file = join(functionsRoot, name, 'index.js')
    if (existsSync(file)) writeFileSync(file, `${before}\n${readFileSync(file, 'utf8')}`)
  }
  const remove = () => rmSync(functionsRoot, { recursive: true, force: true })
  process.once('exit', remove)
  return {
    functionsRoot,
    nowMs: () => Date.now() + (moved[0] ?? 0),
    move: (ms) => void (moved[0] = (moved[0] ?? 0) + ms),
    drift: (ms) => drifts.forEach((_, index) => (drifts[index] = ms[index % ms.length] ?? 0)),
    remove: () => {
      process.off('exit', remove)
      remove()
    },
  }
}

/** As one file of plain JavaScript. */
function dateFor(key: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, 'movedDate.ts')],
    define: { KEY: JSON.stringify(key) },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'iife',
    target: 'node20',
  })
  return outputFiles[0]?.text ?? ''
}
