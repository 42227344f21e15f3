// `npm run setup` as a merchant meets it: in a terminal, in a pipe, and stopped in the middle.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { createProject, ROOT, type Project, TSX } from '../../support/project'
import { makeMerchantKeys, MCHID, REST, setArguments, type MerchantKeys } from '../../support/setupFolder'
import { Terminal } from '../../support/terminal'

let keys: MerchantKeys
let project: Project
let terminal: Terminal | undefined
beforeAll(async () => (keys = await makeMerchantKeys()))
beforeEach(() => {
  project = createProject()
  for (const part of ['scripts', 'cloudfunctions', 'miniprogram/entrust', 'typings', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(project.root, part), { recursive: true })
  project.write({
    'keys/apiclient_cert.pem': keys.certificate.pem,
    'keys/apiclient_key.pem': keys.keyPem,
    'keys/pub_key.pem': keys.publicKeyPem,
  })
})
afterEach(() => {
  terminal?.kill()
  project.remove()
})

const COMMAND = [process.execPath, ...TSX, 'scripts/setup.ts']
const setup = (...args: string[]) => {
  const [node = '', ...rest] = [...COMMAND, '--lang', 'en', ...args]
  return spawnSync(node, rest, { cwd: project.root, encoding: 'utf8' })
}
const secretsOf = () => [keys.keyPem.split('\n')[3] ?? '?', REST.WXPAY_API_V3_KEY]
const leftovers = () => readdirSync(project.root).filter((name) => name.startsWith('.env'))

it('without a terminal nobody is asked: 2 with what is missing, 0 once it is given, 3 where it is wrong', () => {
  const incomplete = setup('--from', 'keys')
  expect(incomplete).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('WXPAY_APPID: appid of the mini-program') as string,
  })
  const complete = setup('--json', ...setArguments())
  expect(complete.status).toBe(0)
  expect(JSON.parse(complete.stdout)).toMatchObject({ ok: true, missing: [], wrong: [], isWritten: true })
  const wrong = setup('--set', 'WXPAY_API_V3_KEY=tooshortasecret')
  expect(wrong).toMatchObject({ status: 3, stdout: expect.stringContaining('exactly 32 ASCII') as string })
  expect(setup('--check')).toMatchObject({ status: 0, stdout: expect.stringContaining('.env is complete') as string })
  expect(setup('--set', 'WXPAY_MHCID=1')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('--set WXPAY_MHCID: is no setting') as string,
  })
  const said = [incomplete, complete, wrong].map(({ stdout, stderr }) => stdout + stderr).join()
  for (const secret of [...secretsOf(), 'tooshortasecret']) expect(said).not.toContain(secret)
})

it('in a terminal it asks for what is missing, shows no secret, and writes .env', async () => {
  terminal = new Terminal([...COMMAND, '--lang', 'zh'], project.root)
  await terminal.answer('清算机构（从业机构）', '\r')
  await terminal.answer('小写字母、数字与', `${REST.ENV_ID}\r`)
  await terminal.answer('wx 加字母或数字', `${REST.WXPAY_APPID}\r`)
  await terminal.answer('正整数', `${REST.WXPAY_TEMPLATE_ID}\r`)
  await terminal.answer('PUB_KEY_ID_ 加数字', `${REST.WXPAY_PUBLIC_KEY_ID}\r`)
  await terminal.answer('32 个 ASCII 字符', 'short\r')
  await terminal.answer('现为 5 字节', `${'\x7f'.repeat(5)}${REST.WXPAY_API_V3_KEY}\r`)
  await terminal.answer('https 公网地址', 'pay.example.com\r')
  expect(await terminal.ended).toBe(0)
  expect(parse(readFileSync(join(project.root, '.env'), 'utf8'))).toMatchObject({ ...REST, WXPAY_MCHID: MCHID })
  expect(terminal.printed).toContain('下一步')
  for (const secret of secretsOf()) expect(terminal.printed).not.toContain(secret)
})

it('Ctrl-C in the middle leaves everything as it was', async () => {
  terminal = new Terminal([...COMMAND, '--lang', 'en'], project.root)
  await terminal.answer('institution', '\r')
  await terminal.answer('lower-case letters', 'cloud1-8gabc\r')
  await terminal.answer('letters or digits', '\x03')
  expect(await terminal.ended).toBe(130)
  expect(terminal.printed).toMatch(/Stopped; nothing was written\. Run npm run setup again/)
  expect(leftovers()).toEqual([])
  expect(existsSync(join(project.root, '.env'))).toBe(false)
})
