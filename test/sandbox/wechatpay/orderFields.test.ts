// Every field of both order bodies: required, type, limit, pattern. The tables are read from the documentation anew.
import { startFixture, without, type Fixture } from './fixture'
import { newNumber, orderBody, orderCalls, type Body, type OrderKind } from './orderFixture'

let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterAll(() => fixture.close())

const paramError = (field: string) => ({
  status: 400,
  json: { code: 'PARAM_ERROR', detail: { location: 'body', field } },
})

const SCENE = { payer_client_ip: '14.23.150.211', device_id: '013467007045764' }
const STORE = { id: '0001', name: '旗舰店', area_code: '440305', address: '科技中一道' }
const GOODS = { merchant_goods_id: '1001', wechatpay_goods_id: '2', goods_name: '图书', quantity: 1, unit_price: 1280 }

/** Everything a body may hold. */
const whole = (kind: OrderKind): Body =>
  orderBody(fixture, kind, {
    time_expire: '2026-06-02T00:00:00+08:00',
    attach: 'a',
    goods_tag: 'WXG',
    support_fapiao: true,
    limit_pay: ['no_credit'],
    detail: { cost_price: 1300, invoice_id: '微信123', goods_detail: [GOODS] },
    scene_info: { ...SCENE, store_info: STORE },
    settle_info: { profit_sharing: false },
  })

/** Documented limits in bytes, as paths into the body. */
const LIMITS: Record<string, number> = {
  description: 127,
  out_trade_no: 32,
  attach: 128,
  notify_url: 255,
  goods_tag: 32,
  'detail/invoice_id': 32,
  'detail/goods_detail/0/merchant_goods_id': 32,
  'detail/goods_detail/0/wechatpay_goods_id': 32,
  'detail/goods_detail/0/goods_name': 256,
  'scene_info/payer_client_ip': 45,
  'scene_info/device_id': 32,
  'scene_info/store_info/id': 32,
  'scene_info/store_info/name': 256,
  'scene_info/store_info/area_code': 32,
  'scene_info/store_info/address': 512,
}
const OWN: Record<OrderKind, { limits: Record<string, number>; required: string[] }> = {
  direct: {
    limits: { appid: 32, mchid: 32, 'payer/openid': 128 },
    required: ['appid', 'mchid', 'payer', 'payer/openid'],
  },
  partner: {
    limits: { sp_appid: 32, sp_mchid: 32, sub_appid: 32, sub_mchid: 32, 'payer/sub_openid': 128 },
    required: ['sp_appid', 'sp_mchid', 'sub_mchid', 'payer'],
  },
}
const REQUIRED = [
  'description',
  'out_trade_no',
  'notify_url',
  'amount',
  'amount/total',
  'detail/goods_detail/0/merchant_goods_id',
  'detail/goods_detail/0/quantity',
  'detail/goods_detail/0/unit_price',
  'scene_info/payer_client_ip',
  'scene_info/store_info/id',
]

/** A copy with the value at `path` replaced; undefined takes it out. */
function changed(body: Body, path: string, value: unknown): Body {
  const copy = structuredClone(body)
  const names = path.split('/')
  const last = names.pop() ?? ''
  const parent = names.reduce<Body>((within, name) => within[name] as Body, copy)
  if (value === undefined) Reflect.deleteProperty(parent, last)
  else parent[last] = value
  return copy
}

function longest(path: string, length: number): string {
  if (path === 'out_trade_no') return newNumber().padEnd(length, '*')
  if (path === 'notify_url') return 'https://merchant.example.com/'.padEnd(length, 'n')
  if (path.endsWith('mchid')) return '1'.repeat(length)
  return 'x'.repeat(length)
}

describe.each(['direct', 'partner'] as const)('%s', (kind) => {
  const send = (body: Body) => orderCalls(fixture, kind).place(body)
  const limits = { ...LIMITS, ...OWN[kind].limits }

  test('every field at once is taken, and so are only the required ones', async () => {
    expect(await send(whole(kind))).toMatchObject({ status: 200 })
    expect(await send(changed(orderBody(fixture, kind), 'amount/currency', undefined))).toMatchObject({ status: 200 })
  })

  test.each(Object.entries(limits))('%s holds %i bytes and no more', async (path, max) => {
    const { status, json } = await send(changed(whole(kind), path, longest(path, max)))
    // An appid or mchid of that length is well-formed, and nobody's.
    const isNobodys = /(appid|mchid)$/.test(path)
    if (isNobodys) expect(['APPID_MCHID_NOT_MATCH', 'NO_AUTH']).toContain(json?.['code'])
    else expect(status).toBe(200)
    expect(await send(changed(whole(kind), path, longest(path, max + 1)))).toMatchObject(paramError(`/${path}`))
  })

  test.each(Object.keys(limits))('%s must be a non-empty string', async (path) => {
    for (const value of ['', 1, null, true, {}, []]) {
      expect(await send(changed(whole(kind), path, value))).toMatchObject(paramError(`/${path}`))
    }
  })

  test.each([...REQUIRED, ...OWN[kind].required])('%s is required', async (path) => {
    const refused = await send(changed(whole(kind), path, undefined))
    expect(refused).toMatchObject(paramError(`/${path}`))
    expect(refused.json?.['detail']).toMatchObject({ issue: expect.stringContaining('is required') as string })
  })

  test.each([
    ['amount/total', [0, -1, 1.5, '1', 1e300, null]],
    ['amount/currency', ['USD', 'cny', 1]],
    ['time_expire', ['2026-06-02', '2026-06-02 00:00:00', '2026-13-02T00:00:00+08:00', 1780000000]],
    ['support_fapiao', ['true', 1, null]],
    ['limit_pay', [[], 'no_credit', {}]],
    ['limit_pay/0', ['credit', 1]],
    ['settle_info/profit_sharing', ['Y', null]],
    ['detail/cost_price', [-1, '1']],
    ['detail/goods_detail', [[], {}]],
    ['detail/goods_detail/0', ['x', null]],
    ['detail/goods_detail/0/quantity', [0, '1']],
    ['detail/goods_detail/0/unit_price', [-1]],
    ...['amount', 'payer', 'detail', 'scene_info', 'settle_info'].map((path): [string, unknown[]] => [
      path,
      ['x', null, []],
    ]),
  ])('%s refuses %j', async (path, values) => {
    for (const value of values) {
      expect(await send(changed(whole(kind), path, value))).toMatchObject(paramError(`/${path}`))
    }
  })

  test.each(['abcde', 'with space', 'with.dot', '中文订单号', 'a/b/c/d'])(
    'out_trade_no "%s" is refused',
    async (number) => {
      expect(await send(orderBody(fixture, kind, { out_trade_no: number }))).toMatchObject(paramError('/out_trade_no'))
    },
  )

  test.each(['_-*_-*', '123456', 'ABCabc'])('out_trade_no "%s" is taken', async (number) => {
    expect(await send(orderBody(fixture, kind, { out_trade_no: `${number}${kind}` }))).toMatchObject({ status: 200 })
  })

  test.each(['http://merchant.example.com/n', 'https://merchant.example.com/n?a=1', 'https://10.0.0.1/n', 'no url'])(
    'notify_url %s is refused',
    async (url) => {
      expect(await send(orderBody(fixture, kind, { notify_url: url }))).toMatchObject(paramError('/notify_url'))
    },
  )

  test.each(['total_fee', 'amount/fee', 'payer/user', 'detail/goods_detail/0/price', 'scene_info/store_info/city'])(
    '%s is not a field, and refused by name',
    async (path) => {
      expect(await send(changed(whole(kind), path, 'x'))).toMatchObject(paramError(`/${path}`))
    },
  )

  test('a time_expire in the past is refused', async () => {
    const body = orderBody(fixture, kind, { time_expire: '2026-06-01T20:00:00+08:00' })
    expect(await send(body)).toMatchObject(paramError('/time_expire'))
  })

  test('closing: every merchant is required, and nothing else is taken', async () => {
    const { close } = orderCalls(fixture, kind)
    const named = kind === 'direct' ? { mchid: '1' } : { sp_mchid: '1', sub_mchid: '1' }
    for (const field of Object.keys(named)) {
      expect(await close(newNumber(), without(named, field))).toMatchObject(paramError(`/${field}`))
    }
    expect(await close(newNumber(), { ...named, appid: 'x' })).toMatchObject(paramError('/appid'))
  })
})

describe('who pays a partner order', () => {
  const send = (body: Body) => orderCalls(fixture, 'partner').place(body)

  test('exactly one of sp_openid and sub_openid', async () => {
    expect(await send(orderBody(fixture, 'partner', { payer: { sp_openid: 'oA' } }))).toMatchObject({ status: 200 })
    expect(await send(orderBody(fixture, 'partner', { payer: { sub_openid: 'oA' } }))).toMatchObject({ status: 200 })
    for (const payer of [{}, { sp_openid: 'oA', sub_openid: 'oB' }]) {
      expect(await send(orderBody(fixture, 'partner', { payer }))).toMatchObject(paramError('/payer/sp_openid'))
    }
  })

  test('sp_openid is held to 128 bytes', async () => {
    const body = (length: number) => orderBody(fixture, 'partner', { payer: { sp_openid: 'x'.repeat(length) } })
    expect(await send(body(128))).toMatchObject({ status: 200 })
    expect(await send(body(129))).toMatchObject(paramError('/payer/sp_openid'))
  })

  test('sub_openid needs sub_appid', async () => {
    expect(await send(without(orderBody(fixture, 'partner'), 'sub_appid'))).toMatchObject(paramError('/sub_appid'))
  })

  test('the fields of the other endpoint are not fields of this one', async () => {
    expect(await send(orderBody(fixture, 'partner', { appid: 'x' }))).toMatchObject(paramError('/appid'))
    expect(await send(orderBody(fixture, 'partner', { payer: { openid: 'x' } }))).toMatchObject(
      paramError('/payer/openid'),
    )
    const direct = orderCalls(fixture, 'direct')
    expect(await direct.place(orderBody(fixture, 'direct', { sub_mchid: '1' }))).toMatchObject(paramError('/sub_mchid'))
  })
})
