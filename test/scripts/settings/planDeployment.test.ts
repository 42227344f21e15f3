// What goes where: secrets into environments, the rest into settings.json, and both no further than to who uses it.
import { FUNCTION_ROLES, ROWS, type Given } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { planDeployment, type DeployedFunction } from '../../../scripts/settings/planDeployment'
import { API_V3_KEY, pkcs8, rsaPair, spki, validSettings } from '../../support/buildersSettings'
import { makeCertificate } from '../../support/certificates'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = validSettings(keys)
const NAMES = Object.keys(FUNCTION_ROLES)
const SUB = { WXPAY_SUB_MCHID: '1900000110', WXPAY_SUB_APPID: 'wxsub00000000000001' }
const LOGIN = {
  WXPAY_APP_APPID: 'wxmobile00000001',
  WXPAY_APP_JWT_ISSUER: 'https://login.example.com',
  WXPAY_APP_JWT_AUDIENCE: 'app',
}
const CALL_KEY = { WXPAY_ADMIN_KEY: '0f'.repeat(32) }
const SECRET_LOGIN = { ...LOGIN, WXPAY_APP_JWT_KEY: `hs256:${'s'.repeat(43)}` }
const RSA_LOGIN = { ...LOGIN, WXPAY_APP_JWT_KEY: `pem:${spki(rsaPair().publicKey)}` }

function planned(changes: Given = {}): Record<string, DeployedFunction> {
  const plan = planDeployment({ ...valid, ...changes }, NAMES)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  return Object.fromEntries(plan.functions.map((one) => [one.name, one]))
}

const problemsOf = (changes: Given, names = NAMES) => {
  const plan = planDeployment({ ...valid, ...changes }, names)
  return plan.ok ? [] : plan.problems
}

const environmentOf = (changes: Given, name: string) => Object.keys(planned(changes)[name]?.environment ?? {})

const SERIALS = ['5157F09EFDC096DE15EBE81A47057A7232F1B8E1', '6157F09EFDC096DE15EBE81A47057A7232F1B8E2']

/** Trust without a public key. */
async function certificates(count: number): Promise<Given> {
  const made = await Promise.all(SERIALS.slice(0, count).map((serial) => makeCertificate(serial)))
  return { WXPAY_PLATFORM_CERTS: JSON.stringify(Object.fromEntries(made.map(({ serial, pem }) => [serial, pem]))) }
}
const NO_PUBLIC_KEY = { WXPAY_PUBLIC_KEY: undefined, WXPAY_PUBLIC_KEY_ID: undefined } as unknown as Given

describe('environments', () => {
  it('have the private key, and of contractNotify the APIv3 keys in its place', () => {
    const previous = { WXPAY_API_V3_KEY_PREVIOUS: 'v'.repeat(32) }
    for (const name of [
      'preEntrustSign',
      'queryContract',
      'terminateContract',
      'payRedirectSign',
      'payWithContract',
      'queryOrder',
      'closeOrder',
    ]) {
      expect(environmentOf(previous, name)).toEqual(['WXPAY_PRIVATE_KEY'])
    }
    expect(environmentOf(previous, 'contractNotify')).toEqual(['WXPAY_API_V3_KEY', 'WXPAY_API_V3_KEY_PREVIOUS'])
  })

  it('have the APIv3 key beside the private key only without a public key', async () => {
    expect(environmentOf({ ...NO_PUBLIC_KEY, ...(await certificates(1)) }, 'queryContract')).toEqual([
      'WXPAY_PRIVATE_KEY',
      'WXPAY_API_V3_KEY',
    ])
  })

  it('of the functions for an app have the key of its tokens where that is a secret', () => {
    const family = { WXPAY_FAMILY: 'combine-papay' }
    expect(environmentOf({ ...family, ...SECRET_LOGIN }, 'appPreEntrustSign')).toEqual([
      'WXPAY_PRIVATE_KEY',
      'WXPAY_APP_JWT_KEY',
    ])
    expect(environmentOf({ ...family, ...RSA_LOGIN }, 'appQueryContract')).toEqual(['WXPAY_PRIVATE_KEY'])
    expect(environmentOf({ ...family, ...SECRET_LOGIN }, 'queryContract')).toEqual(['WXPAY_PRIVATE_KEY'])
  })

  it('have a private key without armour, which the functions read as the same', () => {
    const { preEntrustSign } = planned()
    const text = preEntrustSign?.environment['WXPAY_PRIVATE_KEY'] ?? ''
    const read = ROWS.WXPAY_PRIVATE_KEY.read(text)
    expect(text).not.toContain('-----')
    expect(read.ok && keys.merchant.privateKey.equals(read.value as typeof keys.merchant.privateKey)).toBe(true)
    expect(preEntrustSign?.bytes).toBe(Buffer.byteLength(`WXPAY_PRIVATE_KEY${text}`))
    expect(preEntrustSign?.bytes).toBeLessThan(1700)
  })
})

describe('settings.json', () => {
  it('has what is no secret, and of contractNotify only whom it believes', () => {
    const { preEntrustSign, contractNotify } = planned({ WXPAY_EVENT_MAP: '{"A":"signed"}' })
    expect(Object.keys(preEntrustSign?.settings ?? {}).sort()).toEqual(
      Object.keys(valid)
        .filter((name) => !['WXPAY_PRIVATE_KEY', 'WXPAY_API_V3_KEY'].includes(name))
        .sort(),
    )
    expect(Object.keys(contractNotify?.settings ?? {})).toEqual([
      'WXPAY_PUBLIC_KEY_ID',
      'WXPAY_PUBLIC_KEY',
      'WXPAY_EVENT_MAP',
    ])
  })

  it('never holds a secret, in any function', () => {
    const all = planned({ WXPAY_FAMILY: 'combine-papay', ...SECRET_LOGIN, ...CALL_KEY })
    const texts = Object.values(all).map(({ settings }) => JSON.stringify(settings))
    const secret = pkcs8(keys.merchant.privateKey).split('\n')[1] ?? ''
    for (const text of texts) {
      for (const one of [secret, API_V3_KEY, 's'.repeat(43), CALL_KEY.WXPAY_ADMIN_KEY]) expect(text).not.toContain(one)
    }
    expect(texts).toHaveLength(NAMES.length)
  })
})

describe('the limit of 4,096 bytes', () => {
  const KINDS: Readonly<Record<string, Given>> = {
    normal: {},
    ecommerce: { WXPAY_MODE: 'ecommerce', WXPAY_SUB_MCHID: SUB.WXPAY_SUB_MCHID },
    'service-provider': { WXPAY_MODE: 'service-provider', ...SUB },
    qs: { WXPAY_MODE: 'qs', ...SUB },
    'combine-papay': { WXPAY_FAMILY: 'combine-papay' },
    'combine-papay, app with a secret': { WXPAY_FAMILY: 'combine-papay', ...SECRET_LOGIN },
    'combine-papay, app with an RSA key': { WXPAY_FAMILY: 'combine-papay', ...RSA_LOGIN },
  }

  it.each(Object.entries(KINDS))(
    '%s: is far with a public key, one certificate, two, or one beside the key',
    async (__, kind) => {
      const previous = { WXPAY_API_V3_KEY_PREVIOUS: 'v'.repeat(32) }
      const trusts = [
        {},
        await certificates(1),
        { ...NO_PUBLIC_KEY, ...(await certificates(1)) },
        { ...NO_PUBLIC_KEY, ...(await certificates(2)) },
      ]
      for (const trust of trusts) {
        const bytes = Object.values(planned({ ...kind, ...trust, ...previous })).map((one) => one.bytes)
        expect(Math.max(...bytes)).toBeLessThan(2048)
      }
    },
  )

  it('is told once for all functions that have the same variables', () => {
    const long = { ...SECRET_LOGIN, WXPAY_FAMILY: 'combine-papay', WXPAY_APP_JWT_KEY: `hs256:${'s'.repeat(3000)}` }
    expect(problemsOf(long)).toEqual([
      {
        name: 'WXPAY_PRIVATE_KEY, WXPAY_APP_JWT_KEY',
        problem: expect.stringContaining('appPreEntrustSign, appQueryContract, appTerminateContract') as string,
      },
    ])
  })

  it('is told by function and names where it is passed', () => {
    const long = { ...SECRET_LOGIN, WXPAY_FAMILY: 'combine-papay', WXPAY_APP_JWT_KEY: `hs256:${'s'.repeat(3000)}` }
    expect(problemsOf(long, ['appPreEntrustSign', 'contractNotify'])).toEqual([
      {
        name: 'WXPAY_PRIVATE_KEY, WXPAY_APP_JWT_KEY',
        problem: expect.stringMatching(/^take 4[67]\d\d bytes in the environment of appPreEntrustSign.*4096/) as string,
      },
    ])
  })
})

describe('functions', () => {
  it('for an app are there only where one is set up, and then all of its settings are needed', () => {
    expect(Object.keys(planned()).filter((name) => name.startsWith('app'))).toEqual([])
    expect(Object.keys(planned({ WXPAY_FAMILY: 'combine-papay' })).filter((name) => name.startsWith('app'))).toEqual([])
    expect(Object.keys(planned({ WXPAY_FAMILY: 'combine-papay', ...SECRET_LOGIN, ...CALL_KEY }))).toEqual(NAMES)
    const part = { WXPAY_FAMILY: 'combine-papay', WXPAY_APP_APPID: LOGIN.WXPAY_APP_APPID }
    expect(problemsOf(part).map(({ name }) => name)).toEqual([
      'WXPAY_APP_JWT_KEY',
      'WXPAY_APP_JWT_ISSUER',
      'WXPAY_APP_JWT_AUDIENCE',
    ])
  })

  it('for servers are there only with their key, which nobody else is handed', () => {
    expect(planned()['contractAdmin']).toBeUndefined()
    const all = planned(CALL_KEY)
    expect(Object.keys(all['contractAdmin']?.environment ?? {})).toEqual([
      'WXPAY_PRIVATE_KEY',
      'WXPAY_API_V3_KEY',
      'WXPAY_ADMIN_KEY',
    ])
    expect(planned()['refundOrder']).toBeUndefined()
    expect(Object.keys(all['refundOrder']?.environment ?? {})).toEqual(['WXPAY_PRIVATE_KEY', 'WXPAY_ADMIN_KEY'])
    const others = Object.values(all).filter(({ name }) => name !== 'contractAdmin' && name !== 'refundOrder')
    expect(others.length).toBeGreaterThan(5)
    expect(JSON.stringify(others)).not.toContain('WXPAY_ADMIN_KEY')
    expect(problemsOf({ WXPAY_ADMIN_KEY: 'x' })).toEqual([
      { name: 'WXPAY_ADMIN_KEY', problem: expect.stringMatching(/^expected 32 bytes.*randomBytes\(32\)/) as string },
    ])
  })

  it('that nobody knows are handed nothing', () => {
    const plan = planDeployment(valid, ['contractNotify', 'myOwn'])
    expect(plan.ok && plan.functions.map(({ name }) => name)).toEqual(['contractNotify'])
  })
})

describe('a deployment is refused', () => {
  it.each<[what: string, changes: Given, names: string[], problem: RegExp]>([
    ['settings of an app in another family', SECRET_LOGIN, Object.keys(SECRET_LOGIN), /family combine-papay only/],
    ['a sub-merchant in mode normal', SUB, Object.keys(SUB), /not used in mode normal/],
    ['a launch target where answers name it', { WXPAY_SIGN_PATH: 'a' }, ['WXPAY_SIGN_PATH'], /not used in mode normal/],
    ['a local WeChat', { WXPAY_HOSTS: 'http://127.0.0.1:1' }, ['WXPAY_HOSTS'], /this machine/],
    [
      'a login of this machine',
      { ...SECRET_LOGIN, WXPAY_FAMILY: 'combine-papay', WXPAY_APP_JWT_KEY: 'jwks:http://localhost:3000/jwks.json' },
      ['WXPAY_APP_JWT_KEY'],
      /this machine.*; give the address your login has online/,
    ],
    ['our own public key', { WXPAY_PUBLIC_KEY: spki(keys.merchant.publicKey) }, ['WXPAY_PUBLIC_KEY'], /your own/],
    [
      'a private key beside the public one',
      { WXPAY_PUBLIC_KEY: spki(keys.wechatPay.publicKey) + pkcs8(keys.wechatPay.privateKey) },
      ['WXPAY_PUBLIC_KEY'],
      /this is a PRIVATE KEY; expected the WeChat Pay public key/,
    ],
    [
      "a private key beside the public one of the app's login",
      {
        ...SECRET_LOGIN,
        WXPAY_FAMILY: 'combine-papay',
        WXPAY_APP_JWT_KEY: `pem:${spki(keys.wechatPay.publicKey)}${pkcs8(keys.wechatPay.privateKey)}`,
      },
      ['WXPAY_APP_JWT_KEY'],
      /is a private key; expected the public half/,
    ],
    ['an example left in', { WXPAY_MCHID: '<merchant number>' }, ['WXPAY_MCHID'], /example/],
  ])('with %s', (__, changes, names, problem) => {
    const problems = problemsOf(changes)
    expect(problems.map(({ name }) => name).sort()).toEqual(names.sort())
    for (const one of problems) expect(one.problem).toMatch(problem)
  })

  it('with everything that is wrong in any function, at once', () => {
    const wrong = {
      WXPAY_MCHID: 'x',
      WXPAY_API_V3_KEY: 'x',
      WXPAY_EVENT_MAP: 'x',
      WXPAY_APP_APPID: 'x',
      WXPAY_HOSTS: 'x',
    }
    expect(
      problemsOf({ ...wrong, WXPAY_FAMILY: 'combine-papay' })
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...Object.keys(wrong), 'WXPAY_APP_JWT_AUDIENCE', 'WXPAY_APP_JWT_ISSUER', 'WXPAY_APP_JWT_KEY'].sort())
  })
})
