import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { createContractGateway } from '../../../../../cloudfunctions/_shared/platform/gateways/contractGateway'
import { aContract, COMBINE, OPENID, SETTINGS } from '../../../../support/builders'
import { gatewayWorld } from '../../../../support/gatewayWorld'
import { reply, stranger, type Answer, type Peer } from '../../../../support/wechatPayPeer'

let peer: Peer
afterEach(() => peer.close())

async function setUp(answer: Answer, leftMs = Infinity) {
  const world = await gatewayWorld(answer, createContractGateway, { leftMs: () => leftMs })
  peer = world.peer
  return world
}

const contract = aContract()
const combine = aContract({}, COMBINE)
const signReply = (record: ContractRecord) => ({
  mchid: '1900000109',
  ...(record.family === 'password-exempt' ? { service_id: 12535 } : { plan_id: 12535 }),
  out_contract_code: record._id,
  pre_entrustweb_id: 'session-1',
  ...(record.family === 'password-exempt' && { sign_mp_appid: 'wxbd687630cd02ce1d', sign_mp_path: 'pages/x' }),
})

it('a pre-sign answer with numbers as text and ids as numbers is read as meant', async () => {
  const { gateway } = await setUp((_request, response) =>
    reply(response, 200, { ...signReply(contract), mchid: 1900000109, service_id: '12535', sub_mchid: '' }),
  )
  expect(await gateway.preSign(contract)).toMatchObject({
    kind: 'accepted',
    reply: { mchid: '1900000109', templateId: 12535 },
  })
})

describe('the endpoint', () => {
  const ecommerce = aContract({}, { ...SETTINGS, mode: 'ecommerce' })
  it.each([
    ['normal', contract, '/v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'],
    ['ecommerce', ecommerce, '/v3/password-exempt-contract/contracts/ecommerce/pre-entrust-sign/mini-program'],
    ['combine-papay', combine, '/v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program'],
  ])('of a pre-sign follows from the record (%s), and the stored body is sent as it is', async (_, record, path) => {
    const { gateway } = await setUp((_request, response) => reply(response, 200, signReply(record)))
    const outcome = await gateway.preSign(record)
    expect(outcome).toMatchObject({ kind: 'accepted', reply: { templateId: 12535, out_contract_code: record._id } })
    expect(peer.received).toMatchObject([{ method: 'POST', url: path }])
    expect(peer.received[0]?.body).toBe(JSON.stringify(record.request))
  })

  it.each([
    [contract, `/v3/password-exempt-contract/contracts/service-id/12535/out-contract-code/${contract._id}`],
    [combine, `/v3/ecommerce/combine-papay/contracts/plan-id/12535/out-contract-code/${combine._id}`],
  ])('of query and termination follows from the record: %#', async (record, path) => {
    const { gateway } = await setUp((_request, response) => reply(response, 200, { contract_state: 'SIGNED' }))
    expect(await gateway.query(record)).toEqual({ kind: 'accepted', reply: { contract_state: 'SIGNED' } })
    await gateway.terminate(record, '不再使用')
    expect(peer.received).toMatchObject([
      { method: 'GET', url: path },
      { method: 'POST', url: `${path}/terminate`, body: '{"contract_termination_remark":"不再使用"}' },
    ])
  })
})

describe('an outcome', () => {
  const query = async (answer: Answer) => {
    const { gateway, logged } = await setUp(answer)
    return { outcome: await gateway.query(contract), logged }
  }
  const refusal = { code: 'NO_AUTH', message: 'no permission' }

  it('is refused by a signed 4xx', async () => {
    const { outcome } = await query((_request, response) => reply(response, 403, refusal))
    expect(outcome).toEqual({ kind: 'refused', isSigned: true, httpStatus: 403, apiCode: 'NO_AUTH' })
  })

  it('is refused, and not by WeChat Pay’s own word, by a 4xx without a signature', async () => {
    const { outcome } = await query((_request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(refusal))
    })
    expect(outcome).toMatchObject({ kind: 'refused', isSigned: false })
  })

  it('is unknown after a 4xx with a wrong signature', async () => {
    const { outcome } = await query((_request, response) => reply(response, 403, refusal, { key: stranger.privateKey }))
    expect(outcome).toEqual({ kind: 'unknown', reason: 'untrusted' })
  })

  it('is rate limited by 429, whatever its code', async () => {
    const { outcome } = await query((_request, response) =>
      reply(response, 429, { code: 'FREQUENCY_LIMITED', message: 'slow' }),
    )
    expect(outcome).toMatchObject({ kind: 'rateLimited' })
  })

  it.each([500, 502, 503])('is unknown after %s', async (status) => {
    const { outcome } = await query((_request, response) =>
      reply(response, status, { code: 'SYSTEM_ERROR', message: 'x' }),
    )
    expect(outcome).toEqual({ kind: 'unknown', reason: 'unreachable' })
  })

  it('is unknown after a broken connection', async () => {
    const { outcome } = await query((_request, response) => response.destroy())
    expect(outcome).toEqual({ kind: 'unknown', reason: 'unreachable' })
  })

  it('is unknown after a 200 that somebody else has signed', async () => {
    const { outcome } = await query((_request, response) =>
      reply(response, 200, { contract_state: 'SIGNED' }, { key: stranger.privateKey }),
    )
    expect(outcome).toEqual({ kind: 'unknown', reason: 'untrusted' })
  })

  it('is logged with what support asks for, and without who or what', async () => {
    const { logged } = await query((_request, response) =>
      reply(response, 403, { ...refusal, message: `no ${OPENID}` }),
    )
    expect(logged).toMatchObject([
      {
        event: 'WeChat Pay called',
        fields: { call: 'query', outcome: 'refused', httpStatus: 403, apiCode: 'NO_AUTH', wechatpayRequestId: 'REQ-1' },
      },
    ])
    expect(JSON.stringify(logged)).not.toContain(OPENID)
  })
})

describe('why WeChat Pay refused', () => {
  const told = async (answer: Answer) => {
    const { gateway, logged } = await setUp(answer)
    await gateway.preSign(contract)
    return logged
  }

  it('is told in its own words: message, issue, field and Request-ID, in one bounded line', async () => {
    const detail = { location: 'body', value: ['/body/contract_display_account'], issue: 'too long' }
    const logged = await told((_request, response) =>
      reply(response, 400, { code: 'PARAM_ERROR', message: `字节数 145\n，大于${'最大值'.repeat(200)}`, detail }),
    )
    const [{ level, fields } = { level: undefined, fields: {} }] = logged
    expect(level).toBe('info')
    expect(fields).toMatchObject({ apiCode: 'PARAM_ERROR', fields: '/body/contract_display_account' })
    expect(fields).toMatchObject({
      wechatpayRequestId: 'REQ-1',
      explanation: expect.stringContaining('字节数 145 ') as string,
    })
    expect(fields.explanation?.length).toBeLessThanOrEqual(256)
  })

  it('is told without what was sent, a short name in Chinese among it', async () => {
    const named = { ...contract, request: { ...contract.request, contract_display_account: '小明' } } as ContractRecord
    const { gateway, logged } = await setUp((request, response) =>
      reply(response, 400, {
        code: 'PARAM_ERROR',
        message: `用户“小明”的“${OPENID}”`,
        detail: { issue: request.body, value: OPENID },
      }),
    )
    await gateway.preSign(named)
    expect(logged[0]?.fields.explanation).toContain('用户“***”的“***”')
    expect(JSON.stringify(logged)).not.toMatch(new RegExp(`小明|${OPENID}`))
  })

  it.each([401, 403])(
    'is an alert when it says %i: every call ends so until somebody does something',
    async (status) => {
      const logged = await told((_request, response) => reply(response, status, { code: 'X', message: '权限未开通' }))
      expect(logged).toMatchObject([{ level: 'alert', fields: { httpStatus: status, explanation: '权限未开通' } }])
    },
  )

  it.each([400, 404, 429, 500])('is none when it says %i', async (status) => {
    const logged = await told((_request, response) => reply(response, status, { code: 'X', message: 'x' }))
    expect(logged.map(({ level }) => level)).toEqual(['info'])
  })

  it('is an alert when the answer is under a key we do not hold, with what it says and the cure', async () => {
    const serial = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
    const logged = await told((_request, response) => reply(response, 403, { code: 'NO_AUTH' }, { serial }))
    expect(logged).toMatchObject([
      { level: 'alert', fields: { reason: 'SERIAL_UNKNOWN', outcome: 'unknown', wechatpayRequestId: 'REQ-1' } },
    ])
    expect(logged[0]?.fields.explanation).toMatch(/403 NO_AUTH, not verified.*start the switch.*API安全/)
    expect(logged[0]?.fields).not.toHaveProperty('apiCode')
  })
})

describe('a pre-sign answer', () => {
  it.each([
    ['an empty session', { pre_entrustweb_id: '' }],
    ['a session that is no text', { pre_entrustweb_id: 5 }],
    ['no code', { out_contract_code: undefined }],
    ['a template that is no number', { service_id: '12535.0' }],
  ])('with %s is not used, though it is signed', async (_, changes) => {
    const { gateway, logged } = await setUp((_request, response) =>
      reply(response, 200, { ...signReply(contract), ...changes }),
    )
    expect(await gateway.preSign(contract)).toEqual({ kind: 'unknown', reason: 'untrusted' })
    expect(logged.at(-1)).toMatchObject({ fields: { fields: Object.keys(changes)[0] } })
  })

  const app = aContract({ scene: 'app', userId: 'u1' }, COMBINE)
  const answers = async (record: ContractRecord, changes: object) => {
    const { gateway, logged } = await setUp((_request, response) =>
      reply(response, 200, { ...signReply(record), ...changes }),
    )
    return { outcome: await gateway.preSign(record), logged }
  }
  const BAD_PATHS = [
    'https://evil.example/x',
    'javascript:alert(1)',
    'weixin://dl/business/?t=x',
    '//evil.example/x',
    '/\\\\evil.example',
    '\\\\evil',
    'pages/x\nindex',
    'pages/x\r\nx: y',
    'pages/x\u0000',
    'pages/x\u2028index',
    'pages/x?a=\u202eb',
    'pages/x y',
    'pages/../../x',
    'pages/./x',
    'pages/\ud83d',
    '页面',
    '?a=b',
    '/',
    `pages/x?a=${'b'.repeat(10_240)}`,
  ]

  it.each([
    ...BAD_PATHS.flatMap((path) => [
      ['sign_mp_path', contract, path] as const,
      ['miniprogram_path', app, path] as const,
      ['mini_program_path', app, path] as const,
    ]),
    ...['a\nb', 'a b', 'a\u0000', '会话', 'x'.repeat(129)].flatMap((id) => [
      ['pre_entrustweb_id', contract, id] as const,
      ['pre_entrustweb_id', app, id] as const,
    ]),
    ...['wxbd687630cd02ce1d\n', 'https://evil.example', '', 'w'.repeat(33)].map(
      (appid) => ['sign_mp_appid', contract, appid] as const,
    ),
    ...['gh_1\n', 'gh_1/../x', 'g'.repeat(33)].flatMap((user) => [
      ['miniprogram_username', app, user] as const,
      ['mini_program_username', app, user] as const,
    ]),
  ])('whose %s is not of its form goes to no phone: %#', async (field, record, value) => {
    const { outcome, logged } = await answers(record, { [field]: value })
    expect(outcome).toEqual({ kind: 'unknown', reason: 'untrusted' })
    expect(logged.at(-1)).toEqual({
      level: 'alert',
      event: 'pre-sign answer not as documented',
      fields: { out_contract_code: record._id, fields: field },
    })
  })

  it.each([
    'pages/PwdExemptContract/index',
    '/pages/x/index?a=b',
    'pages/x?session=5778aadY9nltAsZzXixCkFIGYnV2V&url=https%3A%2F%2Fpay.weixin.qq.com',
    'pages/x/index.html?a=b',
    `pages/x?a=${'b'.repeat(1000)}`,
  ])('may lead to %s', async (path) => {
    const launch = { miniprogram_username: 'gh_d43f693ca31f@app', miniprogram_path: path }
    expect((await answers(contract, { sign_mp_path: path })).outcome).toMatchObject({ reply: { sign_mp_path: path } })
    await peer.close()
    expect((await answers(app, launch)).outcome).toMatchObject({ kind: 'accepted', reply: launch })
  })
})

describe('with little left of the call that is served', () => {
  const CALLS = ['preSign', 'query', 'terminate'] as const

  it.each(CALLS)('no %s is begun whose answer could not be awaited: unknown, and nothing was sent', async (name) => {
    const { gateway, logged } = await setUp((_request, response) => reply(response, 200, {}), 2499)
    expect(await gateway[name](contract, 'x')).toEqual({ kind: 'unknown', reason: 'unreachable' })
    expect(peer.received).toEqual([])
    expect(logged).toMatchObject([{ event: 'WeChat Pay not called', fields: { call: name } }])
  })

  it.each(CALLS)('a %s ends with it, however slow the answer is', async (name) => {
    const { gateway, logged } = await setUp(() => undefined, 2500)
    expect(await gateway[name](contract, 'x')).toEqual({ kind: 'unknown', reason: 'unreachable' })
    expect(peer.received).toHaveLength(1)
    expect(logged).toMatchObject([{ fields: { call: name, reason: 'timeout' } }])
  })
})
