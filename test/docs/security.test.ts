// SECURITY.md speaks of what is in the functions: of these versions, and of nothing the kit calls.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { ROOT } from '../support/project'

const text = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')
const rows = [...text.matchAll(/^\| (\S+) (\d[\d.]+) \| `([^`]+)` \|/gm)].map(
  ([, name = '', version = '', by = '']) => ({
    name,
    version,
    by,
  }),
)

it('has rows', () => expect(rows).toHaveLength(3))

it.each(rows)('$name $version is what $by brings', ({ name, version, by }) => {
  const paths = createRequire(join(ROOT, 'node_modules', by, 'package.json')).resolve.paths(name) ?? []
  const manifest = paths.map((path) => join(path, name, 'package.json')).find((path) => existsSync(path)) ?? ''
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ version })
})

it.each(['SECURITY.md', 'SECURITY.zh-CN.md'])(
  '%s names every package the kit itself brings into a function',
  (page) => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object }
    const [, told = ''] = /npm audit([^]*?)wx-server-sdk/.exec(readFileSync(join(ROOT, page), 'utf8')) ?? []
    const own = Object.keys(dependencies).filter((name) => name !== 'wx-server-sdk')
    expect(own.filter((name) => !new RegExp(`\\b${name}\\b`).test(told))).toEqual([])
  },
)

it('the kit has no realtime listener and no extension of the SDK', () => {
  const files = ts.sys.readDirectory(join(ROOT, 'cloudfunctions'), ['.ts'])
  const using = files.filter((file) => /\.watch\(|extensions?:|registerExtension/.test(readFileSync(file, 'utf8')))
  expect(using).toEqual([])
})
