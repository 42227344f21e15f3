import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { Worker } from 'node:worker_threads'
import { buildSync } from 'esbuild'

const folder = mkdtempSync(join(tmpdir(), 'compiled-'))
const kept = join(folder, 'kept')
const large = join(folder, 'large.js')
beforeEach(() => rmSync(kept, { recursive: true, force: true }))
afterAll(() => rmSync(folder, { recursive: true }))

const WHERE = "exports.where = () => new Error().stack.split('\\n')[1]"
/** As long as the SDK. */
const source = (word: string): string => `${WHERE} // ${'x'.repeat(1_000_000)}
exports.word = '${word}'
exports.own = [__filename, __dirname, require('node:path').sep, module.exports === exports, this === exports]`

const program = buildSync({
  entryPoints: [join(__dirname, '../../../sandbox/cloud/functions/compiledOnce.ts')],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
}).outputFiles[0]?.text

/** In a worker of its own. @returns what the file exports, and whether V8 refused what was kept */
async function load(isCompiledOnce = true): Promise<{ where?: unknown }> {
  const body = `${program ?? ''}
const vm = require('node:vm'), { Script } = vm
let rejected
vm.Script = class extends Script { constructor(code, options) { super(code, options); rejected = this.cachedDataRejected } }
const keepCompiled = ${isCompiledOnce ? `module.exports.compileOnce(${JSON.stringify(kept)})` : '() => {}'}
const { where, ...loaded } = require(${JSON.stringify(large)})
const told = { ...loaded, where: where(), rejected }
keepCompiled()
require('node:worker_threads').parentPort.postMessage(told)`
  const worker = new Worker(body, { eval: true, execArgv: [] })
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
}

test('the second worker takes what the first compiled, and finds the same', async () => {
  writeFileSync(large, source('first'))
  const first = await load()
  expect(first).toMatchObject({ word: 'first', own: [large, folder, sep, true, true], rejected: undefined })
  expect(await load()).toEqual({ ...first, rejected: false })
  expect(readdirSync(kept)).toHaveLength(1)
})

test('a file of the same length and other words is another file', async () => {
  writeFileSync(large, source('first'))
  await load()
  writeFileSync(large, source('other'))
  expect(await load()).toMatchObject({ word: 'other', rejected: undefined })
})

test('what was kept and is spoilt is compiled anew, and kept anew', async () => {
  writeFileSync(large, source('first'))
  await load()
  for (const name of readdirSync(kept)) writeFileSync(join(kept, name), 'spoilt')
  expect(await load()).toMatchObject({ word: 'first', rejected: true })
  expect(await load()).toMatchObject({ word: 'first', rejected: false })
})

test('an error names the line and column it names without', async () => {
  writeFileSync(large, source('first'))
  const { where } = await load(false)
  expect(await load()).toMatchObject({ where, rejected: undefined })
  expect(await load()).toMatchObject({ where, rejected: false })
})

test('a folder that can not be written costs time, no more', async () => {
  writeFileSync(large, source('first'))
  writeFileSync(kept, 'a file where the folder belongs')
  expect(await load()).toMatchObject({ word: 'first' })
})
