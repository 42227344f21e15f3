// `npm start` as a newcomer meets it: in a process of its own.
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { POSTGRES_VARIABLE } from '../../sandbox/cloud/postgres/findPostgres'
import { portIfFree } from '../../sandbox/ports'
import { STAMP_FILE } from '../../scripts/build/sourcesStamp'
import { LOCAL_FILE, readLocalFile } from '../../scripts/start/localFile'
import { ROOT, TSX } from '../support/project'

const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

const start = (...args: string[]) => startWith({}, ...args)

/** With five behind it that are free as well. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    const behind = await Promise.all([1, 2, 3, 4, 5].map((offset) => portIfFree(port + offset)))
    if (behind.every((free) => free !== 0)) return port
  }
}

function startWith(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, [...TSX, 'scripts/start.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, LC_ALL: 'en_US.UTF-8', ...variables },
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

/** The merchant's server is told by whoever comes to it first: the call after the change, or the timer. */
const TOLD = [
  ['contract PRESIGNED -> SIGNED', 'is told SIGNED: 204', 'is told TERMINATED: 204'],
  ['contract SIGNED -> TERMINATED', 'is told TERMINATED: 204', 'Done: signed, confirmed, closed.'],
]

function expectInOrder(text: string, hops: readonly string[]): void {
  const places = hops.map((hop) => text.indexOf(hop))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
}

describe('npm start', () => {
  it('-- --once shows every hop with its time, and leaves with 0; what is built already is not built again', async () => {
    const { exited, output } = start('--once')
    expect(await exited).toBe(0)
    expect(output()).not.toContain('Building')
    for (const hops of [HOPS, ...TOLD]) expectInOrder(output(), hops)
    // By the clock of the phone's page, to the millisecond.
    expect(output().match(/^\d\d:\d\d:\d\d\.\d{3} {2}\S/gm)?.length).toBeGreaterThanOrEqual(HOPS.length)
    expect(output()).not.toContain('\u001b[')
  })

  it('-- --once --no-event-map is signed by the query, which the notification made due', async () => {
    const { exited, output } = start('--once', '--no-event-map')
    expect(await exited).toBe(0)
    const signing = ['attempt 1: 204', 'callFunction queryContract', 'contract PRESIGNED -> SIGNED']
    expectInOrder(output(), [...signing, HOPS.at(-1) ?? ''])
  })

  it.each([
    ['--mode', 'service-provider'],
    ['--family', 'combine-papay'],
  ])('-- --once %s %s goes through the journey of that merchant', async (...choice) => {
    const { exited, output } = start('--once', ...choice)
    expect({ code: await exited, output: output() }).toMatchObject({ code: 0 })
    expect(output()).toContain('Done: signed, confirmed, closed.')
  })

  it('-- --once --store postgres runs where no PostgreSQL is installed', async () => {
    const { exited, output } = startWith({ [POSTGRES_VARIABLE]: '/nowhere' }, '--once', '--store', 'postgres')
    expect(await exited).toBe(0)
    expect(output()).toContain('PGlite, since no PostgreSQL was found')
    // Records are watched there too; they are told a moment later.
    for (const change of ['(none) -> REQUESTED', 'PRESIGNED -> SIGNED']) expect(output()).toContain(change)
    expect(output()).toContain(HOPS.at(-1))
  })

  it.each([
    ['wrongSignature', 'the forged answer was refused (WECHATPAY_UNTRUSTED)'],
    ['reset', 'the outcome stays open (WECHATPAY_UNREACHABLE)'],
  ])('-- --once --fault %s ends as it has to, says so, and leaves with 0', async (fault, end) => {
    const { exited, output } = start('--once', '--fault', fault)
    expect(await exited).toBe(0)
    expect(output()).toContain('As it should:')
    expect(output()).toContain(end)
    expect(output()).not.toContain('Failed at')
  })

  it('-- --once --lang zh tells it all in Chinese', async () => {
    rmSync(join(ROOT, 'dist', STAMP_FILE))
    const { exited, output } = start('--once', '--lang', 'zh', '--fault', 'wrongSignature', '--store', 'postgres')
    expect(await exited).toBe(0)
    expectInOrder(output(), [
      '正在构建云函数',
      '本地微信已启动',
      '数据库       PostgreSQL，只为这次运行',
      '一位用户',
      '手机      调用 callFunction preEntrustSign',
      '云函数    已签名 POST',
      '如预期：伪造的应答被拒绝（WECHATPAY_UNTRUSTED）',
    ])
  })

  it('stays where it was from one start to the next, and says so of a port that is taken', async () => {
    const port = await freePort()
    const first = start('--port', String(port))
    await first.says('Ctrl-C ends it.')
    const addresses = first.output().match(/http:\/\/127\.0\.0\.1:\d+/g)
    expect(addresses).toContain(`http://127.0.0.1:${port}`)
    const refused = start('--port', String(port))
    expect(await refused.exited).toBe(1)
    expect(refused.output()).toContain(`--port ${port}: another program has it`)
    first.child.kill('SIGINT')
    await first.exited
    const second = start('--port', String(port))
    await second.says('Ctrl-C ends it.')
    expect(second.output().match(/http:\/\/127\.0\.0\.1:\d+/g)).toEqual(addresses)
    // The terminal is closed.
    second.child.kill('SIGHUP')
    expect(await second.exited).toBe(0)
    expect(existsSync(join(ROOT, LOCAL_FILE))).toBe(false)
  })

  it('stays up with its addresses printed, answers there, and ends with Ctrl-C', async () => {
    // As `npm run dev` does: it tells of functions-built/ as well, what there is of it.
    const { child, exited, says, output } = start('--keep-built')
    await says('Ctrl-C ends it.')
    expect(output()).toMatch(/functions-built\/ is (current|empty)/)
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
    [['--lang', 'fr'], '--lang: expected zh or en, got "fr"'],
    [['--port', '0'], '--port: expected a number from 1 to 65535, got "0"'],
    [['--port', 'x'], '--port: expected a number from 1 to 65535'],
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
    const chinese = start('--help', '--lang', 'zh')
    expect([await exited, await chinese.exited]).toEqual([0, 0])
    expect(output()).toContain('--once')
    expect(chinese.output()).toContain('走完就退出')
  })
})
