// Every command a document names is run by a test or by the workflow, or it is said why nothing can; and whatever stands behind
// `--` is what its program takes.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { ROWS, type SettingName } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { readArguments as readAdmin } from '../../scripts/admin/arguments'
import { readOptions as readStart } from '../../scripts/start/options'
import { readArguments as readSetup } from '../../scripts/setup/arguments'
import { startFixture, preSigned, type Fixture } from '../sandbox/wechatpay/fixture'
import { placed } from '../sandbox/wechatpay/orderFixture'
import { fromRoot, ROOT } from '../support/project'
import { COMMANDS } from './commands'
import { commandsAsWritten, commandsIn } from './commandsIn'

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const documents = [
  ...['README', 'CONTRIBUTING', 'SECURITY'].flatMap((name) => [`${name}.md`, `${name}.zh-CN.md`]),
  ...ts.sys.readDirectory(join(ROOT, 'docs'), ['.md']).map(fromRoot),
]
const written = [...new Set(documents.flatMap((path) => commandsAsWritten(read(path))))]

it.each(documents)('%s names no command that nothing runs', (path) => {
  expect(commandsIn(read(path)).filter((command) => !(command in COMMANDS))).toEqual([])
})

it('no row is of a command that nobody names any more', () => {
  const named = new Set(documents.flatMap((path) => commandsIn(read(path))))
  expect(Object.keys(COMMANDS).filter((command) => !named.has(command))).toEqual([])
})

describe.each(Object.entries(COMMANDS))('%s', (command, run) => {
  if ('by' in run) {
    it(`is run by ${run.by}`, () => {
      expect({ says: run.says, isThere: read(run.by).includes(run.says) }).toMatchObject({ isThere: true })
    })
  } else it(`is not: ${run.instead}`, () => expect(run.instead.length).toBeGreaterThan(20))

  const [, script] = /^npm (?:run )?((?!config|audit|run)[a-z][\w:]*)/.exec(command) ?? []
  if (script !== undefined) {
    it('is a script of package.json', () => {
      expect((JSON.parse(read('package.json')) as { scripts: object }).scripts).toHaveProperty([script])
    })
  }
})

describe('what stands behind the options', () => {
  const argumentsOf = (script: string) =>
    written
      .map((command) => new RegExp(`^npm (?:run )?(?:-s )?${script} -- (.*)$`).exec(command)?.[1])
      .filter((given) => given !== undefined)
      .map((given) => [given, given.replace(/<[^>]+>|\.\.\./g, 'x').split(' ')] as [string, string[]])

  it.each(argumentsOf('start'))('npm start takes %s', (_, args) => void readStart(args))
  it.each(argumentsOf('admin'))('npm run admin takes %s', (_, args) => expect(readAdmin(args, {})).toBeDefined())
  it.each(argumentsOf('setup'))('npm run setup takes %s', (_, args) => void readSetup(args, {}))
})

describe('run here', () => {
  const makesSecrets: [name: SettingName, code: string][] = written
    .map((command) => /^node -e "(.*)"$/.exec(command)?.[1])
    .filter((code) => code !== undefined)
    .map((code) => [code.includes('whsec_') ? 'WXPAY_CHANGE_SECRET' : 'WXPAY_ADMIN_KEY', code])

  it.each(makesSecrets)('makes what %s takes: node -e "%s"', (name, code) => {
    const secret = execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }).trim()
    expect(ROWS[name].read(secret)).toMatchObject({ ok: true })
  })

  it('npx jest finds what it is told to', () => {
    const command = written.find((one) => one.startsWith('npx jest ')) ?? ''
    const args = [require.resolve('jest/bin/jest'), ...command.split(' ').slice(2), '--listTests']
    const { stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
    expect(stdout).toMatch(/notify[/\\]receive\.test\.ts/)
  })

  it('npm config set registry: one mirror, the same in every document', () => {
    const home = mkdtempSync(join(tmpdir(), 'entrust-kit-npmrc-'))
    const commands = written.filter((one) => one.startsWith('npm config set registry '))
    try {
      const [npm, ...args] = [...(commands[0] ?? '').split(' '), '--userconfig', join(home, 'npmrc')]
      execFileSync(npm, args, { cwd: home, shell: process.platform === 'win32' })
      expect(readFileSync(join(home, 'npmrc'), 'utf8')).toMatch(/^registry=https:/m)
    } finally {
      rmSync(home, { recursive: true })
    }
    expect(commands).toHaveLength(1)
  })
})

describe('played by hand', () => {
  let fixture: Fixture
  beforeAll(async () => (fixture = await startFixture()))
  afterAll(() => fixture.close())

  const curls = written.flatMap((command) => {
    const [, header = '', body = '', path = ''] = /^curl -H '([^']+)' -d '([^']+)' \$CONTROL(\S+)$/.exec(command) ?? []
    return path === '' ? [] : [[path, header, body] as const]
  })

  it('is all of it', () => expect(curls.map(([path]) => path).sort()).toHaveLength(6))

  it.each(curls)('$CONTROL%s with %s and %s', async (path, header, body) => {
    const { code } = await preSigned(fixture)
    if (path === '/terminate') await fixture.control.sign({ out_contract_code: code })
    const known = body.includes('prepay_id') ? (await placed(fixture)).prepay_id : code
    const [name = '', value = ''] = header.split(': ')
    const url = `${fixture.controlUrl.replace(/\/$/, '')}${path}`
    const response = await fetch(url, { method: 'POST', headers: { [name]: value }, body: body.replace('...', known) })
    expect({ status: response.status, told: await response.text() }).toMatchObject({ status: 200 })
  })
})
