// settings.json beside a function's code: read when it is of this function and this build, and told as such when not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSettings } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { publicKeySha256 } from '../../../../../cloudfunctions/_shared/platform/settings/ownKey'
import {
  buildStamp,
  readSettingsFile,
  type SettingsFile,
} from '../../../../../cloudfunctions/_shared/platform/settings/settingsFile'
import { hiddenByEnvironment, straysIn } from '../../../../../cloudfunctions/_shared/platform/settings/sources'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { API_V3_KEY, rsaPair, spki, validEnv } from '../../../../support/buildersSettings'
import { makeCertificate } from '../../../../support/certificates'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = validEnv(keys)
const { WXPAY_PRIVATE_KEY = '', TCB_ENV = '' } = valid
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(valid).filter(([name]) => ![...names, 'TCB_ENV'].includes(name)))
const open = without('WXPAY_PRIVATE_KEY', 'WXPAY_API_V3_KEY')
const CODE = 'exports.main = 1'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'entrust-kit-function-'))
  put('package.json', { name: 'preEntrustSign' })
  writeFileSync(join(folder, 'index.js'), CODE)
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

const fileWith = (changes: Partial<SettingsFile> = {}): SettingsFile => ({
  function: 'preEntrustSign',
  build: buildStamp(Buffer.from(CODE)),
  ownPublicKeySha256: publicKeySha256(keys.merchant.privateKey),
  settings: open,
  ...changes,
})

function problemsOf(read: () => unknown) {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('settings.json', () => {
  it('is not asked for where there is none', () => {
    expect(readSettingsFile(folder)).toBeUndefined()
  })

  it('is read', () => {
    put('settings.json', fileWith())
    expect(readSettingsFile(folder)).toEqual(fileWith())
  })

  it.each<[what: string, content: unknown, problem: RegExp]>([
    ['cut short', JSON.stringify(fileWith()).slice(0, 100), /^is damaged; run npm run build, and deploy/],
    ['empty', '', /^is damaged/],
    ['of another form', { ...fileWith(), settings: { WXPAY_MCHID: 1900000109 } }, /^is damaged/],
    ['without our own key', { ...fileWith(), ownPublicKeySha256: '' }, /^is damaged/],
    [
      'of another function',
      fileWith({ function: 'queryContract' }),
      /^is of the function queryContract, and this is preEnt/,
    ],
    [
      'of another build',
      fileWith({ build: '0123456789abcdef' }),
      /^was made for another build; .*deploy the function again/,
    ],
  ])('%s is told as such, with the cure', (__, content, problem) => {
    put('settings.json', content)
    const problems = problemsOf(() => readSettingsFile(folder))
    expect(problems).toEqual([{ name: 'settings.json', problem: expect.stringMatching(problem) as string }])
  })
})

it('settings.json that is no file that can be read is told as such', () => {
  mkdirSync(join(folder, 'settings.json'))
  const problems = problemsOf(() => readSettingsFile(folder))
  expect(problems).toEqual([
    { name: 'settings.json', problem: expect.stringMatching(/^cannot be read; run npm run build/) as string },
  ])
})

describe('settings from both places', () => {
  it('are as good as all of them in the environment', () => {
    const env = { TCB_ENV, WXPAY_PRIVATE_KEY }
    const { privateKey, publicKey, ...rest } = loadSettings(env, 'callables', fileWith())
    const { privateKey: sameKey, publicKey: samePublicKey, ...same } = loadSettings(valid, 'callables')
    expect(rest).toEqual(same)
    expect(privateKey.equals(sameKey)).toBe(true)
    expect(publicKey?.key.equals(samePublicKey?.key ?? sameKey)).toBe(true)
  })

  it('differ: the environment wins, and an empty variable is none', () => {
    const env = { TCB_ENV, WXPAY_PRIVATE_KEY, WXPAY_MCHID: '1900000200', WXPAY_APPID: '' }
    expect(loadSettings(env, 'callables', fileWith())).toMatchObject({
      mchid: '1900000200',
      appid: valid['WXPAY_APPID'],
    })
  })

  it('differ: what is hidden is named, in another form it is the same', () => {
    const { WXPAY_PUBLIC_KEY = '', WXPAY_MCHID } = valid
    const same = { WXPAY_MCHID, WXPAY_PUBLIC_KEY: Buffer.from(WXPAY_PUBLIC_KEY).toString('base64'), WXPAY_APPID: '' }
    expect(hiddenByEnvironment('callables', { ...same, WXPAY_PRIVATE_KEY }, fileWith())).toEqual([])
    const other = { ...same, WXPAY_MCHID: '1900000200', WXPAY_PUBLIC_KEY: spki(rsaPair().publicKey) }
    expect(hiddenByEnvironment('callables', other, fileWith())).toEqual(['WXPAY_MCHID', 'WXPAY_PUBLIC_KEY'])
    expect(hiddenByEnvironment('notify', { WXPAY_MCHID: '1900000200' }, fileWith())).toEqual([])
  })
})

describe('strays in the environment', () => {
  it('are what a function does not read', () => {
    const env = { ...valid, WXPAY_RECHECK_DAYS: '30', WXPAY_SUB_MCHID: '', WXPAY_MODE: '{{env.WXPAY_MODE}}' }
    expect(straysIn('callables', env)).toEqual(['WXPAY_API_V3_KEY', 'WXPAY_RECHECK_DAYS'])
    expect(straysIn('notify', { WXPAY_PRIVATE_KEY, WXPAY_API_V3_KEY: API_V3_KEY })).toEqual(['WXPAY_PRIVATE_KEY'])
  })

  it('take into account what settings.json has', () => {
    expect(straysIn('callables', { WXPAY_PRIVATE_KEY, WXPAY_API_V3_KEY: API_V3_KEY }, fileWith())).toEqual([
      'WXPAY_API_V3_KEY',
    ])
    const settings = without('WXPAY_PRIVATE_KEY', 'WXPAY_API_V3_KEY', 'WXPAY_PUBLIC_KEY')
    expect(straysIn('callables', { WXPAY_API_V3_KEY: API_V3_KEY }, fileWith({ settings }))).toEqual([])
  })
})

describe('our own key, as WeChat Pay’s', () => {
  const mixedUp = { WXPAY_PUBLIC_KEY: spki(keys.merchant.publicKey) }

  it('is refused by contractNotify, which does not have the private one', () => {
    const file = fileWith({ function: 'contractNotify', settings: { ...open, ...mixedUp } })
    const problems = problemsOf(() => loadSettings({ WXPAY_API_V3_KEY: API_V3_KEY }, 'notify', file))
    expect(problems).toEqual([{ name: 'WXPAY_PUBLIC_KEY', problem: expect.stringContaining('your own key') as string }])
  })

  it('is refused as a certificate by both', async () => {
    const own = await makeCertificate()
    const settings = { ...open, WXPAY_PLATFORM_CERTS: JSON.stringify({ [own.serial]: own.pem }) }
    const file = fileWith({ settings, ownPublicKeySha256: publicKeySha256(own.privateKey) })
    const ownKey = own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const expected = [
      { name: 'WXPAY_PLATFORM_CERTS', problem: expect.stringContaining('apiclient_cert.pem') as string },
    ]
    expect(problemsOf(() => loadSettings({ WXPAY_API_V3_KEY: API_V3_KEY }, 'notify', file))).toEqual(expected)
    expect(problemsOf(() => loadSettings({ TCB_ENV, WXPAY_PRIVATE_KEY: ownKey }, 'callables', file))).toEqual(expected)
  })
})
