// One version: of the package, its lock, what changed, and how to get there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/project'

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const versionOf = (path: string) => (JSON.parse(read(path)) as { version: string }).version

const VERSION = versionOf('package.json')
const changelog = read('CHANGELOG.md')
const releases = [...changelog.matchAll(/^## (\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2})$/gm)].map(
  ([, version = '', date = '']) => ({ version, date }),
)

it('the lock has the version of the package', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> }
  expect([versionOf('package-lock.json'), packages['']?.version]).toEqual([VERSION, VERSION])
})

describe('CHANGELOG', () => {
  it('has the version of the package first, and nothing above it but what is not released', () => {
    expect(releases[0]?.version).toBe(VERSION)
    const titles = [...changelog.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title)
    expect(titles.filter((title) => title !== 'Unreleased')).toEqual(
      releases.map((one) => `${one.version} - ${one.date}`),
    )
    expect(titles.indexOf('Unreleased')).toBeLessThan(1)
  })

  it('goes back in time, and no release is of a day to come', () => {
    const dates = releases.map(({ date }) => Date.parse(date))
    expect(dates).toEqual([...dates].sort((a, b) => b - a))
    expect(Math.max(...dates)).toBeLessThanOrEqual(Date.now())
  })

  it('tells of each release what was added, changed and fixed, in this order and once', () => {
    for (const part of changelog.split(/^## /m).slice(1)) {
      const kinds = [...part.matchAll(/^### (.*)$/gm)].map(([, kind = '']) => kind)
      expect(['Added', 'Changed', 'Fixed'].filter((kind) => kinds.includes(kind))).toEqual(kinds)
    }
  })
})

it.each([
  ['docs/upgrading.md', /^## (\S+) to (\S+)$/m],
  ['docs/zh-CN/upgrading.md', /^## 从 (\S+) 到 (\S+)$/m],
])('%s leads from the release before to this one', (path, heading) => {
  const minor = (version = '') => version.split('.').slice(0, 2).join('.')
  const [now, before] = [...new Set(releases.map(({ version }) => minor(version)))]
  expect(heading.exec(read(path))?.slice(1)).toEqual([before, now])
})
