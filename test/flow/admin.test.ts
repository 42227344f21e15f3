// Server-only functions: who gets in, from where; and `npm run admin` as a person runs it, in a process of its own.
import { spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { signCall, type SignedCall } from '../../scripts/callKit/signCall'
import { LOCAL_FILE, removeLocalFile, writeLocalFile } from '../../scripts/start/localFile'
import { aSignedCall } from '../support/buildersCalls'
import { functionsFolder } from '../support/cloudFunctions'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { Flow } from '../support/flowWechat'
import type { Answer, FlowUser } from '../support/flowUser'
import { FUNCTIONS_ROOT } from '../support/functionsRoot'
import { ROOT, TSX } from '../support/project'

/** A merchant's own function, which users call, and which calls on with whatever it is given. */
const folder = functionsFolder({
  merchantServer: {
    code: `
      const cloud = require('wx-server-sdk')
      exports.main = async ({ userInfo, ...data }) => {
        cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
        return (await cloud.callFunction({ name: 'contractAdmin', data })).result
      }`,
    isBundled: true,
  },
})
/** Where `npm run admin` is run. */
const place = mkdtempSync(join(tmpdir(), 'entrust-kit-admin-'))

let flow: Flow
let user: FlowUser
const made: SignedCall[] = []
beforeAll(async () => {
  cpSync(FUNCTIONS_ROOT, folder.root, { recursive: true })
  flow = await Flow.start({ functionsRoot: folder.root })
  user = await flow.newUser().signed()
  await flow.control.settled()
})
afterAll(async () => {
  await flow.close()
  folder.remove()
  rmSync(place, { recursive: true })
})

const callKey = () => flow.local.settings['WXPAY_ADMIN_KEY'] ?? ''
function sign(input: object = { out_contract_code: user.code }): SignedCall {
  const call = signCall({ key: callKey(), functionName: 'contractAdmin', action: 'show', input })
  made.push(call)
  return call
}
async function invoke(data: object): Promise<Answer> {
  const answer = (await flow.local.cloud.invoke('contractAdmin', data)).result as Answer
  if (!answer.ok) flow.refusals.push(answer)
  return answer
}
const refusedBecause = (message: RegExp) => ({
  ok: false,
  error: { code: 'UNAUTHENTICATED', message: expect.stringMatching(message) as string },
})
/** All but that a call was made. */
const onRecord = () => flow.everything()

describe('contractAdmin', () => {
  it('shows what is on record to whoever has the key, and no user in it', async () => {
    const before = onRecord()
    const answer = await invoke(sign())
    expect(answer).toMatchObject({
      ok: true,
      contract: { out_contract_code: user.code, state: 'SIGNED', session: { isOpen: false } },
      slot: { currentCode: user.code },
      outbox: [{ state: 'SIGNED' }],
    })
    for (const secret of [user.openid, user.session, 'PwdExemptContract', 'pre_entrustweb_id'])
      expect(JSON.stringify(answer)).not.toContain(secret)
    expect(onRecord()).toEqual(before)
  })

  it('serves a function of the merchant’s that serves a user, and whose user does not matter', async () => {
    const stranger = flow.newUser()
    const answer = await stranger.call<Answer & { contract?: object }>('merchantServer', sign())
    expect(answer).toMatchObject({ ok: true, contract: { out_contract_code: user.code } })
  })

  it('takes a call once, wherever the second one comes from', async () => {
    const call = sign()
    expect(await invoke(call)).toMatchObject({ ok: true })
    expect(await invoke(call)).toMatchObject(refusedBecause(/^nonce: used already/))
    expect(await user.call('merchantServer', call)).toMatchObject(refusedBecause(/^nonce: used already/))
    await flow.local.cloud.killInstances('contractAdmin')
    expect(await invoke(call)).toMatchObject(refusedBecause(/^nonce: used already/))
  })

  it.each<[what: string, make: () => object, message: RegExp]>([
    ['another key', () => aSignedCall({ input: { out_contract_code: user.code } }), /^mac: /],
    ['a call of another function', () => ({ ...sign(), mac: aSignedCall({}, 'upkeep', callKey()).mac }), /^mac: /],
    [
      'an old call',
      () => aSignedCall({ at: Date.now() - 301_000 }, 'contractAdmin', callKey()),
      /^at: signed 30\d s ago/,
    ],
  ])('refuses %s', async (_, make, message) => {
    expect(await invoke(make())).toMatchObject(refusedBecause(message))
  })

  it('is closed to pages, whatever they send', async () => {
    await expect(user.call('contractAdmin', sign())).rejects.toThrow('denied')
  })

  it('has no setting but its key, which nobody else has', async () => {
    await flow.newUser().query()
    expect(flow.told('settings of no use here')).toEqual([])
  })

  it('does nothing where the database fails', async () => {
    flow.db.fault({ kind: 'error' }, { collection: 'call_nonces' }, Infinity)
    expect(await invoke(sign())).toMatchObject({ ok: false, error: { code: 'STORE_FAILED' } })
    flow.db.clearFaults()
  })

  it('is not ready without its key, and says so by name', async () => {
    const call = sign()
    await flow.redeploy({ WXPAY_ADMIN_KEY: undefined })
    expect(await invoke(call)).toMatchObject({ ok: false, error: { code: 'NOT_CONFIGURED' } })
    expect(flow.told('settings need attention').at(-1)?.['problems']).toEqual([
      { name: 'WXPAY_ADMIN_KEY', problem: expect.stringMatching(/^is missing: /) as string },
    ])
    await flow.redeploy()
    expect(await invoke(call)).toMatchObject({ ok: true })
  })
})

const inOrder = (where: Flow) =>
  Object.values(where.everything()).map((documents: { _id: string }[]) =>
    documents.sort((one, other) => (one._id < other._id ? -1 : 1)),
  )

interface Ran {
  code: number | null
  stdout: string
  stderr: string
}
/** As package.json has it. */
const AS_TYPED = [...TSX, join(ROOT, 'scripts/admin.ts')]
/** The same in one file: it is up in a third of the time. */
const BUNDLED = join(place, 'admin.cjs')
buildSync({ entryPoints: [join(ROOT, 'scripts/admin.ts')], bundle: true, platform: 'node', outfile: BUNDLED })

const admin = async (...args: string[]): Promise<Ran> => run([BUNDLED], args)
async function run(command: readonly string[], args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: place,
    env: { ...process.env, LC_ALL: 'en_US.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ran: Ran = { code: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (ran.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (ran.stderr += text))
  ran.code = await new Promise((resolve) => child.once('close', resolve))
  for (const said of [ran.stdout, ran.stderr]) expect(said).not.toContain(callKey())
  return ran
}
const show = () => [`show`, `out_contract_code=${user.code}`]

/** A tool that writes down what it was called with, and prints as the real one does. */
function tool(prints: string): string {
  const path = join(place, 'tcb.js')
  const text = `#!/usr/bin/env node
    require('fs').writeFileSync(${JSON.stringify(join(place, 'args.json'))}, JSON.stringify(process.argv.slice(2)))
    console.log(${JSON.stringify(prints)})`
  writeFileSync(path, text)
  writeFileSync(join(place, 'tool'), text)
  chmodSync(join(place, 'tool'), 0o755)
  return path
}
const toolWasCalledWith = () => JSON.parse(readFileSync(join(place, 'args.json'), 'utf8')) as string[]

describe('npm run admin', () => {
  beforeEach(() => {
    writeFileSync(join(place, '.env'), `ENV_ID=cb-mine\nWXPAY_ADMIN_KEY=${callKey()}\n`)
    removeLocalFile(place)
  })

  it('-- --help tells actions and options', async () => {
    const { code, stdout } = await run(AS_TYPED, ['--help'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}show +what is on record[^]*--print/m)])
  })

  it('speaks Chinese too', async () => {
    expect((await admin('--help', '--lang', 'zh')).stdout).toMatch(/^ {2}show +查看记录[^]*--print/m)
    const { code, stderr } = await admin('erase', '--lang', 'zh')
    expect([code, stderr]).toEqual([2, 'erase：应给出其中一项：openid、userId\n用法：npm run admin -- --help\n'])
  })

  it('--print prints an event that is good in the console, and how long', async () => {
    const { code, stdout, stderr } = await admin(...show(), '--print')
    expect([code, stderr]).toEqual([0, expect.stringContaining('good for 5 minutes, once')])
    expect(await invoke(JSON.parse(stdout) as object)).toMatchObject({ ok: true, contract: { state: 'SIGNED' } })
  })

  it('--local asks the local WeChat that is up, and prints its answer', async () => {
    writeLocalFile(place, flow.local)
    expect(statSync(join(place, LOCAL_FILE)).mode & 0o777).toBe(0o600)
    const { code, stdout } = await run(AS_TYPED, [...show(), '--local', '--json'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\{\n {2}"ok": true,\n {2}"contract": \{/)
    expect(stdout).not.toContain('\u001b[')
  })

  it('--local leaves with 1 where it is refused', async () => {
    writeLocalFile(place, flow.local)
    const { code, stdout } = await admin('show', 'out_contract_code=nobody', '--local', '--json')
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { ok: false, error: { code: 'NOT_FOUND' } }])
  })

  it('prints tables for people, with times as times, and says no to them in words', async () => {
    writeLocalFile(place, flow.local)
    const { code, stdout } = await admin(...show(), '--local')
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^contract\\nout_contract_code +${user.code}\\nstate +SIGNED$`, 'm'))
    expect(stdout).toMatch(/^signedAtMs +20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/m)
    expect(stdout).toMatch(/^outbox\nstate +createdAtMs +tries/m)
    expect(stdout).not.toMatch(/[{}]/)
    const refused = await admin('show', 'out_contract_code=nobody', '--local')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^NOT_FOUND: out_contract_code: no contract has it\nIn the log: requestId \S+/)
    const inChinese = await admin('show', 'out_contract_code=nobody', '--local', '--lang', 'zh')
    expect(inChinese.stderr).toMatch(/^NOT_FOUND: out_contract_code: no contract has it\n日志中：requestId \S+/)
  })

  it('finds what a user reads out', async () => {
    writeLocalFile(place, flow.local)
    expect((await admin('find', `id=${user.code}`, '--local')).stdout).toMatch(/^state +SIGNED$/m)
    const { error } = await flow.newUser().call<Answer & { error?: { requestId: string } }>('terminateContract', {
      out_contract_code: 'Nobody0000000000000000000001',
    })
    const { stdout } = await admin('find', `id=${error?.requestId.slice(-6) ?? ''}`, '--local')
    const [, supportId = ''] = /search +"(\w+)"/.exec(stdout) ?? []
    expect(flow.lines.map(({ line }) => JSON.parse(line) as Record<string, unknown>)).toContainEqual(
      expect.objectContaining({ event: 'refused', requestId: error?.requestId, supportId }),
    )
  })

  it('hands out one user, closes and erases them, and says so when it is done already', async () => {
    writeLocalFile(place, flow.local)
    const leaver = await flow.newUser().signed()
    await flow.control.settled()
    const who = `openid=${leaver.openid}`
    const { stdout } = await admin('export', who, '--local', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ contracts: [{ _id: leaver.code, openid: leaver.openid }] })
    for (const other of [user.openid, user.code]) expect(stdout).not.toContain(other)
    expect(await admin('erase', who, '--local')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('IN_FORCE') as string,
    })
    expect(leaver.contract).toMatchObject({ state: 'SIGNED', openid: leaver.openid })
    const done = await admin('erase', who, 'close=true', '--local')
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^contracts +1$/m) as string })
    await flow.control.settled()
    await flow.local.cloud.fireTimer('upkeep')
    expect(JSON.stringify(flow.everything())).not.toContain(leaver.openid)
    expect(flow.all('contracts', { _id: leaver.code })).toMatchObject([{ state: 'TERMINATED' }])
    expect(await admin('erase', who, '--local')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^wasErased +true$/m) as string,
    })
    expect(await admin('erase', 'openid=oNobody', '--local')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^NOT_FOUND: /) as string,
    })
    const before = flow.all('contract_outbox', { code: leaver.code })
    await leaver.preSigned()
    expect(leaver.contract).toMatchObject({ attemptNo: 2, state: 'PRESIGNED', openid: leaver.openid })
    expect(flow.all('contract_outbox', { code: before[0]?.code ?? '' })).toEqual(before)
  })

  it('moves all documents into a file and from there into an empty store, once and again', async () => {
    writeLocalFile(place, flow.local)
    const file = join(place, 'store.jsonl')
    const { code, stdout } = await admin('exportAll', '--to', file, '--local')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^collection +documents\ncontracts +[1-9]/)])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await admin('exportAll', '--to', file, '--local')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is there already') as string,
    })
    const before = inOrder(flow)
    const other = await Flow.start({ settings: { WXPAY_ADMIN_KEY: callKey() } })
    try {
      writeLocalFile(place, other.local)
      const first = await admin('import', '--from', file, '--local')
      expect(first).toMatchObject({ code: 0, stderr: '' })
      expect(inOrder(other)).toEqual(before)
      const { stdout: again } = await admin('import', '--from', file, '--local', '--json')
      const contracts = before[0]?.length
      expect(JSON.parse(again)).toMatchObject({
        ok: true,
        contracts: { added: 0, same: contracts, replaced: 0, kept: 0 },
      })
      expect(inOrder(other)).toEqual(before)
    } finally {
      await other.close()
    }
  })

  it.each<[what: string, spoil: (lines: string[]) => string[], message: RegExp]>([
    ['cut off', (lines) => lines.slice(0, -1), /is cut off/],
    ['with a line missing', (lines) => lines.filter((_, index) => index !== 1), /has \d+ contracts, and says \d+/],
    ['with a line that is none', (lines) => [...lines.slice(0, 2), '{}', ...lines.slice(2)], /line 3 is none/],
    ['of another kind', () => ['[]'], /line 1 is none/],
    ['that is empty', () => [], /is cut off/],
  ])('sends nothing of a file %s', async (_, spoil, message) => {
    writeLocalFile(place, flow.local)
    const bad = join(place, 'bad.jsonl')
    writeFileSync(bad, spoil(readFileSync(join(place, 'store.jsonl'), 'utf8').trim().split('\n')).join('\n'))
    const before = flow.everything()
    expect(await admin('import', '--from', bad, '--local')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(message) as string,
    })
    expect(flow.everything()).toEqual(before)
  })

  it('says that a file is not there', async () => {
    writeLocalFile(place, flow.local)
    expect(await admin('import', '--from', join(place, 'nowhere'), '--local')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ENOENT') as string,
    })
  })

  it('leaves a line in the log for each action, with no name in it', async () => {
    writeLocalFile(place, flow.local)
    const lines = flow.lines.length
    await admin('list', `openid=${user.openid}`, '--local')
    const told = flow.lines.slice(lines).map(({ line }) => line)
    expect(told.filter((line) => line.includes('"action":"list"')).length).toBeGreaterThan(0)
    expect(told.join('\n')).not.toContain(user.openid)
  })

  it('--local signs by the clock that was moved there', async () => {
    const other = await Flow.start({ settings: { WXPAY_ADMIN_KEY: callKey() } })
    try {
      writeLocalFile(place, other.local)
      await other.control.advanceClock({ ms: 86_400_000 })
      expect(await admin('reread', 'all=true', '--local')).toMatchObject({ code: 0, stderr: '' })
      const { stdout } = await admin('reread', 'all=true', '--local', '--print')
      const { result } = await other.local.cloud.invoke('contractAdmin', JSON.parse(stdout) as object)
      expect(result).toMatchObject({ ok: true, applied: 0 })
    } finally {
      await other.close()
    }
  })

  it('--local says that none is up, or that it is gone', async () => {
    expect(await admin(...show(), '--local')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm start') as string,
    })
    writeLocalFile(place, { ...flow.local, cloud: { ...flow.local.cloud, frontUrl: 'http://127.0.0.1:9' } })
    const { code, stderr } = await admin(...show(), '--local')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/nobody answers at .* is gone; run npm start anew/)])
  })

  it('by default has it done by the tool of CloudBase, in the environment of .env', async () => {
    tool(
      '\u001b[32m✔\u001b[39m [contractAdmin] 调用成功\n返回结果：{"ok":true,"contract":{"state":"SIGNED"}}\n调用日志：\n{"level":"info"}',
    )
    const { code, stdout } = await admin(...show(), '--json', '--tcb', join(place, 'tool'))
    expect([code, JSON.parse(stdout)]).toEqual([0, { ok: true, contract: { state: 'SIGNED' } }])
    const [fn, verb, name, flag, env, params, json = ''] = toolWasCalledWith()
    expect([fn, verb, name, flag, env, params]).toEqual(['fn', 'invoke', 'contractAdmin', '-e', 'cb-mine', '--params'])
    expect(await invoke(JSON.parse(json) as object)).toMatchObject({ ok: true })
  })

  it('takes a tool that is a script, and another environment', async () => {
    const { code } = await admin(...show(), '--tcb', tool('返回结果：{"ok":true}'), '--env', 'cb-other')
    expect([code, toolWasCalledWith()[4]]).toEqual([0, 'cb-other'])
  })

  it('does not believe a tool that leaves with 0 and has no answer: it says what was printed', async () => {
    const { code, stdout, stderr } = await admin(
      ...show(),
      '--tcb',
      tool('✖ 无有效身份信息，请使用 cloudbase login 登录'),
    )
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/gave no answer of contractAdmin\. It printed:\n\n✖ 无有效身份信息/)
  })

  it('says how to get the tool where there is none', async () => {
    const { code, stderr } = await admin(...show(), '--tcb', join(place, 'nowhere'))
    expect([code, stderr]).toEqual([1, expect.stringMatching(/npm install -g @cloudbase\/cli.*--print/)])
  })

  it.each<[what: string, text: string | undefined, message: RegExp]>([
    ['no .env', undefined, /there is no \.env/],
    ['no key', 'ENV_ID=cb-mine', /WXPAY_ADMIN_KEY is missing in \.env/],
    ['a wrong key', 'ENV_ID=cb-mine\nWXPAY_ADMIN_KEY=x', /WXPAY_ADMIN_KEY in \.env: expected 32 bytes/],
    ['no environment', 'KEY', /ENV_ID is missing in \.env/],
  ])('%s: 1, by name', async (_, text, message) => {
    rmSync(join(place, '.env'))
    if (text !== undefined) writeFileSync(join(place, '.env'), text.replace('KEY', `WXPAY_ADMIN_KEY=${callKey()}`))
    if (text !== undefined && text !== 'KEY') writeFileSync(join(place, '.env'), text)
    expect(await admin(...show())).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) as string })
  })

  it.each<[args: string[], message: RegExp]>([
    [[], /which action\? expected show/],
    [['balance'], /balance: is no action; expected show/],
    [['erase'], /erase: expected one of openid and userId/],
    [['exportAll'], /exportAll: expected --to FILE/],
    [['exportAll', '--from', 'f'], /--from: is of no use to exportAll/],
    [['import', '--from', 'f', 'collection=contracts'], /import: expected --from FILE and nothing else/],
    [['import', '--from', 'f', '--print'], /--print: import is many calls/],
    [[...['show', 'out_trade_no=ORDER-1'], '--to', 'f'], /--to: is of no use to show/],
    [['show'], /show: expected one of out_contract_code, out_trade_no, combine_out_trade_no and out_refund_no/],
    [['show', 'out_contract_code=a', 'out_trade_no=ORDER-1'], /expected one of/],
    [['show', 'openid=oAlice'], /openid: is not known/],
    [['show', 'out_contract_code'], /out_contract_code: expected name=value/],
    [['show', 'out_trade_no=ORDER-1', 'out_trade_no=ORDER-2'], /out_trade_no: is there twice/],
    [['show', 'out_trade_no=ORDER-1', '--local', '--env', 'a'], /--local and --env/],
    [['show', '--lcoal'], /--lcoal/],
  ])('%j: 2, by name, with the way to help', async (args, message) => {
    const { code, stderr } = await admin(...args)
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
    expect(stderr).toContain('--help')
  })

  it('leaves nothing of the local WeChat behind when that ends', () => {
    writeLocalFile(place, flow.local)
    removeLocalFile(place)
    expect(existsSync(join(place, LOCAL_FILE))).toBe(false)
  })
})

itHasToldNoSecret(
  () => flow,
  () => [callKey(), ...made.flatMap(({ mac, nonce }) => [mac, nonce])],
)
