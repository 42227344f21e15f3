// The kit's own functions, built into a folder of their own.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll, type BuildResult } from '../../../scripts/build/buildAll'
import { kitPlan } from '../../../scripts/build/kitPlan'
import { bundledPackages } from '../../../scripts/build/notices'
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

  it('has what each kind of database needs beside it, and no driver inside', () => {
    for (const file of ['wx-server-sdk.js', 'pg.js', 'http-client.js'])
      expect(existsSync(join(folder(), file))).toBe(true)
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

  it('holds no key, no path of the machine it was built on, and no table of MIME types', () => {
    const text = readFileSync(join(folder(), 'index.js'), 'utf8')
    expect(/-----BEGIN [A-Z ]+-----\\n[A-Za-z0-9+/]{20}/.test(text)).toBe(false)
    expect(text.includes(ROOT)).toBe(false)
    expect(packagesOf(name)).not.toContain('node_modules/mime-db')
  })
})

it('contractAdmin, which never calls WeChat Pay, is built without an HTTP client', () => {
  expect(packagesOf('contractAdmin')).toEqual(['node_modules/canonicalize', 'node_modules/valibot'])
})

it('contractNotify, which may be called by anyone, is built without an HTTP client', () => {
  expect(packagesOf('contractNotify')).toEqual(['node_modules/valibot'])
})
