import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { Role } from '../../../../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { loadSettings, type Env } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { ConfigError, type SettingProblem } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { API_V3_KEY, pkcs8, PUBLIC_KEY_ID, rsaPair, spki, validEnv } from '../../../../support/buildersSettings'
import { makeCertificate } from '../../../../support/certificates'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = validEnv(keys)
const { WXPAY_PRIVATE_KEY: pem = '', WXPAY_PUBLIC_KEY: publicPem = '' } = valid

/** Of a whole deployment: what the functions that call WeChat Pay tell, and what `contractNotify` tells besides. */
function problemsOf(changes: Env): readonly SettingProblem[] {
  const told = (['callables', 'notify'] as const).flatMap((role) => problemsOfRole(role, changes))
  return told.filter(({ name }, index) => told.findIndex((other) => other.name === name) === index)
}

function problemsOfRole(role: Role, changes: Env): readonly SettingProblem[] {
  try {
    loadSettings({ ...valid, ...changes }, role)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

/** The one problem of the one bad setting. */
function problemOf(name: string, value: string | undefined): string {
  const problems = problemsOf({ [name]: value })
  expect(problems.map((problem) => problem.name)).toEqual([name])
  return problems[0]?.problem ?? ''
}

describe('good settings', () => {
  it('are read with their defaults', () => {
    expect(loadSettings(valid, 'callables')).toMatchObject({
      env: 'cb-test',
      family: 'password-exempt',
      mode: 'normal',
      mchid: '1900000109',
      templateId: 12535,
      publicKey: { id: PUBLIC_KEY_ID },
      hosts: ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'],
      isLocal: false,
      signAppids: ['wxbd687630cd02ce1d'],
      signTarget: { sign_mp_appid: 'wxbd687630cd02ce1d', sign_mp_path: 'pages/index/index' },
      codePrefix: '',
    })
  })

  it('of contractNotify are whom it believes, what it opens notifications with, what they mean, and where it keeps them', () => {
    const { eventMap, publicKey, apiV3Keys, ...rest } = loadSettings(valid, 'notify')
    expect(eventMap).toEqual({ 'ECOMMERCE_ENTRUST.SIGN': 'signed', 'ECOMMERCE_ENTRUST.TERMINATE': 'terminated' })
    expect(publicKey).toMatchObject({ id: PUBLIC_KEY_ID })
    expect(apiV3Keys).toHaveLength(1)
    expect(rest).toEqual({ platformCertificates: {}, store: { kind: 'document' } })
  })

  it('take the environment from either variable of the platform', () => {
    expect(loadSettings({ ...valid, TCB_ENV: undefined, SCF_NAMESPACE: 'cb-scf' }, 'callables').env).toBe('cb-scf')
  })

  it('add event types to the known ones', () => {
    const { eventMap } = loadSettings({ ...valid, WXPAY_EVENT_MAP: '{"ENTRUST.SIGN":"signed"}' }, 'notify')
    expect(eventMap).toEqual({
      'ECOMMERCE_ENTRUST.SIGN': 'signed',
      'ECOMMERCE_ENTRUST.TERMINATE': 'terminated',
      'ENTRUST.SIGN': 'signed',
    })
  })

  it('hold both APIv3 keys while one is being changed, the current one first', () => {
    const previous = 'v'.repeat(32)
    const { apiV3Keys } = loadSettings({ ...valid, WXPAY_API_V3_KEY_PREVIOUS: previous }, 'notify')
    expect(apiV3Keys.map((key) => key.export().toString())).toEqual([API_V3_KEY, previous])
  })

  it('take an empty value, and one a deployment left unfilled, as not given', () => {
    expect(problemsOf({ WXPAY_MODE: '', WXPAY_CODE_PREFIX: '{{env.WXPAY_CODE_PREFIX}}' })).toEqual([])
    expect(problemOf('WXPAY_MCHID', '{{env.WXPAY_MCHID}}')).toContain('is missing')
  })

  it('print no key, however they are printed', () => {
    const settings = loadSettings(valid, 'callables')
    const printed = inspect(settings, { depth: 9, showHidden: true }) + JSON.stringify(settings)
    expect(printed).not.toContain(API_V3_KEY)
    expect(printed).not.toContain('PRIVATE KEY')
    expect(printed).not.toContain(pem.split('\n')[3])
  })

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(loadSettings(valid, 'callables'))).toBe(true)
  })
})

describe('all problems', () => {
  it('are reported at once, each by its name, for a function without any setting', () => {
    const names = problemsOf(Object.fromEntries(Object.keys(valid).map((name) => [name, undefined]))).map(
      ({ name }) => name,
    )
    expect(names.sort()).toEqual([
      'TCB_ENV',
      'WXPAY_API_V3_KEY',
      'WXPAY_APPID',
      'WXPAY_MCHID',
      'WXPAY_NOTIFY_URL',
      'WXPAY_PRIVATE_KEY',
      'WXPAY_PUBLIC_KEY',
      'WXPAY_SERIAL',
      'WXPAY_TEMPLATE_ID',
    ])
  })

  it('of the example file are reported, one for each value in it', () => {
    const text = readFileSync(join(__dirname, '../../../../../.env.example'), 'utf8')
    const example: Env = Object.fromEntries(
      [...text.matchAll(/^(WXPAY_\w+)="?(.*?)"?$/gm)].map(([, name = '', value]) => [name, value]),
    )
    const problems = problemsOf(example)
    expect(problems.map(({ name }) => name).sort()).toEqual(Object.keys(example).sort())
    expect(problems.every(({ problem }) => problem.includes('still holds the example'))).toBe(true)
    expect(problems.length).toBeGreaterThan(7)
  })

  it('include what two settings are to each other, whatever is wrong with a third', () => {
    const problems = problemsOf({
      WXPAY_FAMILY: 'combine-papay',
      WXPAY_NOTIFY_URL: 'http://pay.example.com/notify',
      WXPAY_SIGN_APPID: 'wxother0000000000',
      WXPAY_PUBLIC_KEY: spki(createPublicKey(keys.merchant.privateKey)),
    })
    expect(problems.map(({ name }) => name).sort()).toEqual([
      'WXPAY_NOTIFY_URL',
      'WXPAY_PUBLIC_KEY',
      'WXPAY_SIGN_APPID',
    ])
  })

  it('never repeat a value', () => {
    const secret = 'topsecrettopsecret'
    const names = Object.keys(valid).filter((name) => name !== 'TCB_ENV')
    const problems = problemsOf(Object.fromEntries(names.map((name) => [name, `${secret}?`])))
    expect(problems.length).toBeGreaterThan(6)
    expect(JSON.stringify(problems)).not.toContain(secret)
  })
})

describe('WXPAY_PRIVATE_KEY', () => {
  const expected = keys.merchant.privateKey
  it.each([
    ['as it is', pem],
    ['with \\n in place of newlines', pem.replaceAll('\n', '\\n')],
    ['with \\r\\n in place of newlines', pem.replaceAll('\n', '\\r\\n')],
    ['with CRLF', pem.replaceAll('\n', '\r\n')],
    ['with blanks around every line', pem.replaceAll('\n', ' \n ')],
    ['on one line, with blanks in place of newlines', pem.replaceAll('\n', ' ')],
    ['on one line, with nothing in place of newlines', pem.replaceAll('\n', '')],
    ['in quotes', `"${pem.replaceAll('\n', '\\n')}"`],
    ['as PKCS#1', keys.merchant.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
    ['in base64', Buffer.from(pem).toString('base64')],
    [
      'in base64 over several lines',
      (
        Buffer.from(pem)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\n'),
    ],
  ])('is read %s', (_, text) => {
    expect(loadSettings({ ...valid, WXPAY_PRIVATE_KEY: text }, 'callables').privateKey.equals(expected)).toBe(true)
  })

  const { merchant } = keys
  const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  it.each([
    ['an EC key in its own form', ec.privateKey.export({ type: 'sec1', format: 'pem' }), 'EC key'],
    ['an EC key in PKCS#8', pkcs8(ec.privateKey), 'expected RSA'],
    [
      'a key with a passphrase',
      merchant.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
      'passphrase',
    ],
    ['a public key', spki(merchant.publicKey), 'public key'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'apiclient_key.pem'],
    ['a key of 1024 bits', pkcs8(rsaPair(1024).privateKey), '1024 bits'],
    ['a key cut short', pem.slice(0, 300), 'from -----BEGIN'],
    [
      'a key with lines missing',
      pem
        .split('\n')
        .filter((_line, index) => index < 3 || index > 6)
        .join('\n'),
      'damaged',
    ],
    ['something else', 'apiclient_key.pem', 'whole text'],
  ])('is not %s', (_, text, explanation) => {
    expect(problemOf('WXPAY_PRIVATE_KEY', text.toString())).toContain(explanation)
  })
})

describe('WXPAY_PUBLIC_KEY and its id', () => {
  it.each([
    ['a private key', pem, 'PRIVATE KEY'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'WXPAY_PLATFORM_CERTS'],
    ["our own key's public half", spki(keys.merchant.publicKey), 'your own'],
    ['a key of 1024 bits', spki(rsaPair(1024).publicKey), '1024 bits'],
    ['damaged', publicPem.replace(/M.{20}/, 'M'), 'damaged'],
  ])('is not %s', (_, text, explanation) => {
    expect(problemOf('WXPAY_PUBLIC_KEY', text)).toContain(explanation)
  })

  it('need each other', () => {
    expect(problemOf('WXPAY_PUBLIC_KEY', undefined)).toContain('is missing')
    expect(problemOf('WXPAY_PUBLIC_KEY_ID', undefined)).toContain('is missing')
  })

  it('has an id that starts with PUB_KEY_ID_', () => {
    expect(problemOf('WXPAY_PUBLIC_KEY_ID', '0114232134912410000000000000')).toContain('PUB_KEY_ID_')
  })
})

describe('WXPAY_PLATFORM_CERTS', () => {
  it('may stand alone', async () => {
    const { serial, pem: certificate } = await makeCertificate()
    const changes = {
      WXPAY_PUBLIC_KEY: undefined,
      WXPAY_PUBLIC_KEY_ID: undefined,
      WXPAY_PLATFORM_CERTS: JSON.stringify({ [serial]: certificate }),
    }
    const settings = loadSettings({ ...valid, ...changes }, 'callables')
    expect(settings).not.toHaveProperty('publicKey')
    expect(Object.keys(settings.platformCertificates)).toEqual([serial])
  })

  it('are filed under their own serial', async () => {
    const { serial, pem: certificate } = await makeCertificate()
    const wrong = JSON.stringify({ ['A'.repeat(40)]: certificate })
    expect(problemOf('WXPAY_PLATFORM_CERTS', wrong).toUpperCase()).toContain(serial.toUpperCase())
  })

  it.each([
    ['no JSON', 'not json'],
    ['a list', '[]'],
    ['empty', '{}'],
    ['a public key under a serial', JSON.stringify({ ['A'.repeat(40)]: publicPem })],
  ])('are not %s', (_, json) => {
    expect(problemOf('WXPAY_PLATFORM_CERTS', json)).toContain('expected')
  })
})

it('a map may come as base64 of its JSON: tcb cannot hand over quotes', () => {
  const map = Buffer.from('{"SOME.SIGN":"signed"}').toString('base64')
  expect(loadSettings({ ...valid, WXPAY_EVENT_MAP: map }, 'notify').eventMap).toMatchObject({ 'SOME.SIGN': 'signed' })
})

describe('WXPAY_NOTIFY_URL', () => {
  it.each([
    ['http', 'http://pay.example.com/notify', 'https'],
    ['a query', 'https://pay.example.com/notify?a=1', 'query'],
    ['an empty query', 'https://pay.example.com/notify?', 'query'],
    ['a fragment', 'https://pay.example.com/notify#a', 'fragment'],
    ['a password', 'https://me:secret@pay.example.com/notify', 'password'],
    ['this machine', 'https://127.0.0.1/notify', 'internet'],
    ['this machine by name', 'https://localhost/notify', 'internet'],
    ['a private network', 'https://192.168.1.9/notify', 'internet'],
    ['another private network', 'https://172.20.0.1/notify', 'internet'],
    ['an address written as a number', 'https://2130706433/notify', 'internet'],
    ['a name without a domain', 'https://payserver/notify', 'internet'],
    ['an internal domain', 'https://pay.corp.internal/notify', 'internet'],
    ['no path', 'https://pay.example.com', 'path'],
    ['257 bytes', `https://pay.example.com/${'a'.repeat(233)}`, '256'],
    ['no URL', 'contract-notify', 'whole URL'],
    ['one slash', 'https:/pay.example.com/notify', 'https://'],
    ['backslashes', 'https:\\\\pay.example.com\\notify', 'https://'],
    ['a blank', 'https://pay.example.com/noti fy', 'without blanks'],
    ['a tab', 'https://pay.example.com/noti\tfy', 'without blanks'],
    ['characters beyond ASCII', 'https://pay.example.com/通知', 'ASCII'],
  ])('has no business with %s', (_, url, explanation) => {
    expect(problemOf('WXPAY_NOTIFY_URL', url)).toContain(explanation)
  })

  it('may have 256 bytes', () => {
    expect(problemsOf({ WXPAY_NOTIFY_URL: `https://pay.example.com/${'a'.repeat(232)}` })).toEqual([])
  })
})

describe('WXPAY_HOSTS', () => {
  it('may point to this machine, and then says so', () => {
    const settings = loadSettings({ ...valid, WXPAY_HOSTS: 'http://127.0.0.1:8080/, http://localhost:9' }, 'callables')
    expect(settings).toMatchObject({ hosts: ['http://127.0.0.1:8080', 'http://localhost:9'], isLocal: true })
  })

  it.each([
    'https://api.mch.weixin.qq.com.evil.example',
    'http://api.mch.weixin.qq.com',
    'https://evil.example',
    'https://127.0.0.1.evil.example',
    'http://user@127.0.0.1',
    'http://127.0.0.1/v3',
    'ftp://127.0.0.1',
    'api.mch.weixin.qq.com',
    ',',
  ])('is not %s', (hosts) => {
    expect(problemOf('WXPAY_HOSTS', hosts)).toContain('expected')
  })
})

describe('the kind of merchant', () => {
  const sub = { WXPAY_SUB_MCHID: '1900000110', WXPAY_SUB_APPID: 'wxsub00000000000001' }

  it.each([
    [{}, { mode: 'normal' }],
    [{ WXPAY_MODE: 'ecommerce' }, { mode: 'ecommerce' }],
    [
      { WXPAY_MODE: 'ecommerce', WXPAY_SUB_MCHID: sub.WXPAY_SUB_MCHID },
      { mode: 'ecommerce', subMerchant: { mchid: sub.WXPAY_SUB_MCHID } },
    ],
    [
      { WXPAY_MODE: 'service-provider', ...sub },
      { mode: 'service-provider', subMerchant: { mchid: sub.WXPAY_SUB_MCHID, appid: sub.WXPAY_SUB_APPID } },
    ],
    [
      { WXPAY_MODE: 'qs', ...sub },
      { mode: 'qs', subMerchant: { mchid: sub.WXPAY_SUB_MCHID, appid: sub.WXPAY_SUB_APPID } },
    ],
    [{ WXPAY_FAMILY: 'combine-papay' }, { family: 'combine-papay', mode: 'ecommerce' }],
  ])('%j is one', (given, expected) => {
    expect(loadSettings({ ...valid, ...given }, 'callables')).toMatchObject(expected)
  })

  it.each([
    [{ WXPAY_MODE: 'service-provider' }, ['WXPAY_SUB_MCHID', 'WXPAY_SUB_APPID']],
    [{ WXPAY_MODE: 'qs', WXPAY_SUB_MCHID: sub.WXPAY_SUB_MCHID }, ['WXPAY_SUB_APPID']],
    [{ WXPAY_MODE: 'normal', ...sub }, ['WXPAY_SUB_MCHID', 'WXPAY_SUB_APPID']],
    [sub, ['WXPAY_SUB_MCHID', 'WXPAY_SUB_APPID']],
    [{ WXPAY_MODE: 'ecommerce', ...sub }, ['WXPAY_SUB_APPID']],
    [{ WXPAY_FAMILY: 'combine-papay', WXPAY_MODE: 'normal' }, ['WXPAY_MODE']],
    [{ WXPAY_FAMILY: 'combine-papay', WXPAY_MODE: 'qs', ...sub }, ['WXPAY_MODE']],
    // What a mode needs cannot be known while the mode is wrong.
    [{ WXPAY_MODE: 'partner', ...sub }, ['WXPAY_MODE']],
  ])('%j is none, and the settings to mend are named', (given, names) => {
    expect(problemsOf(given).map(({ name }) => name)).toEqual(names)
  })
})

describe('the other settings', () => {
  it.each([
    ['WXPAY_FAMILY', 'papay', 'password-exempt or combine-papay'],
    ['WXPAY_MODE', 'partner', 'normal, ecommerce, service-provider or qs'],
    ['WXPAY_SUB_MCHID', 'sub', 'the merchant number of the sub-merchant'],
    ['WXPAY_SUB_APPID', 'gh_1', 'the appid of the sub-merchant'],
    ['WXPAY_MCHID', '19000001O9', 'digits'],
    ['WXPAY_APPID', 'd678efh567hg6787', 'wx'],
    ['WXPAY_TEMPLATE_ID', '0', 'positive'],
    ['WXPAY_TEMPLATE_ID', '12.5', 'positive'],
    ['WXPAY_TEMPLATE_ID', '9007199254740993', 'positive'],
    ['WXPAY_SERIAL', PUBLIC_KEY_ID, '40 hex digits'],
    ['WXPAY_SERIAL', '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8', '40 hex digits'],
    ['WXPAY_API_V3_KEY', 'a'.repeat(31), 'this has 31 bytes'],
    ['WXPAY_API_V3_KEY', 'a'.repeat(33), 'this has 33 bytes'],
    ['WXPAY_API_V3_KEY', `${'a'.repeat(31)}é`, 'this has 33 bytes'],
    ['WXPAY_API_V3_KEY_PREVIOUS', 'short', '32 ASCII'],
    ['WXPAY_API_V3_KEY_PREVIOUS', API_V3_KEY, 'same as'],
    ['WXPAY_EVENT_MAP', '{"A":"paused"}', 'signed'],
    ['WXPAY_EVENT_MAP', 'A=signed', 'JSON'],
    ['WXPAY_SIGN_APPIDS', 'wxbd687630cd02ce1d,evil', 'appids'],
    ['WXPAY_NOT_SIGNED_CODES', 'not found', 'CAPITALS_AND_UNDERSCORES'],
    ['WXPAY_NOT_SIGNED_CODES', ',', 'separated by commas'],
    ['WXPAY_CODE_PREFIX', 'abcde', 'at most 4'],
    ['WXPAY_CODE_PREFIX', 'a-b', 'letters and digits'],
  ])('%s: %s is refused', (name, value, explanation) => {
    expect(problemOf(name, value)).toContain(explanation)
  })

  it.each([
    ['WXPAY_SIGN_APPID', 'wxother0000000000', 'not among WXPAY_SIGN_APPIDS'],
    ['WXPAY_SIGN_PATH', '/pages/index/index', 'leading slash'],
  ])('%s: %s is refused, and so is any other in a family whose answers name the target', (name, value, explanation) => {
    const combinePapay = problemsOf({ WXPAY_FAMILY: 'combine-papay', [name]: value })
    expect(combinePapay).toEqual([{ name, problem: expect.stringContaining(explanation) as string }])
    expect(problemOf(name, name === 'WXPAY_SIGN_PATH' ? 'pages/a' : 'wxbd687630cd02ce1d')).toContain(
      'not used in mode normal of family password-exempt',
    )
  })
})

describe('each function', () => {
  const wrong = { WXPAY_PRIVATE_KEY: 'x', WXPAY_MCHID: 'x', WXPAY_API_V3_KEY: 'x', WXPAY_EVENT_MAP: 'x' }
  const names = (role: Role, changes: Env) => problemsOfRole(role, changes).map(({ name }) => name)

  it('looks at its own settings, and at no other', () => {
    expect(names('callables', wrong)).toEqual(['WXPAY_MCHID', 'WXPAY_PRIVATE_KEY'])
    expect(names('notify', wrong)).toEqual(['WXPAY_API_V3_KEY', 'WXPAY_EVENT_MAP'])
    expect(loadSettings({ ...valid, WXPAY_PRIVATE_KEY: undefined }, 'notify')).not.toHaveProperty('privateKey')
  })

  it('that calls WeChat Pay needs the APIv3 key only where there is no public key', async () => {
    const { serial, pem: certificate } = await makeCertificate()
    const certificates = {
      WXPAY_PUBLIC_KEY: undefined,
      WXPAY_PUBLIC_KEY_ID: undefined,
      WXPAY_PLATFORM_CERTS: JSON.stringify({ [serial]: certificate }),
    }
    expect(loadSettings({ ...valid, WXPAY_API_V3_KEY: undefined }, 'callables').apiV3Keys).toEqual([])
    expect(loadSettings(valid, 'callables').apiV3Keys).toEqual([])
    expect(names('callables', { ...certificates, WXPAY_API_V3_KEY: undefined })).toEqual(['WXPAY_API_V3_KEY'])
    expect(loadSettings({ ...valid, ...certificates }, 'callables').apiV3Keys).toHaveLength(1)
  })
})
