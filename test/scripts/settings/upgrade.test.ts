// A `.env` of 0.1.0 still works, or is told by name what to change (docs/upgrading.md).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FUNCTION_ROLES } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { loadSettings } from '../../../cloudfunctions/_shared/platform/settings/load'
import { buildStamp } from '../../../cloudfunctions/_shared/platform/settings/settingsFile'
import { planDeployment } from '../../../scripts/settings/planDeployment'
import { readDotEnv } from '../../../scripts/settings/readDotEnv'
import { API_V3_KEY, PUBLIC_KEY_ID, pkcs8, rsaPair, spki } from '../../support/buildersSettings'
import { makeCertificate } from '../../support/certificates'

const ROOT = join(__dirname, '../../..')
const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Its example, line by line, filled in as it said. What it had commented out is left empty here, as people did. */
const OF_0_1_0 = `
# CloudBase environment to deploy to; the functions learn it from the platform.
ENV_ID="cb-1a2b3c"

# ---- Who signs the requests ----------------------------------------------------------------------------------------
WXPAY_MCHID="1900000109"
WXPAY_APPID="wxd678efh567hg6787"
WXPAY_SUB_MCHID=
WXPAY_SUB_APPID=
WXPAY_TEMPLATE_ID="12535"
WXPAY_SERIAL="1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C"
WXPAY_PRIVATE_KEY="${base64(pkcs8(keys.merchant.privateKey))}"

# ---- Whom we believe -----------------------------------------------------------------------------------------------
WXPAY_PUBLIC_KEY_ID="${PUBLIC_KEY_ID}"
WXPAY_PUBLIC_KEY="${base64(spki(keys.wechatPay.publicKey))}"
WXPAY_API_V3_KEY="${API_V3_KEY}"
WXPAY_API_V3_KEY_PREVIOUS=
WXPAY_PLATFORM_CERTS=

# ---- Where WeChat Pay calls us -------------------------------------------------------------------------------------
WXPAY_NOTIFY_URL="https://pay.example.com/contract-notify"

# ---- What rarely changes -------------------------------------------------------------------------------------------
WXPAY_FAMILY=password-exempt
WXPAY_MODE=normal
WXPAY_EVENT_MAP=${base64('{"SOME.SIGN":"signed"}')}
WXPAY_SIGN_APPIDS=wxbd687630cd02ce1d
WXPAY_CODE_PREFIX=
WXPAY_CHANGE_FUNCTION=
WXPAY_HOSTS=https://api.mch.weixin.qq.com,https://api2.mch.weixin.qq.com

# ---- Scene app (appPreEntrustSign; combine-papay only) ---------------------------------------------------------------
WXPAY_APP_APPID=
WXPAY_APP_LAUNCH_SECONDS=
WXPAY_APP_JWT_KEY=
WXPAY_APP_JWT_ISSUER=
WXPAY_APP_JWT_AUDIENCE=
`

/** With other values behind some names. */
const changed = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values).reduce((text, [name, value]) => {
    const line = new RegExp(`^${name}=.*$`, 'm')
    return line.test(text) ? text.replace(line, `${name}=${value}`) : `${text}${name}=${value}\n`
  }, OF_0_1_0)

function build(text: string) {
  const { given, problems } = readDotEnv(text, ROOT)
  const plan = planDeployment(given, Object.keys(FUNCTION_ROLES))
  return { plan, problems: [...problems, ...(plan.ok ? [] : plan.problems)] }
}

/** As a deployed function reads what the build made of it. */
function read<R extends 'callables' | 'app' | 'notify'>(text: string, name: string, role: R) {
  const { plan, problems } = build(text)
  expect(problems).toEqual([])
  if (!plan.ok) throw new Error('not planned')
  const { environment, settings } = plan.functions.find((one) => one.name === name) ?? { environment: {}, settings: {} }
  const { ownPublicKeySha256 } = plan
  const file = { function: name, build: buildStamp(Buffer.from('')), ownPublicKeySha256, settings }
  return loadSettings({ TCB_ENV: 'cb-1a2b3c', ...environment }, role, file)
}

it('works: keys and maps in base64, names with nothing behind them', () => {
  const settings = read(OF_0_1_0, 'preEntrustSign', 'callables')
  expect(settings).toMatchObject({ mchid: '1900000109', mode: 'normal', isLocal: false, codePrefix: '' })
  expect(settings.privateKey.equals(keys.merchant.privateKey)).toBe(true)
  const { eventMap, publicKey } = read(OF_0_1_0, 'contractNotify', 'notify')
  expect(eventMap).toMatchObject({ 'SOME.SIGN': 'signed' })
  expect(publicKey?.key.equals(keys.wechatPay.publicKey)).toBe(true)
})

it('works with platform certificates in base64, alone and beside the public key', async () => {
  const { serial, pem } = await makeCertificate()
  const WXPAY_PLATFORM_CERTS = base64(JSON.stringify({ [serial]: pem }))
  const beside = read(changed({ WXPAY_PLATFORM_CERTS }), 'contractNotify', 'notify')
  expect(Object.keys(beside.platformCertificates)).toEqual([serial])
  const alone = changed({ WXPAY_PLATFORM_CERTS, WXPAY_PUBLIC_KEY: '', WXPAY_PUBLIC_KEY_ID: '' })
  expect(read(alone, 'queryContract', 'callables')).not.toHaveProperty('publicKey')
})

const APP = {
  WXPAY_FAMILY: 'combine-papay',
  WXPAY_MODE: '',
  WXPAY_APP_APPID: 'wxmobile00000001',
  WXPAY_APP_JWT_ISSUER: 'https://login.example.com',
  WXPAY_APP_JWT_AUDIENCE: 'app',
}

it("works for an app once the tokens' key says what it is; bare, that line alone is named, with the line to write", () => {
  const secret = 's'.repeat(43)
  expect(build(changed({ ...APP, WXPAY_APP_JWT_KEY: secret })).problems).toEqual([
    { name: 'WXPAY_APP_JWT_KEY', problem: expect.stringMatching(/write WXPAY_APP_JWT_KEY=hs256:/) as string },
  ])
  const mended = changed({ ...APP, WXPAY_APP_JWT_KEY: `hs256:${secret}` })
  expect(read(mended, 'appPreEntrustSign', 'app').app).toMatchObject({
    appid: 'wxmobile00000001',
    token: { key: { kind: 'key', algorithms: ['HS256'] } },
  })
})

it.each([
  ['WXPAY_SIGN_APPID', 'wxbd687630cd02ce1d', /not used in mode normal.*remove it/],
  ['WXPAY_SIGN_PATH', 'pages/index/index', /not used in mode normal.*remove it/],
])('is told by name what to change: %s', (name, value, problem) => {
  expect(build(changed({ [name]: value })).problems).toEqual([
    { name, problem: expect.stringMatching(problem) as string },
  ])
  expect(readFileSync(join(ROOT, 'docs/upgrading.md'), 'utf8')).toContain(`\`${name}\``)
})

it('is told what to change: a sub-merchant in combine-papay, where nothing reads it', () => {
  expect(
    build(
      changed({
        ...APP,
        WXPAY_APP_APPID: '',
        WXPAY_APP_JWT_ISSUER: '',
        WXPAY_APP_JWT_AUDIENCE: '',
        WXPAY_SUB_MCHID: '1',
      }),
    ).problems,
  ).toEqual([
    {
      name: 'WXPAY_SUB_MCHID',
      problem: expect.stringMatching(/not used in family combine-papay; remove it/) as string,
    },
  ])
})
