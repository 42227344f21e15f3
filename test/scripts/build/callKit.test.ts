// The call kit as a merchant has it: two files, copied somewhere else, and nothing of this repository near.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { buildCallKit } from '../../../scripts/build/callKit'
import { signCall } from '../../../scripts/callKit/signCall'
import { CALL_KEY, hmacOf } from '../../support/buildersCalls'
import { createProject, ROOT, runNode, type Project } from '../../support/project'

jest.setTimeout(120_000)

let project: Project
let alone: string
beforeAll(async () => {
  project = createProject()
  await buildCallKit({ root: ROOT }, join(project.root, 'call-kit'))
  alone = project.copyAlone('call-kit')
})
afterAll(() => project.remove())

const CALL = { key: CALL_KEY, functionName: 'contractAdmin', action: 'show', input: { b: '免密', a: [1, null] } }
const FIXED = { ...CALL, nowMs: 1795226400000, nonce: 'abcdefghijklmnop' }

it('is one file beside its types, readme and licences', () => {
  expect(readdirSync(alone).sort()).toEqual(['LICENSE', 'README.md', 'call-kit.d.ts', 'call-kit.js'])
  const read = (name: string) => readFileSync(join(alone, name), 'utf8')
  expect([...read('call-kit.js').matchAll(/require\("(?!node:)[^"]+"\)/g)]).toEqual([])
  expect(read('call-kit.js')).not.toContain(ROOT)
  expect(read('LICENSE')).toMatch(/^canonicalize \d[\d.]* \(Apache-2\.0\)$/m)
  expect(read('README.md')).toContain("require('./call-kit')")
})

it('signs, required alone in an empty folder', async () => {
  const script = `console.log(JSON.stringify(require('./call-kit.js').signCall(${JSON.stringify(FIXED)})))`
  const call = { action: 'show', input: CALL.input, at: FIXED.nowMs, nonce: FIXED.nonce }
  expect(await runNode(alone, script)).toEqual({ ...call, mac: hmacOf('contractAdmin', call) })
})

it('has types that compile with nothing installed, and refuse what is missing', () => {
  const use = (more: string) => `
    import { signCall, type SignedCall } from './call-kit'
    export const call: SignedCall = signCall({ key: '', functionName: 'f', input: {} ${more} })`
  const compile = (text: string) => {
    const file = join(alone, 'use.ts')
    const host = ts.createCompilerHost({})
    const readFile = host.readFile.bind(host)
    host.readFile = (name) => (name === file ? text : readFile(name))
    host.fileExists = (name) => name === file || ts.sys.fileExists(name)
    const options = { noEmit: true, strict: true, types: [], lib: ['lib.es2022.d.ts'], target: ts.ScriptTarget.ES2022 }
    return ts
      .getPreEmitDiagnostics(ts.createProgram([file], options, host))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  }
  expect(compile(use(", action: 'show'"))).toEqual([])
  expect(compile(use(''))).toEqual([expect.stringContaining("'action' is missing")])
})

it('signs now and with a new nonce, unless told otherwise', () => {
  const before = Date.now()
  const calls = [signCall(CALL), signCall(CALL)]
  for (const { at, nonce } of calls) {
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(Date.now())
    expect(nonce).toMatch(/^[\w-]{32}$/)
  }
  expect(new Set(calls.map(({ nonce }) => nonce)).size).toBe(2)
})

it.each<[what: string, changes: object, message: RegExp]>([
  ['a short key', { key: CALL_KEY.slice(2) }, /^key: expected 32 bytes/],
  ['no key', { key: undefined }, /^key: expected text/],
  ['no function', { functionName: '' }, /^functionName: expected text/],
  ['no action', { action: undefined }, /^action: expected text/],
  ['an input of text', { input: 'a' }, /^input: expected an object/],
  ['a list', { input: [] }, /^input: expected an object/],
  ['a Date, which arrives as text', { input: { at: new Date(0) } }, /^input: expected an object/],
  ['a Map, which arrives empty', { input: { all: new Map([[1, 2]]) } }, /^input: expected an object/],
  ['undefined, which does not arrive', { input: { a: undefined } }, /^input: expected an object/],
  ['NaN, which arrives as null', { input: { a: NaN } }, /^input: expected an object/],
  ['a number beyond JSON', { input: { a: 1n } }, /^input: expected an object/],
  ['a short nonce', { nonce: 'short' }, /^nonce: expected 16 to 64/],
  ['a time that is none', { nowMs: 1.5 }, /^nowMs: expected milliseconds/],
])('%s is refused by name, without the key', (_, changes, message) => {
  const call = { ...CALL, ...changes }
  expect(() => signCall(call)).toThrow(message)
  expect(() => signCall(call)).not.toThrow(CALL_KEY.slice(4, 40))
})
