// What comes from others: nothing of it runs when it is installed, all of it may be used as it is, and a list can be made of it.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/project'

interface Locked {
  name?: string
  version: string
  license?: string
  dev?: boolean
  hasInstallScript?: boolean
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> }
const { scripts, ...manifest } = JSON.parse(read('package.json')) as {
  scripts: Readonly<Record<string, string>>
  dependencies: object
  devDependencies: object
}

const locked = Object.entries(packages)
  .filter(([path]) => path.startsWith('node_modules/'))
  .map(([path, one]) => ({ ...one, path, name: one.name ?? path.split('node_modules/').at(-1) ?? '' }))

/** They would run one, and do without: why it is not missed. */
const WANTS_A_SCRIPT: Readonly<Record<string, string>> = {
  '@parcel/watcher': 'builds what its packages for each platform bring ready made',
  '@swc/core': 'falls back to WebAssembly where no binary is there; ours come with packages of their own',
  'core-js-pure': 'prints a message of its author',
  esbuild: 'looks whether its binary, a package of its own, is the right one',
  protobufjs: 'warns of versions',
  'unrs-resolver': 'fetches what its packages for each platform bring ready made',
}

describe('install scripts', () => {
  it('are those known here, and no more', () => {
    const wanting = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
    expect([...new Set(wanting)].sort()).toEqual(Object.keys(WANTS_A_SCRIPT).sort())
  })

  it('are not run', () => {
    const [, args = ''] = /const args = \[(.*)\]/.exec(read('scripts/install.mjs')) ?? []
    expect(args).toContain("'ci', '--ignore-scripts'")
  })
})

const PERMISSIVE =
  /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Python-2\.0|Unlicense)( AND (MIT|Apache-2\.0))?$/

/** What their manifest does not say in so many words, and why they may be used. */
const LOOKED_AT: Readonly<Record<string, string>> = {
  '@cloudbase/signature-nodejs': 'names no licence; comes with wx-server-sdk from the same publisher (SECURITY.md)',
  '@cloudbase/wx-cloud-client-sdk': 'names no licence; comes with wx-server-sdk from the same publisher (SECURITY.md)',
  'caniuse-lite': 'CC-BY-4.0: data, read by tools of development, in nothing that is deployed',
  'mdn-data': 'MPL-2.0: data, read by tools of development, in nothing that is deployed',
  'node-forge': 'BSD-3-Clause by choice',
  'type-fest': 'types alone, MIT by choice',
  'oldest-typescript': 'a folder of ours that brings an old TypeScript, for a test',
  'string.fromcodepoint': 'MIT by its README; a tool of development',
  'svg-tags': 'MIT by its README; a tool of development',
}

describe('licences', () => {
  const odd = locked.filter(({ license = '' }) => !PERMISSIVE.test(license))

  it('permit what is done with them, or were looked at', () => {
    expect([...new Set(odd.map(({ name }) => name))].sort()).toEqual(Object.keys(LOOKED_AT).sort())
  })

  it('of what is deployed are permissive but for two that name none', () => {
    const deployed = odd.filter(({ dev }) => !dev).map(({ name }) => name)
    expect(deployed.sort()).toEqual(['@cloudbase/signature-nodejs', '@cloudbase/wx-cloud-client-sdk'])
  })

  it.each(['string.fromcodepoint', 'svg-tags'])('%s says MIT in its README', (name) => {
    const file = ['README.md', 'readme.md', 'Readme.md']
      .map((one) => join(ROOT, 'node_modules', name, one))
      .find(existsSync)
    expect(file === undefined ? '' : readFileSync(file, 'utf8')).toMatch(/\bMIT\b/)
  })
})

it('npm run sbom names every package of the lock, at its version', () => {
  const [npm = '', ...args] = (scripts['sbom'] ?? '').split(' ')
  const made = execFileSync(npm, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1e8,
    shell: process.platform === 'win32',
  })
  const { components } = JSON.parse(made) as { components: { purl: string }[] }
  const named = components.map(({ purl }) => decodeURIComponent(purl.replace(/\?.*$/, '')))
  const wanted = locked.map(({ name, version }) => `pkg:npm/${name}@${version}`)
  expect(wanted.filter((one) => !named.includes(one))).toEqual([])
})

it('renovate.json names packages that are there', () => {
  const { packageRules } = JSON.parse(read('renovate.json')) as { packageRules: { matchPackageNames?: string[] }[] }
  const named = packageRules.flatMap(({ matchPackageNames }) => matchPackageNames ?? [])
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !(name in manifest.devDependencies) && !(name in manifest.dependencies))).toEqual([])
})
