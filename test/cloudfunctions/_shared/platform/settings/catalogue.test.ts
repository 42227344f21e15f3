// A setting stands once. What is made from the catalogue is as the catalogue has it, and nothing else names a setting.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CATALOGUE, GROUPS, NAMES, ROWS } from '../../../../../cloudfunctions/_shared/platform/settings/catalogue'
import { KINDS } from '../../../../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { LAUNCH_SECONDS } from '../../../../../cloudfunctions/_shared/platform/settings/forms/numbers'
import { fillBlocks } from '../../../../../scripts/settings/blocks'
import { TOLD } from '../../../../../scripts/settings/told'
import { generatedFiles } from '../../../../../scripts/settings/generated'

const ROOT = join(__dirname, '../../../../..')

describe('what is made from the catalogue', () => {
  it.each(generatedFiles(ROOT).map(({ path, text, was }) => [path, text, was]))(
    '%s is as it has to be; if not: npm run generate',
    (_, text, was) => {
      expect(was).toBe(text)
    },
  )

  it('is told of blocks nobody knows', () => {
    const markdown = '<!-- settings:begin everything -->\n<!-- settings:end -->'
    expect(() => fillBlocks(markdown, 'settings.md')).toThrow(
      'settings:begin everything: expected one of table, needed',
    )
  })

  it('has an anchor for every link to a setting', () => {
    const anchors = NAMES.map((name) => `settings.md#${name.toLowerCase()}`)
    for (const { path, was } of generatedFiles(ROOT)) {
      const links = [...was.matchAll(/settings\.md#[a-z0-9_]+/g)].map(([link]) => link)
      expect([path, links.filter((link) => !anchors.includes(link))]).toEqual([path, []])
    }
  })
})

/** Users of a setting: they are about settings, ask for them, make them up, or show people what comes of them. */
const MAY_NAME_SETTINGS =
  /^(cloudfunctions\/_shared\/platform\/settings\/|sandbox\/(kitSettings\.ts$|phone\/(detail|shop|texts)\/|phone\/server\/hopRoutes\.ts$)|scripts\/(setup|doctor|deploy|settings)\/|test\/|CHANGELOG\.md$|docs\/(zh-CN\/)?upgrading\.md$|\.env\.example$|docs\/(zh-CN\/)?settings\.md$)/

it('no other file names a setting, outside the blocks that are made', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  const others = files
    .split('\n')
    .filter((path) => path !== '' && !MAY_NAME_SETTINGS.test(path) && existsSync(join(ROOT, path)))
  expect(others.length).toBeGreaterThan(300)
  const naming = others.flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8').replace(
      /<!-- (settings|findings):begin [^]*?<!-- \1:end -->/g,
      '',
    )
    return NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(text)).map((name) => `${path} names ${name}`)
  })
  expect(naming).toEqual([])
})

describe('a row', () => {
  it.each(NAMES)('%s is in one group, and its default is of its own form', (name) => {
    expect(GROUPS.filter(({ rows }) => name in rows)).toHaveLength(1)
    const { default: usual, read } = ROWS[name]
    if (usual !== undefined) expect(read(usual)).toMatchObject({ ok: true })
  })

  it('says in both languages what it is, what form it has and where to find it', () => {
    const told = TOLD.flatMap(({ settings }) => settings)
    expect(told.map(({ name }) => name)).toEqual(NAMES)
    for (const { name, what, form, where } of told) {
      for (const { en, zh } of [what, form, where]) expect([name, en !== '', zh !== '']).toEqual([name, true, true])
      expect(what.zh).toMatch(/\p{Script=Han}/u)
    }
  })

  it('has an example of its own form, the default one where there is one', () => {
    for (const { name, row, example } of TOLD.flatMap(({ settings }) => settings)) {
      if (/^'?[<{]/.test(example)) continue
      expect([name, row.read(example)]).toMatchObject([name, { ok: true }])
      if (row.default !== undefined) expect([name, example]).toEqual([name, row.default])
    }
  })

  it('of the app’s launch tells the seconds that are taken', () => {
    const launch = TOLD.flatMap(({ settings }) => settings).find(({ name }) => name === 'WXPAY_APP_LAUNCH_SECONDS')
    expect(launch?.form.en).toBe(`${LAUNCH_SECONDS.min} to ${LAUNCH_SECONDS.max}`)
  })

  it('of a kind says what it is to each kind', () => {
    const uses = Object.values(ROWS).flatMap(({ use }) => (typeof use === 'string' ? [] : [Object.keys(use)]))
    expect(uses.length).toBeGreaterThan(2)
    for (const kinds of uses) expect(kinds).toEqual([...KINDS])
  })

  it('that another stands in for names one there is', () => {
    const named = Object.values(ROWS).flatMap(({ notBeside }) => (notBeside ? [notBeside.setting] : []))
    expect(named.filter((name) => !(name in CATALOGUE))).toEqual([])
  })
})
