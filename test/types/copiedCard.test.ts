// The card copied into another mini-program, as docs/recipes/mini-program.md says, compiles with the typings and the compiler
// that project has.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(__dirname, '../..')
/** Packages by the name they are installed under: the oldest and the newest that are promised. */
const TYPINGS = ['miniprogram-api-typings-4', 'miniprogram-api-typings'] as const
const COMPILERS = ['oldest-typescript/node_modules/typescript', 'typescript'] as const

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'copied-card-'))
  for (const part of ['components/entrust-sign', 'entrust', 'wx'])
    cpSync(join(ROOT, 'miniprogram', part), join(folder, 'miniprogram', part), { recursive: true })
  cpSync(join(ROOT, 'typings/contract'), join(folder, 'typings/contract'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const installed = (name: string): string => join(ROOT, 'node_modules', name)

/** @returns what the compiler says; nothing where all is well */
function compile(typings: string, compiler: string): string {
  const config = {
    compilerOptions: {
      target: 'ES2020',
      lib: ['ES2020'],
      module: 'CommonJS',
      moduleResolution: 'Node',
      types: [],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    },
    files: [join(installed(typings), 'index.d.ts')],
    include: ['miniprogram', 'typings'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(installed(compiler), 'lib/tsc.js')
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
  return stdout + stderr
}

const versionOf = (name: string): string => {
  const { version } = JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8')) as { version: string }
  return version.replace(/\.\d+$/, '')
}

describe.each(TYPINGS)('with %s', (typings) => {
  it.each(COMPILERS)('and %s it has no type error', (compiler) => {
    expect(compile(typings, compiler)).toBe('')
  })
})

it('is told of a type error, where there is one', () => {
  writeFileSync(join(folder, 'miniprogram/wrong.ts'), 'wx.showToast({ title: 1 })\n')
  expect(compile(TYPINGS[0], COMPILERS[0])).toMatch(/wrong\.ts\(1,16\): error TS2322/)
})

it('is promised for these versions, and no others', () => {
  const [oldest, newest] = TYPINGS.map(versionOf)
  const [from, to] = COMPILERS.map(versionOf)
  const recipe = readFileSync(join(ROOT, 'docs/recipes/mini-program.md'), 'utf8').replace(/\s+/g, ' ')
  expect(recipe).toContain(
    `under \`miniprogram-api-typings\` ${oldest} and ${newest} with TypeScript ${from} and ${to}.`,
  )
})
