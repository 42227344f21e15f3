// Settings that are wrong: every one of them is named at once, with its cure, in one line of the log; the page and WeChat
// Pay are told that we are not ready, and nothing is lost once it is mended.
import { generateKeyPairSync } from 'node:crypto'
import { TEXT_HASH } from '../support/builders'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { Flow } from '../support/flowWechat'
import { deliver, makeSigned } from '../support/flowNotify'

const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const SHORT_KEY = 'A'.repeat(15) + 'b'.repeat(16)
const NOT_CONFIGURED = { ok: false, error: { code: 'NOT_CONFIGURED' } }

let flow: Flow
withFlow((started) => (flow = started))

type Settings = Readonly<Record<string, string | undefined>>

it.each<[what: string, settings: Settings, name: string, cure: RegExp]>([
  ['a missing merchant number', { WXPAY_MCHID: undefined }, 'WXPAY_MCHID', /missing/],
  ['an example value left in', { WXPAY_APPID: '<your appid>' }, 'WXPAY_APPID', /example/],
  ['a serial of the wrong form', { WXPAY_SERIAL: 'PUB_KEY_ID_0112' }, 'WXPAY_SERIAL', /40 hex digits/],
  ['a private key damaged on the way', { WXPAY_PRIVATE_KEY: damaged() }, 'WXPAY_PRIVATE_KEY', /damaged/],
  ['a key of the wrong kind', { WXPAY_PRIVATE_KEY: ecKey }, 'WXPAY_PRIVATE_KEY', /expected RSA/],
  ['a notify_url with a query', { WXPAY_NOTIFY_URL: 'https://a.cn/notify?x=1' }, 'WXPAY_NOTIFY_URL', /no query/],
  ['a notify_url that is not https', { WXPAY_NOTIFY_URL: 'http://a.cn/notify' }, 'WXPAY_NOTIFY_URL', /https/],
  ['a host that is not WeChat Pay', { WXPAY_HOSTS: 'https://api.mch.example.com' }, 'WXPAY_HOSTS', /loopback/],
  ['a mode there is not', { WXPAY_MODE: 'partner' }, 'WXPAY_MODE', /service-provider or qs/],
  ['a mode without what it needs', { WXPAY_MODE: 'qs', WXPAY_SUB_MCHID: '1900000110' }, 'WXPAY_SUB_APPID', /mode qs/],
  [
    'nobody to trust',
    { WXPAY_PUBLIC_KEY: undefined, WXPAY_PUBLIC_KEY_ID: undefined },
    'WXPAY_PUBLIC_KEY',
    /pub_key.pem/,
  ],
])('%s is named, and nothing else', async (_, settings, name, cure) => {
  await flow.redeploy(settings)
  const before = flow.everything()
  expect(await flow.newUser().query()).toMatchObject(NOT_CONFIGURED)
  expect(problems()).toEqual([{ name, problem: expect.stringMatching(cure) as string }])
  expect(flow.everything()).toEqual(before)
})

it.each<[what: string, settings: Settings, name: string, cure: RegExp]>([
  ['an APIv3 key of 31 bytes', { WXPAY_API_V3_KEY: SHORT_KEY }, 'WXPAY_API_V3_KEY', /31 bytes/],
  ['a map of events that is not JSON', { WXPAY_EVENT_MAP: '{signed}' }, 'WXPAY_EVENT_MAP', /JSON/],
])('%s is named by contractNotify, and hinders no other function', async (_, settings, name, cure) => {
  await flow.redeploy(settings)
  const user = await flow.newUser().preSigned()
  const before = flow.everything()
  expect(await deliver(flow, makeSigned(flow, user))).toEqual(NOT_READY)
  expect(problems()).toEqual([{ name, problem: expect.stringMatching(cure) as string }])
  expect(flow.everything()).toEqual(before)
})

it('contractNotify has no setting but those it uses, no private key above all, and nobody has one too many', async () => {
  await flow.redeploy()
  await (await flow.newUser().signed()).query()
  expect(flow.told('notification kept')).not.toEqual([])
  expect(flow.told('settings of no use here')).toEqual([])
})

it('a setting that a function has no business with is told once per start, by name, and not read', async () => {
  const settingsOf = (name: string, all: Record<string, string>) =>
    name === 'contractNotify' ? { ...all, WXPAY_PRIVATE_KEY: damaged() } : all
  const other = await Flow.start({ cloud: { settingsOf } })
  const { WXPAY_PRIVATE_KEY = '', WXPAY_API_V3_KEY = '' } = other.local.settings
  try {
    await (await other.newUser().signed()).terminateLater()
    await other.control.settled()
    const told = other.told('settings of no use here')
    const named = (name: string) => told.filter((line) => line['function'] === name).map((line) => line['setting'])
    expect(named('contractNotify')[0]).toMatch(
      /^WXPAY_FAMILY, WXPAY_MODE, .*WXPAY_PRIVATE_KEY.*WXPAY_HOSTS, WXPAY_ADMIN_KEY$/,
    )
    expect(named('preEntrustSign')[0]).toBe('WXPAY_API_V3_KEY, WXPAY_EVENT_MAP, WXPAY_ADMIN_KEY')
    expect(named('contractNotify').length).toBeLessThanOrEqual(4)
    expect(other.told('settings need attention')).toEqual([])
    expect(JSON.stringify(told)).not.toContain(WXPAY_API_V3_KEY)
    expect(JSON.stringify(told)).not.toContain(WXPAY_PRIVATE_KEY.split('\n')[1])
  } finally {
    await other.close()
  }
})

it('all wrong ones are named at once by every function that uses them, and what came meanwhile is taken once they are mended', async () => {
  await flow.redeploy()
  const user = await flow.newUser().preSigned()
  await flow.redeploy({
    WXPAY_MCHID: 'x',
    WXPAY_SERIAL: undefined,
    WXPAY_PRIVATE_KEY: damaged(),
    WXPAY_API_V3_KEY: SHORT_KEY,
    WXPAY_NOTIFY_URL: '<https://your-domain/notify>',
  })
  const before = flow.everything()
  const names = ['WXPAY_MCHID', 'WXPAY_NOTIFY_URL', 'WXPAY_PRIVATE_KEY', 'WXPAY_SERIAL']
  for (const call of [() => user.ask(), () => user.query(), () => user.terminate()]) {
    const lines = flow.lines.length
    expect(await call()).toMatchObject(NOT_CONFIGURED)
    expect(flow.lines.length).toBe(lines + 1)
    expect(
      problems()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names)
  }
  await user.sign()
  expect(problems().map(({ name }) => name)).toEqual(['WXPAY_API_V3_KEY'])
  expect(await attemptsOf(user.code)).toMatchObject([{ status: 500, answer: '{"code":"FAIL","message":"not ready"}' }])
  expect(flow.everything()).toEqual(before)

  await flow.redeploy()
  await flow.control.setNotifyTimeScale({ scale: 500 })
  await flow.untilDelivered(async () => (await attemptsOf(user.code)).some(({ status }) => status === 204))
  expect(user.contract.state).toBe('SIGNED')
})

it('a mini-program that is not the one in the settings is told so, before anything is written', async () => {
  const { cloud } = flow.local
  const before = flow.everything()
  const { result } = await cloud.call('preEntrustSign', consent, { openid: 'oOther', appid: 'wx0000000000000000' })
  expect(result).toMatchObject(NOT_CONFIGURED)
  expect(flow.everything()).toEqual(before)
})

it('a key with \\n for its newlines, blanks around it, or in base64 once more, is as good as the file', async () => {
  const pem = flow.local.keys.merchant.privateKeyPem
  for (const form of [
    pem.replaceAll('\n', '\\n'),
    `  ${pem.replaceAll('\n', '\r\n')}  `,
    Buffer.from(pem).toString('base64'),
  ]) {
    await flow.redeploy({ WXPAY_PRIVATE_KEY: form })
    await flow.newUser().preSigned()
  }
})

it('a signing mini-program that is not on the list is not handed out, however well signed the answer is', async () => {
  await flow.redeploy({ WXPAY_SIGN_APPIDS: 'wx1111111111111111' })
  const user = flow.newUser()
  expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNTRUSTED' } })
  expect(user.contract).toMatchObject({ state: 'REQUESTED' })
  expect(flow.told('pre-sign answer not usable').at(-1)).toMatchObject({
    level: 'alert',
    reason: 'SIGN_APPID_NOT_ALLOWED',
    setting: 'WXPAY_SIGN_APPIDS',
  })
  await flow.redeploy()
  await user.preSigned()
})

it('settings that talk to this machine instead of WeChat Pay say so, once per instance', async () => {
  await flow.redeploy()
  const before = flow.told(LOCAL).length
  const user = await flow.newUser().preSigned()
  await user.ask()
  expect(flow.told(LOCAL).length).toBe(before + 1)
})

it('a forged notification is refused before anybody looks whether the database is there', async () => {
  const user = await flow.newUser().preSigned()
  await flow.db.down()
  try {
    const { body, ...signed } = makeSigned(flow, user)
    const forged = { ...signed, body: Buffer.from(body.toString().replace('"EV-', '"EW-')) }
    expect((await deliver(flow, forged)).status).toBe(401)
  } finally {
    await flow.db.up()
  }
})

itHasToldNoSecret(
  () => flow,
  () => [SHORT_KEY, ...ecKey.split('\n').filter((line) => line.length > 30 && !line.includes('KEY'))],
)

const NOT_READY = { status: 500, body: '{"code":"FAIL","message":"not ready"}' }
const LOCAL = 'WXPAY_HOSTS points to this machine: a local WeChat, not WeChat Pay'
const consent = { consent: { textHash: TEXT_HASH } }

/** A PEM whose middle got lost. */
function damaged(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const lines = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().split('\n')
  return lines.filter((_, index) => index < 5 || index > 20).join('\n')
}

/** Of the last line that named any. */
function problems(): { name: string; problem: string }[] {
  return flow.told('settings need attention').at(-1)?.['problems'] as { name: string; problem: string }[]
}

async function attemptsOf(code: string) {
  const all = await flow.control.notifications({ out_contract_code: code })
  return all.flatMap(({ attempts }) => attempts)
}
