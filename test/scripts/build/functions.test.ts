// The kit's own functions, built into a folder of their own.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll, type BuildResult } from '../../../scripts/build/buildAll'
import { kitPlan } from '../../../scripts/build/kitPlan'
import { bundledPackages } from '../../../scripts/build/notices'
import { newSyntaxIn } from '../../support/newSyntax'
import { createProject, ROOT, runNode, type Project } from '../../support/project'

jest.setTimeout(120_000)

const NAMES = readdirSync(join(ROOT, 'cloudfunctions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
  .map(({ name }) => name)

let project: Project
let result: BuildResult
beforeAll(async () => {
  project = createProject()
  result = await buildAll({ ...kitPlan(['cloudfunctions']), dist: join(project.root, 'dist') })
})
afterAll(() => project.remove())

const packagesOf = (wanted: string) => {
  const one = result.functions.find(({ name }) => name === wanted)
  return one ? bundledPackages(one.metafile) : []
}

describe.each(NAMES)('%s', (name) => {
  const folder = () => join(project.root, 'dist/cloudfunctions', name)

  it('loads alone in an empty folder, exports main, and reads nothing but itself', async () => {
    const alone = project.copyAlone(`dist/cloudfunctions/${name}`)
    const script = `const built = require('./index.js')
      console.log(JSON.stringify([Object.keys(built), typeof built.main, Object.keys(require.cache)]))`
    expect(await runNode(alone, script)).toEqual([['main'], 'function', [join(alone, 'index.js')]])
  })

  it('brings a text of the licence of every package in it', () => {
    const entries = readFileSync(join(folder(), 'LICENSES.txt'), 'utf8').split(`\n${'-'.repeat(80)}\n\n`)
    const without = entries.filter(
      (entry) => !/permission|redistribution|apache license|free and unencumbered/i.test(entry),
    )
    expect(without.map((entry) => entry.split('\n')[0])).toEqual([
      // Of the SDK's own publisher, who names none: docs say so (SECURITY.md).
      '@cloudbase/signature-nodejs 2.2.0 (names no licence)',
      '@cloudbase/wx-cloud-client-sdk 1.7.1 (names no licence)',
    ])
    for (const entry of without) expect(entry).toContain('names a licence')
  })

  it('has what each kind of database needs beside it, and no driver inside', () => {
    for (const file of ['wx-server-sdk.js', 'pg.js']) expect(existsSync(join(folder(), file))).toBe(true)
    expect(packagesOf(name)).not.toContain('node_modules/wx-server-sdk')
    expect(packagesOf(name)).not.toContain('node_modules/pg')
  })

  // esbuild lowers syntax to the target, not what node offers. These came after 18.15, CloudBase's default runtime.
  it('asks nothing of node that its oldest runtime lacks', () => {
    const newer = [
      ...['URL.canParse', 'AbortSignal.any', 'Promise.withResolvers', 'Array.fromAsync', 'Object.groupBy'],
      ...['.toSorted(', '.toReversed(', '.toSpliced(', '.isWellFormed(', 'Symbol.asyncDispose', 'import.meta'],
    ]
    const text = readFileSync(join(folder(), 'index.js'), 'utf8')
    expect(newer.filter((name) => text.includes(name))).toEqual([])
  })

  it('is read by any node, and on an old one refuses with the cure', async () => {
    expect(newSyntaxIn(readFileSync(join(folder(), 'index.js'), 'utf8'))).toEqual([])
    const script = `Object.defineProperty(process, 'version', { value: 'v16.13.0' })
      process.stdout.write = () => true
      const { main } = require('./index.js')
      main({}, {}).then((answer) => require('node:fs').writeSync(1, JSON.stringify(answer)))`
    expect(await runNode(folder(), script)).toMatchObject({
      error: { message: expect.stringMatching(/Node 16\.13; .* delete the function .* deploy it anew/) as string },
    })
  })

  it('holds no key, no path of the machine it was built on, and no table of MIME types', () => {
    const text = readFileSync(join(folder(), 'index.js'), 'utf8')
    expect(/-----BEGIN [A-Z ]+-----\\n[A-Za-z0-9+/]{20}/.test(text)).toBe(false)
    expect(text.includes(ROOT)).toBe(false)
    expect(packagesOf(name)).not.toContain('node_modules/mime-db')
  })
})

it('contractNotify, which may be called by anyone, is built without an HTTP client', () => {
  expect(packagesOf('contractNotify')).toEqual(['node_modules/valibot'])
})
