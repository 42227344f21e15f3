// The transport of DevTools: where it goes, and that it goes nowhere else.
import fs from 'node:fs'
import path from 'node:path'
import { settings } from '../../../miniprogram/entrust/merchant/settings'
import { phonePorts } from '../../../miniprogram/wx/phonePorts'
import { fakeWx, type FakeWx } from '../support/fakeWx'
import { MINIPROGRAM } from '../support/paths'

const ADDRESS = 'http://127.0.0.1:4780'
interface Request {
  url: string
  data: unknown
  header: Record<string, string>
  success: (answer: { data: unknown }) => void
  fail: (error: unknown) => void
}

let wechat: FakeWx
beforeEach(() => {
  wechat = fakeWx()
  wechat.device = { platform: 'devtools', envVersion: 'develop' }
})

const portsFor = (localWechat: string) =>
  phonePorts({ settings: { ...settings, localWechat }, tell: () => undefined, comeBack: () => undefined })
const sent = (): Request => wechat.of('request')[0] as Request

it('is off by default', () => {
  expect(settings.localWechat).toBe('')
})

it('asks the local WeChat in DevTools, as one user of its phone, and no cloud', async () => {
  const answering = portsFor(ADDRESS).call('queryContract', {})
  expect(sent()).toMatchObject({ url: `${ADDRESS}/call/queryContract`, method: 'POST', data: {} })
  expect(sent().header).toEqual({ 'x-phone-openid': 'oUser-1' })
  sent().success({ data: { result: { ok: true, state: 'none' }, errMsg: 'cloud.callFunction:ok' } })
  expect(await answering).toEqual({ ok: true, state: 'none' })
  expect(wechat.of('call queryContract')).toEqual([])
})

it('is the user whom the phone shows first, so that what is begun here is signed there', () => {
  const accounts = fs.readFileSync(path.join(MINIPROGRAM, '../sandbox/phone/browser/shell/settings.ts'), 'utf8')
  expect(accounts).toContain("ACCOUNTS = ['oUser-1'")
})

it.each([
  [
    'a failure of the call',
    (request: Request) => request.success({ data: { errCode: -504003, errMsg: 'timed out' } }),
    -504003,
  ],
  ['no local WeChat', (request: Request) => request.fail({ errno: 600001, errMsg: 'request:fail' }), undefined],
])('%s is told as WeChat tells it', async (_, end, errCode) => {
  const warn = jest.spyOn(console, 'warn').mockImplementation()
  const answering = portsFor(ADDRESS).call('queryContract', {})
  end(sent())
  await expect(answering).rejects.toMatchObject(errCode === undefined ? { errMsg: 'request:fail' } : { errCode })
  expect(warn).toHaveBeenCalledTimes(1)
})

it('what is no answer of the phone is no answer', async () => {
  const answering = portsFor(ADDRESS).call('queryContract', {})
  sent().success({ data: '<html>' })
  expect(await answering).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
})

it.each([
  ['a phone, released', 'ios', 'release'],
  ['a phone, on trial', 'android', 'trial'],
  ['a phone, in development', 'ios', 'develop'],
  ['a computer', 'windows', 'release'],
  ['HarmonyOS', 'ohos', 'develop'],
  ['DevTools that pose as a release', 'devtools', 'release'],
  ['DevTools that pose as a trial', 'devtools', 'trial'],
])('is dead on %s, left on or not', async (_, platform, envVersion) => {
  wechat.device = { platform, envVersion }
  await portsFor(ADDRESS).call('queryContract', {})
  expect(wechat.of('request')).toEqual([])
  expect(wechat.of('call queryContract')).toHaveLength(1)
})

it.each([
  '',
  'http://192.168.1.2:4780',
  'https://example.com',
  'http://127.0.0.1:4780/x',
  'http://127.0.0.1.example.com:1',
  ' ',
])('goes to no address but one of this machine: %j', async (address) => {
  await portsFor(address).call('queryContract', {})
  expect(wechat.of('request')).toEqual([])
})
