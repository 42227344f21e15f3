// The card as a package, as WeChat's own tools take it: packed by them into a mini-program of somebody else's, and compiled there.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAll } from '../build/buildAll'
import { kitPlan } from '../build/kitPlan'
import { kilobytes } from '../textTable'
import { compileForWechat, packNpm } from './compiler'
import { makeForeignApp, packedPlace } from './foreignApp'

/** Of the package, as it is carried by a phone. */
const LIMIT_BYTES = 75_000

/** @throws {Error} with the tools' own words, or what they made other than was meant */
export async function checkPackage(): Promise<string> {
  const plan = kitPlan(['entrust-sign'])
  await buildAll(plan)
  const folder = mkdtempSync(join(tmpdir(), 'foreign-'))
  try {
    const installed = makeForeignApp(folder, join(plan.dist, 'entrust-sign'))
    const { from, to, name } = packedPlace(folder, installed)
    await packNpm(folder)
    const missing = filesIn(from).filter((file) => !file.endsWith('.d.ts') && !isSame(join(from, file), join(to, file)))
    if (missing.length > 0) throw new Error(`${name}, packed: ${missing.join(', ')} not there, or not as it was`)
    const { compiled } = await compileForWechat(folder)
    const own = Object.entries(compiled).filter(([path]) => path.startsWith(`miniprogram_npm/${name}/`))
    const bytes = own.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0)
    const told = `${name} in a mini-program of JavaScript: ${own.length} files, ${kilobytes(bytes)}`
    if (own.length === 0) throw new Error(`${told}: nothing of it was compiled`)
    if (bytes > LIMIT_BYTES) throw new Error(`${told}: expected ${kilobytes(LIMIT_BYTES)} or less`)
    return told
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const filesIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((file) => statSync(join(folder, file)).isFile())

function isSame(one: string, other: string): boolean {
  try {
    return readFileSync(one).equals(readFileSync(other))
  } catch {
    return false
  }
}
