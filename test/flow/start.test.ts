// `npm start` as a newcomer meets it: in a process of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { POSTGRES_VARIABLE } from '../../sandbox/cloud/postgres/findPostgres'
import { LOCAL_FILE, readLocalFile } from '../../scripts/start/localFile'

const ROOT = join(__dirname, '../..')
const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

const start = (...args: string[]) => startWith({}, ...args)

function startWith(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let text = ''
  const listeners = new Set<() => void>()
  const take = (chunk: Buffer) => {
    text += chunk.toString('utf8')
    listeners.forEach((listener) => listener())
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const says = (expected: string) =>
    new Promise<void>((resolve) => {
      const look = () => text.includes(expected) && resolve()
      listeners.add(look)
      look()
    })
  return { child, exited, says, output: () => text }
}

/** Hops in the order in which they must be told. */
const HOPS = [
  'callFunction preEntrustSign',
  'signed POST /v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program: 200',
  'contract REQUESTED -> PRESIGNED',
  'signs contract',
  'contract PRESIGNED -> SIGNED',
  'notification SANDBOX_PASSWORD_EXEMPT.SIGN, attempt 1: 204',
  'callFunction queryContract',
  'queryContract answers signed',
  'callFunction terminateContract',
  'contract SIGNED -> TERMINATED',
  'terminateContract answers terminated',
  'Done: signed, confirmed, closed.',
]

describe('npm start', () => {
  it('-- --once shows every hop with its time, and leaves with 0', async () => {
    const { exited, output } = start('--once')
    expect(await exited).toBe(0)
    const places = HOPS.map((hop) => output().indexOf(hop))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(output().match(/^ +\d+ ms {2}\S/gm)?.length).toBeGreaterThanOrEqual(HOPS.length)
    expect(output()).not.toContain('\u001b[')
  })

  it('-- --once --no-event-map is signed by the query, which the notification made due', async () => {
    const { exited, output } = start('--once', '--no-event-map')
    expect(await exited).toBe(0)
    const hops = ['attempt 1: 204', 'callFunction queryContract', 'contract PRESIGNED -> SIGNED', HOPS.at(-1) ?? '']
    const places = hops.map((hop) => output().indexOf(hop))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('-- --once --store postgres runs where no PostgreSQL is installed', async () => {
    const { exited, output } = startWith({ [POSTGRES_VARIABLE]: '/nowhere' }, '--once', '--store', 'postgres')
    expect(await exited).toBe(0)
    expect(output()).toContain('PGlite, since no PostgreSQL was found')
    // Records are watched there too; they are told a moment later.
    for (const change of ['(none) -> REQUESTED', 'PRESIGNED -> SIGNED']) expect(output()).toContain(change)
    expect(output()).toContain(HOPS.at(-1))
  })

  it('-- --once leaves with 1 and names the failing hop', async () => {
    const { exited, output } = start('--once', '--fault', 'wrongSignature')
    expect(await exited).toBe(1)
    expect(output()).toContain('Failed at: preEntrustSign opens a session')
    expect(output()).toContain('WECHATPAY_UNTRUSTED')
  })

  it('stays up with its addresses printed, answers there, and ends with Ctrl-C', async () => {
    const { child, exited, says, output } = start()
    await says('Ctrl-C ends it.')
    const control = /http:\/\/127\.0\.0\.1:\d+\/_control\//.exec(output())?.[0] ?? ''
    const help = (await (await fetch(control)).json()) as { commands: object }
    expect(Object.keys(help.commands)).toEqual(expect.arrayContaining(['sign', 'refuse', 'lapse', 'armFault']))
    const file = join(ROOT, LOCAL_FILE)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(output()).toContain(readLocalFile(ROOT)?.frontUrl)
    expect(output()).not.toContain(readLocalFile(ROOT)?.adminKey)
    child.kill('SIGINT')
    expect(await exited).toBe(0)
    expect(existsSync(file)).toBe(false)
  })

  it('ends with Ctrl-C on the way, and neither blames a hop nor says that it stays up', async () => {
    const { child, exited, says, output } = start()
    await says('callFunction preEntrustSign')
    child.kill('SIGINT')
    expect(await exited).toBe(1)
    expect(output()).not.toContain('Failed at')
    expect(output()).not.toContain('It stays up')
  })

  it.each([
    [['--famly', 'x'], '--famly'],
    [['--family', 'x'], '--family: expected password-exempt or combine-papay'],
    [['--family', 'combine-papay', '--mode', 'normal'], '--mode: combine-papay has no mode normal, only ecommerce'],
  ])('%j is refused by name, with the way to help', async (args, message) => {
    const { exited, output } = start(...args)
    expect(await exited).toBe(2)
    expect(output()).toContain(message)
    expect(output()).toContain('--help')
  })

  it('-- --help tells what it takes', async () => {
    const { exited, output } = start('--help')
    expect(await exited).toBe(0)
    expect(output()).toContain('--once')
  })
})
