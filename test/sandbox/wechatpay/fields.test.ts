// Every field of every body: required, type, limit, pattern. The tables here are read from the documentation anew.
import { COMBINE, newCode, NORMAL, NOTIFY_URL, startFixture, TEMPLATE_ID, without, type Fixture } from './fixture'

let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterAll(() => fixture.close())

type Body = Record<string, unknown>
interface Row {
  path: string
  body: () => Body
  /** Text fields and their documented maximum. */
  limits: Record<string, number>
  optional?: string[]
}

const BASE = '/v3/password-exempt-contract/contracts'
const EVERYWHERE = { out_contract_code: 32, notify_url: 256, contract_display_account: 32 }
const common = (): Body => ({
  service_id: TEMPLATE_ID,
  out_contract_code: newCode(),
  notify_url: NOTIFY_URL,
  contract_display_account: '用户A',
})
const sub = (): Body => ({ sub_appid: fixture.keys.subAppid, sub_mchid: fixture.keys.subMchid })
const user = () => `o${newCode()}`

const MODES: Record<string, Omit<Row, 'path'>> = {
  normal: {
    body: () => ({ ...common(), appid: fixture.keys.appid, openid: user() }),
    limits: { ...EVERYWHERE, appid: 32, openid: 128 },
  },
  ecommerce: {
    body: () => ({ ...common(), appid: fixture.keys.appid, openid: user() }),
    limits: { ...EVERYWHERE, appid: 32, openid: 128 },
  },
  'service-provider': {
    body: () => ({ ...common(), ...sub(), sp_appid: fixture.keys.appid, sp_openid: user() }),
    limits: { ...EVERYWHERE, sp_appid: 32, sub_appid: 32, sub_mchid: 32, sp_openid: 128 },
    optional: ['sp_openid'],
  },
  qs: {
    body: () => ({ ...common(), ...sub(), appid: fixture.keys.appid, openid: user() }),
    limits: { ...EVERYWHERE, appid: 32, sub_appid: 32, sub_mchid: 32, openid: 128 },
    optional: ['openid'],
  },
}

const combine = (appid: () => string) => (): Body => ({
  appid: appid(),
  plan_id: TEMPLATE_ID,
  out_contract_code: newCode(),
  contract_display_account: '用户A',
  notify_url: NOTIFY_URL,
})

const PREPAY_ID = 'wx201410272009395522657a690389285100'
let prepays = 0

const ROWS: Row[] = [
  ...Object.entries(MODES).flatMap(([mode, row]) => [
    { ...row, path: `${BASE}/${mode}/pre-entrust-sign/mini-program` },
    {
      ...row,
      path: `${BASE}/${mode}/pre-entrust-sign/pay-redirect-sign`,
      body: () => ({ ...row.body(), prepay_id: `${PREPAY_ID}${(prepays += 1)}` }),
      limits: { ...row.limits, prepay_id: 64 },
    },
  ]),
  { path: COMBINE, body: combine(() => fixture.keys.appid), limits: { ...EVERYWHERE, appid: 32 } },
  {
    path: '/v3/ecommerce/combine-papay/contracts/pre-entrust-sign',
    body: () => ({ ...combine(() => fixture.keys.mobileAppid)(), return_app: true, attach: 'a' }),
    limits: { ...EVERYWHERE, appid: 32, attach: 255 },
    optional: ['return_app', 'attach'],
  },
]

async function send(path: string, body: Body) {
  if (typeof body['prepay_id'] === 'string' && body['prepay_id'] !== '') {
    await fixture.control.registerPrepay({ prepay_id: body['prepay_id'] })
  }
  const { status, json } = await fixture.call({ path, body })
  return { status, code: json?.['code'], detail: json?.['detail'] }
}

const paramError = (field: string) => ({
  status: 400,
  code: 'PARAM_ERROR',
  detail: { location: 'body', field: `/${field}` },
})

/** A value of exactly `length` bytes that the field's pattern takes. */
function longest(field: string, length: number): string {
  if (field === 'out_contract_code') return newCode().padEnd(length, 'Z')
  if (field === 'notify_url') return `${NOTIFY_URL}/`.padEnd(length, 'p')
  if (field === 'contract_display_account')
    return '名'.repeat(Math.floor(length / 3)).padEnd(length - 2 * Math.floor(length / 3), 'x')
  return '1'.repeat(length)
}

describe.each(ROWS)('$path', (row) => {
  const { path, body, limits, optional = [] } = row

  test('takes the whole body', async () => {
    expect(await send(path, body())).toMatchObject({ status: 200 })
  })

  test.each(Object.entries(limits))('%s: %i bytes are taken, one more is not', async (field, max) => {
    const atLimit = await send(path, { ...body(), [field]: longest(field, max) })
    // An appid or sub_mchid of that length is well-formed, and nobody's.
    expect(atLimit).toMatchObject(/appid|sub_mchid/.test(field) ? { status: 403, code: 'NO_AUTH' } : { status: 200 })
    expect(await send(path, { ...body(), [field]: longest(field, max + 1) })).toMatchObject(paramError(field))
  })

  test.each(Object.keys(limits))('%s must be a non-empty string', async (field) => {
    for (const value of ['', 1, null, true, {}]) {
      expect(await send(path, { ...body(), [field]: value })).toMatchObject(paramError(field))
    }
  })

  test('counts bytes, not characters', async () => {
    const wide = { ...body(), contract_display_account: '名'.repeat(11) }
    expect(await send(path, wide)).toMatchObject(paramError('contract_display_account'))
  })

  test('every required field is required', async () => {
    for (const field of Object.keys(body()).filter((name) => !optional.includes(name))) {
      const refusal = await send(path, without(body(), field))
      expect(refusal).toMatchObject(paramError(field))
      expect(refusal.detail).toMatchObject({ issue: expect.stringContaining('is required') as string })
    }
  })

  test('the template id must be a JSON integer above zero', async () => {
    const field = path.includes('combine-papay') ? 'plan_id' : 'service_id'
    for (const value of ['12535', 1.5, 0, -1, 1e300, null]) {
      expect(await send(path, { ...body(), [field]: value })).toMatchObject(paramError(field))
    }
  })

  test.each(['with-dash', 'under_score', '中文', 'sp ace', 'a/b'])(
    'out_contract_code "%s" is refused',
    async (code) => {
      expect(await send(path, { ...body(), out_contract_code: code })).toMatchObject(paramError('out_contract_code'))
    },
  )

  test.each([
    'http://merchant.example.com/notify',
    'https://merchant.example.com/notify?a=1',
    ' https://merchant.example.com/notify',
    'https:/merchant.example.com/notify',
    'https:\\\\merchant.example.com\\notify',
    'https://merchant.example.com/noti fy',
    'https://merchant.example.com/noti\tfy',
    'https://merchant.example.com/通知',
    'https://merchant.example.com/notify?',
    'https://merchant.example.com/notify#top',
    'https://user:pass@merchant.example.com/notify',
    'https://merchant.example.com',
    'https://merchant.example.com/',
    'https://127.0.0.1/notify',
    'https://192.168.1.2/notify',
    'https://172.20.0.1/notify',
    'https://[::1]/notify',
    'https://localhost/notify',
    'https://intranet/notify',
    'merchant.example.com/notify',
  ])('notify_url %s is refused', async (url) => {
    expect(await send(path, { ...body(), notify_url: url })).toMatchObject(paramError('notify_url'))
  })

  test('a field it does not know is refused by name', async () => {
    expect(await send(path, { ...body(), display_account: 'x' })).toMatchObject(paramError('display_account'))
    expect(await send(path, { ...body(), mchid: fixture.keys.mchid })).toMatchObject(paramError('mchid'))
  })
})

describe.each([
  ['service-provider', 'sp_openid', 'sub_openid'],
  ['qs', 'openid', 'sub_openid'],
])('mode %s', (mode, first, second) => {
  const path = `${BASE}/${mode}/pre-entrust-sign/mini-program`
  const withUsers = (users: Body): Body => {
    return { ...without(MODES[mode]?.body() ?? {}, first), ...users }
  }

  test(`takes exactly one of ${first} and ${second}`, async () => {
    expect(await send(path, withUsers({ [first]: user() }))).toMatchObject({ status: 200 })
    expect(await send(path, withUsers({ [second]: user() }))).toMatchObject({ status: 200 })
    expect(await send(path, withUsers({ [first]: user(), [second]: user() }))).toMatchObject(paramError(first))
    expect(await send(path, withUsers({}))).toMatchObject(paramError(first))
  })

  test(`${second} is held to 128 bytes`, async () => {
    expect(await send(path, withUsers({ [second]: '2'.repeat(128) }))).toMatchObject({ status: 200 })
    expect(await send(path, withUsers({ [second]: '2'.repeat(129) }))).toMatchObject(paramError(second))
  })
})

test('return_app must be true or false', async () => {
  const row = ROWS.at(-1)
  expect(await send(row?.path ?? '', { ...row?.body(), return_app: 'true' })).toMatchObject(paramError('return_app'))
})

test('a value is repeated in detail, cut', async () => {
  const { detail } = await send(NORMAL, { ...MODES['normal']?.body(), appid: 'x'.repeat(500) })
  expect(String((detail as Body)['value']).length).toBeLessThan(100)
})

describe.each([
  ['password-exempt', `${BASE}/service-id/${TEMPLATE_ID}`],
  ['combine-papay', `/v3/ecommerce/combine-papay/contracts/plan-id/${TEMPLATE_ID}`],
])('terminate of %s', (_family, base) => {
  const path = `${base}/out-contract-code/neverseen/terminate`
  test('contract_termination_remark: required, 1 to 256 bytes', async () => {
    const field = 'contract_termination_remark'
    expect(await send(path, { [field]: '用'.repeat(85) + 'x' })).toMatchObject({ status: 404 })
    expect(await send(path, { [field]: '用'.repeat(85) + 'xx' })).toMatchObject(paramError(field))
    expect(await send(path, { [field]: '' })).toMatchObject(paramError(field))
    expect(await send(path, {})).toMatchObject(paramError(field))
    expect(await send(path, { [field]: 'x', remark: 'x' })).toMatchObject(paramError('remark'))
  })
})
