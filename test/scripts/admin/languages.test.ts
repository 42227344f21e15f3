// What `npm run admin` says, in both languages. What it does is in test/flow/admin.test.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADMIN_ACTIONS } from '../../../cloudfunctions/_shared/admin/actions'
import { readData } from '../../../cloudfunctions/_shared/platform/doors/readEvent'
import { AdminError } from '../../../scripts/admin/adminError'
import { readArguments } from '../../../scripts/admin/arguments'
import { adminHelp } from '../../../scripts/admin/help'
import { inputWords } from '../../../scripts/admin/inputWords'
import { exportTo, importFrom } from '../../../scripts/admin/moveFile'
import { readDeployment, readLocal } from '../../../scripts/admin/places'
import { printed } from '../../../scripts/admin/printed'
import { invokeByTcb, invokeLocally } from '../../../scripts/admin/send'
import { tellCommandError } from '../../../scripts/commandErrors'

const folder = mkdtempSync(join(tmpdir(), 'entrust-kit-admin-'))
afterAll(() => rmSync(folder, { recursive: true }))
const inFolder = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const errorOf = async (act: () => unknown): Promise<unknown> => {
  try {
    await act()
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
/** As the command tells it. */
const toldOf = (error: unknown) =>
  error instanceof AdminError
    ? error.words
    : { en: tellCommandError(error, 'x', 'en'), zh: tellCommandError(error, 'x', 'zh') }

/** Names, options, commands, and what others said. */
const NAMES = /npm (run |install -g )?\S+|--\w+( FILE| <id>)?|tcb login|\S*\/\S*|spawn \S+ ENOENT/g

function isInBoth({ en, zh }: { en: string; zh: string }, expected: RegExp): void {
  expect(en).toMatch(expected)
  expect(en.replace(/客服编号/, '')).not.toMatch(/\p{Script=Han}/u)
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(zh.replace(NAMES, '')).not.toMatch(/[a-z]{2,} [a-z]{2,} [a-z]{2,}/)
}

it.each<[args: string[], en: RegExp]>([
  [[], /which action\? expected show or/],
  [['balance'], /balance: is no action/],
  // Words every object of JavaScript knows.
  [['constructor'], /constructor: is no action/],
  [['__proto__'], /__proto__: is no action/],
  [['exportAll', '--to', ''], /--to: is empty/],
  [['list', 'openid=o', '--env', ''], /--env: is empty/],
  [['reread', 'id=a', 'after=1:b'], /reread: expected after with all only/],
  [['exportAll'], /exportAll: expected --to FILE/],
  [['exportAll', '--from', 'f'], /--from: is of no use to exportAll/],
  [['import', '--from', 'f', 'collection=contracts'], /import: expected --from FILE and nothing else/],
  [['import', '--from', 'f', '--print'], /--print: import is many calls/],
  [['show', 'out_contract_code'], /out_contract_code: expected name=value/],
  [['show', 'out_trade_no=ORDER-1', 'out_trade_no=ORDER-2'], /out_trade_no: is there twice/],
  [['show', 'out_trade_no=ORDER-1', '--local', '--env', 'a'], /--local and --env/],
  [['show', '--lcoal'], /Unknown option '--lcoal'/],
  [['show', '--lang', 'fr'], /--lang: expected zh or en/],
])('%j is refused in both languages', async (args, en) => {
  const error = await errorOf(() => readArguments(args, {}))
  expect(error).toMatchObject({ exitCode: 2 })
  isInBoth(toldOf(error), en)
})

it('whatever is wrong with the input of an action has its Chinese', () => {
  const names = ['out_contract_code', 'out_trade_no', 'combine_out_trade_no', 'out_refund_no', 'openid', 'userId']
  const all = [...names, 'id', 'all', 'after', 'close', 'date', 'echo', 'nonsense']
  const values = [1, '', '__proto__', 'a b', ' ', 'x'.repeat(300), '2026-02-30', 'ORDER-1', 'a:B', 'true']
  const inputs = [
    {},
    { out_contract_code: 'a', out_trade_no: 'ORDER-1' },
    { openid: 'a', userId: 'b' },
    { out_contract_code: 'a', openid: '' },
    { id: 'a', all: 'true' },
    { id: 'a', after: '1:a' },
    ...all.flatMap((name) => values.flatMap((value) => [{ [name]: value }, { openid: 'o', [name]: value }])),
    { openid: 'o', close: 'x' },
    { all: 'true', after: '' },
  ]
  const messages = new Set<string>()
  for (const [action, { input }] of Object.entries(ADMIN_ACTIONS)) {
    // Their input is a file.
    if (action === 'exportAll' || action === 'import') continue
    for (const given of inputs) {
      try {
        readData(input as never, given, action)
      } catch (error) {
        messages.add((error as Error).message)
      }
    }
  }
  expect(messages.size).toBeGreaterThan(40)
  for (const message of messages) isInBoth(inputWords(message), /^\w+: /)
})

it('a name that every object of JavaScript knows is told as it is', () => {
  expect(inputWords('toString: is not known to this function; remove it').zh).toBe('toString：没有这个参数，请删除')
})

it.each<[what: string, act: () => unknown, en: RegExp]>([
  ['no local WeChat', () => readLocal(folder), /run npm start in another terminal/],
  ['no .env', () => readDeployment(folder, { envId: undefined, isPrint: false }), /there is no \.env/],
  [
    'no key',
    () => {
      inFolder('.env', 'ENV_ID=a')
      return readDeployment(folder, { envId: undefined, isPrint: false })
    },
    /WXPAY_ADMIN_KEY is missing in \.env/,
  ],
  [
    'a wrong key',
    () => {
      inFolder('.env', 'WXPAY_ADMIN_KEY=x')
      return readDeployment(folder, { envId: undefined, isPrint: false })
    },
    /WXPAY_ADMIN_KEY in \.env: expected 32 bytes/,
  ],
  [
    'no environment',
    () => {
      inFolder('.env', `WXPAY_ADMIN_KEY=${'ab'.repeat(32)}`)
      return readDeployment(folder, { envId: undefined, isPrint: false })
    },
    /ENV_ID is missing in \.env/,
  ],
  ['nobody there', () => invokeLocally('http://127.0.0.1:9', 'contractAdmin', {}), /run npm start anew/],
  ['no tool', () => invokeByTcb(join(folder, 'nowhere'), 'a', 'contractAdmin', {}), /npm install -g @cloudbase\/cli/],
  [
    'a tool without an answer',
    () => invokeByTcb(inFolder('tcb.js', ''), 'a', 'contractAdmin', {}),
    /gave no answer of contractAdmin\. It printed:\n\n\(nothing\)/,
  ],
  ['a file that is there', () => exportTo(inFolder('there', ''), jest.fn()), /is there already; name another/],
  ['a folder that is not', () => exportTo(join(folder, 'no/where'), jest.fn()), /^--to .*\/no\/where: .*\(ENOENT\)/],
  ['a file that is not there', () => importFrom(join(folder, 'gone'), jest.fn()), /^--from .*\/gone: .*\(ENOENT\)/],
  ['a folder for a file', () => importFrom(folder, jest.fn()), /^--from .*: is a folder, .*\(EISDIR\)/],
  ['a file of another kind', () => importFrom(inFolder('a', '[]'), jest.fn()), /line 1 is none that exportAll writes/],
  ['a file cut off', () => importFrom(inFolder('b', ''), jest.fn()), /is cut off: .*; export it anew/],
  [
    'a file with a line missing',
    () =>
      importFrom(
        inFolder('c', '{"format":"wechatpay-entrust-kit documents, 1"}\n{"counts":{"contracts":1}}'),
        jest.fn(),
      ),
    /has 0 contracts, and says 1; export it anew/,
  ],
  [
    'a call that failed',
    () =>
      exportTo(join(folder, 'new'), () =>
        Promise.resolve({ ok: false, error: { code: 'STORE_FAILED', message: 'busy' } }),
      ),
    /^STORE_FAILED: busy; run it again/,
  ],
])('%s is told in both languages', async (_, act, en) => {
  isInBoth(toldOf(await errorOf(act)), en)
})

it('help tells every action and every option in both', () => {
  const [en, zh] = [adminHelp('en'), adminHelp('zh')]
  const named = (text: string) => [...text.matchAll(/^ {2}(--[\w-]+|\w+) /gm)].map(([, name]) => name)
  expect(named(zh)).toEqual(named(en))
  expect(named(en)).toEqual(expect.arrayContaining([...Object.keys(ADMIN_ACTIONS), '--lang', '--print']))
  isInBoth({ en, zh }, /show +what is on record/)
})

it('an answer is printed with its own names, and with words around them in both', () => {
  const answer = { ok: true, state: 'SIGNED', voidAtMs: 9e15, outbox: [] }
  expect(printed(answer, 'en')).toBe('state     SIGNED\nvoidAtMs  never\n\noutbox\n(none)')
  expect(printed(answer, 'zh')).toBe('state     SIGNED\nvoidAtMs  永不\n\noutbox\n（无）')
  expect([printed({ ok: true }, 'en'), printed({ ok: true }, 'zh')]).toEqual(['Done.', '已完成。'])
})

it('what was moved is counted in both', async () => {
  const { table } = await exportTo(join(folder, 'all'), () => Promise.resolve({ ok: true, documents: [] }))
  expect(table('en')).toMatch(/^collection +documents\ncontracts +0$/m)
  expect(table('zh')).toMatch(/^集合 +文档数\ncontracts +0$/m)
  const imported = await importFrom(join(folder, 'all'), jest.fn())
  expect(imported.table('zh')).toMatch(/^集合 +文件中 +新增（added） +相同（same） +搬过去（replaced） +保留（kept）$/m)
})
