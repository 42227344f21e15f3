// What CONTRIBUTING says of adding something is so: each file it names is there, and the compiler asks for what it says it asks for.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { STATES as STATE_ROWS } from '../../miniprogram/entrust/view/states'
import { STATES as PICTURES } from '../e2e/support/states'
import { fromRoot, ROOT } from '../support/project'

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const text = read('CONTRIBUTING.md')

/** From one heading to the next. */
function section(title: string): string {
  const [, body] = text.split(`\n### ${title}\n`)
  if (body === undefined) throw new Error(`CONTRIBUTING.md has no section "${title}"`)
  return body.split(/^#+ /m)[0] ?? ''
}

/** Numbered as they are in the section. */
const step = (title: string, number: number): string =>
  new RegExp(`^${number}\\. (.*)$`, 'm').exec(section(title))?.[1] ?? ''
const filesIn = (words: string): string[] =>
  [...words.matchAll(/`([\w-]+\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file)

it('names folders that are there', () => {
  const folders = [...text.matchAll(/`((?:\w[\w-]*\/)+)`/g)].map(([, folder = '']) => folder)
  expect(folders.length).toBeGreaterThan(8)
  expect(folders.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([])
})

it('sends a newcomer to five files', () => {
  const list = text.split('## One command')[0] ?? ''
  expect(list.match(/^\d\. \[/gm)).toHaveLength(5)
})

/** What the compiler says of these files when one file has other words in it. */
function complaintsOf(files: readonly string[], changed: string, change: (source: string) => string): string[] {
  const config = join(ROOT, changed.split('/')[0] ?? '', 'tsconfig.json')
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    dirname(config),
  )
  const host = ts.createCompilerHost({ ...options, types: [] })
  const get = host.getSourceFile.bind(host)
  const planted = change(read(changed))
  expect(planted).not.toBe(read(changed))
  host.getSourceFile = (name, version, ...rest) =>
    fromRoot(name) === changed ? ts.createSourceFile(name, planted, version) : get(name, version, ...rest)
  const roots = files.map((file) => join(ROOT, file))
  const program = ts.createProgram(roots, { ...options, types: [], noEmit: true }, host)
  return files.filter((file) => {
    const source = program.getSourceFile(join(ROOT, file))
    return program
      .getSemanticDiagnostics(source)
      .some(({ messageText }) => /planted/i.test(JSON.stringify(messageText)))
  })
}

it('a state of the card is asked for by every file that is named for it', () => {
  const title = 'A state of the card'
  const files = [...filesIn(step(title, 2)), ...filesIn(step(title, 4))]
  const [state = ''] = filesIn(step(title, 1))
  const plant = (source: string) => source.replace("  | { kind: 'oldClient' }", "$&\n  | { kind: 'planted' }")
  expect(files).toHaveLength(4)
  expect(complaintsOf(files, state, plant)).toEqual(files)
})

/** Nobody sees it: WeChat Pay's page covers it. And what no merchant has before users, told by test/miniprogram. */
const WITHOUT_PICTURE = ['away', 'misconfigured']

it('every state of the card has its pictures', () => {
  const pictured = new Set([...PICTURES.map(({ state }) => state), ...WITHOUT_PICTURE])
  expect(Object.keys(STATE_ROWS).filter((kind) => !pictured.has(kind))).toEqual([])
})

it('a setting is asked for its words', () => {
  const file = 'cloudfunctions/_shared/platform/settings/catalogue/changes.ts'
  expect(section('A setting')).toContain(`\`${dirname(file)}/\``)
  const row =
    "  WXPAY_PLANTED: { for: ['upkeep'], use: 'optional', read: readDays(1), secret: false, what: 'planted' },\n"
  const plant = (source: string) => source.replace('  WXPAY_RECHECK_DAYS: {', `${row}$&`)
  expect(complaintsOf([file], file, plant)).toEqual([file])
})
