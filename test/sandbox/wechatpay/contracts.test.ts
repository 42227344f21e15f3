// What may happen to a code: pre-sign, sign, query, terminate, in both families.
import {
  NORMAL,
  COMBINE,
  combineBody,
  newCode,
  normalBody,
  preSigned,
  signed,
  startFixture,
  TEMPLATE_ID,
  without,
  type Fixture,
} from './fixture'

const HOUR_MS = 3_600_000
const FAMILIES = ['password-exempt', 'combine-papay'] as const
let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

async function post(path: string, body: Record<string, unknown>) {
  const { status, json } = await fixture.call({ path, body })
  return { status, json, code: json?.['code'] }
}

const invalidRequest = { status: 400, code: 'INVALID_REQUEST' }

describe('pre-sign', () => {
  test('mini-program answers with the session, its launch target and the echo', async () => {
    const body = normalBody(fixture)
    const { json } = await post(NORMAL, body)
    expect(json).toEqual({
      pre_entrustweb_id: expect.stringMatching(/^[0-9A-Za-z]{29}$/) as string,
      mchid: fixture.keys.mchid,
      service_id: TEMPLATE_ID,
      out_contract_code: body['out_contract_code'],
      sign_mp_appid: 'wxbd687630cd02ce1d',
      sign_mp_path: 'pages/PwdExemptContract/index',
    })
  })

  test('combine-papay answers without a launch target', async () => {
    const { json } = await post(COMBINE, combineBody(fixture))
    expect(Object.keys(json ?? {}).sort()).toEqual(['mchid', 'out_contract_code', 'plan_id', 'pre_entrustweb_id'])
  })

  test('service-provider adds sub_mchid, qs does not', async () => {
    const { subAppid, subMchid, appid } = fixture.keys
    const common = without(normalBody(fixture), 'appid', 'openid')
    const sub = { ...common, sub_appid: subAppid, sub_mchid: subMchid, sub_openid: 'oSub' }
    const provider = await post(NORMAL.replace('normal', 'service-provider'), { ...sub, sp_appid: appid })
    expect(provider).toMatchObject({ status: 200, json: { sub_mchid: subMchid } })
    const qs = await post(NORMAL.replace('normal', 'qs'), {
      ...sub,
      out_contract_code: newCode(),
      appid,
      sub_openid: 'oSub2',
    })
    expect(qs.status).toBe(200)
    expect(qs.json).not.toHaveProperty('sub_mchid')
  })

  describe.each(FAMILIES)('%s', (family) => {
    const path = family === 'combine-papay' ? COMBINE : NORMAL

    test('the same request gives the same session, key order aside, while it lives', async () => {
      const { body, sessionId } = await preSigned(fixture, family)
      const reversed = Object.fromEntries(Object.entries(body).reverse())
      expect((await post(path, reversed)).json).toMatchObject({ pre_entrustweb_id: sessionId })
      await fixture.control.advanceClock({ ms: 2 * HOUR_MS - 1 })
      expect((await post(path, body)).json).toMatchObject({ pre_entrustweb_id: sessionId })
      await fixture.control.advanceClock({ ms: 1 })
      const later = await post(path, body)
      expect(later.status).toBe(200)
      expect(later.json?.['pre_entrustweb_id']).not.toBe(sessionId)
    })

    test('the same code with another body is refused', async () => {
      const { body } = await preSigned(fixture, family)
      expect(await post(path, { ...body, contract_display_account: '别人' })).toMatchObject(invalidRequest)
    })

    test('the same code at another endpoint is refused', async () => {
      const { code } = await preSigned(fixture, family)
      const [otherPath, body] =
        family === 'combine-papay' ? [NORMAL, normalBody(fixture)] : [COMBINE, combineBody(fixture)]
      expect(await post(otherPath, { ...body, out_contract_code: code })).toMatchObject(invalidRequest)
    })

    test('a signed code is refused, and after termination too', async () => {
      const { code, body } = await signed(fixture, family)
      expect(await post(path, body)).toMatchObject(invalidRequest)
      await fixture.control.terminate({ out_contract_code: code })
      expect(await post(path, body)).toMatchObject(invalidRequest)
    })

    test('a code whose signing failed is refused', async () => {
      const { code, body } = await preSigned(fixture, family)
      await fixture.control.fail({ out_contract_code: code })
      expect(await post(path, body)).toMatchObject(invalidRequest)
    })
  })

  test('a user with an effective contract under the template is refused a second, and not after the end of the first', async () => {
    const { code, openid } = await signed(fixture)
    const second = normalBody(fixture, { openid })
    expect(await post(NORMAL, second)).toMatchObject(invalidRequest)
    await fixture.control.terminate({ out_contract_code: code })
    expect(await post(NORMAL, second)).toMatchObject({ status: 200 })
  })
})

test('templates are apart: a contract under one is neither found nor counted under another', async () => {
  const other = await startFixture({ services: [{ serviceId: TEMPLATE_ID }, { serviceId: 777 }] })
  const { path, openid } = await signed(other)
  expect((await other.call({ path: path.replace(String(TEMPLATE_ID), '777') })).status).toBe(404)
  expect((await other.call({ path: NORMAL, body: normalBody(other, { openid, service_id: 777 }) })).status).toBe(200)
  await other.close()
})

describe('403 NO_AUTH', () => {
  const noAuth = { status: 403, code: 'NO_AUTH' }
  test.each([
    ['appid of somebody else', NORMAL, { appid: 'wx0000000000000000' }],
    ['service_id that is not open', NORMAL, { service_id: 1 }],
  ])('%s', async (_what, path, changes) => {
    expect(await post(path, normalBody(fixture, changes))).toMatchObject(noAuth)
  })

  test.each([
    ['the mini-program scene takes no mobile appid', COMBINE, () => fixture.keys.mobileAppid],
    ['the APP scene takes no mini-program appid', COMBINE.replace('/mini-program', ''), () => fixture.keys.appid],
  ])('%s', async (_what, path, appid) => {
    expect(await post(path, combineBody(fixture, { appid: appid() }))).toMatchObject(noAuth)
  })

  test.each([{ sub_mchid: '1900000001' }, { sub_appid: 'wx0000000000000000' }])('sub-merchant %j', async (changes) => {
    const sub = { sub_appid: fixture.keys.subAppid, sub_mchid: fixture.keys.subMchid }
    expect(await post(NORMAL.replace('normal', 'qs'), normalBody(fixture, { ...sub, ...changes }))).toMatchObject(
      noAuth,
    )
  })

  test('a plan_id that is not open, also for query and terminate', async () => {
    expect(await post(COMBINE, combineBody(fixture, { plan_id: 1 }))).toMatchObject(noAuth)
    const path = '/v3/ecommerce/combine-papay/contracts/plan-id/1/out-contract-code/a'
    expect((await fixture.call({ path })).status).toBe(403)
    expect(await post(`${path}/terminate`, { contract_termination_remark: 'x' })).toMatchObject(noAuth)
  })

  test('a service that is open for other modes only', async () => {
    const other = await startFixture({ services: [{ serviceId: TEMPLATE_ID, modes: ['ecommerce'] }] })
    const body = normalBody(other)
    expect((await other.call({ path: NORMAL, body })).status).toBe(403)
    expect((await other.call({ path: NORMAL.replace('normal', 'ecommerce'), body })).status).toBe(200)
    await other.close()
  })
})

describe('pay-redirect-sign', () => {
  const PATH = NORMAL.replace('mini-program', 'pay-redirect-sign')
  const prepay_id = 'wx201410272009395522657a690389285100'

  test('takes a registered order and answers with nothing to launch', async () => {
    await fixture.control.registerPrepay({ prepay_id })
    const body = normalBody(fixture, { prepay_id })
    const { status, json } = await post(PATH, body)
    expect(status).toBe(200)
    expect(Object.keys(json ?? {}).sort()).toEqual(['mchid', 'out_contract_code', 'service_id'])
    expect(await fixture.control.sign({ out_contract_code: String(body['out_contract_code']) })).toMatchObject({
      contract_state: 'SIGNED',
    })
  })

  test('refuses an order it does not know', async () => {
    expect(await post(PATH, normalBody(fixture, { prepay_id }))).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
  })

  test.each([{ openid: 'oSomebodyElse' }, { appid: 'wx0000000000000000' }])(
    'refuses the order of another %j',
    async (of) => {
      await fixture.control.registerPrepay({ prepay_id, ...of })
      expect(await post(PATH, normalBody(fixture, { prepay_id }))).toMatchObject(invalidRequest)
    },
  )

  test('refuses an order that is over two hours old', async () => {
    await fixture.control.registerPrepay({ prepay_id })
    await fixture.control.advanceClock({ ms: 2 * HOUR_MS })
    expect(await post(PATH, normalBody(fixture, { prepay_id }))).toMatchObject(invalidRequest)
  })

  test('refuses a second code for one order, and takes the repeat of the first', async () => {
    await fixture.control.registerPrepay({ prepay_id })
    const first = normalBody(fixture, { prepay_id })
    expect(await post(PATH, first)).toMatchObject({ status: 200 })
    expect(await post(PATH, normalBody(fixture, { prepay_id }))).toMatchObject(invalidRequest)
    expect(await post(PATH, first)).toMatchObject({ status: 200 })
  })

  describe('a code that was not signed, with another order', () => {
    const next = `${prepay_id}2`
    let first: Record<string, unknown>
    const open = async () =>
      (await fixture.control.contracts()).map(({ session, pre_entrustweb_id }) => [session, pre_entrustweb_id])
    beforeEach(async () => {
      await fixture.control.registerPrepay({ prepay_id })
      await fixture.control.registerPrepay({ prepay_id: next })
      first = normalBody(fixture, { prepay_id })
      await post(PATH, first)
    })

    test('is taken, and its session is another one', async () => {
      const before = await open()
      expect(await post(PATH, { ...first, prepay_id: next })).toMatchObject({ status: 200 })
      expect(await open()).toEqual([['open', expect.not.stringMatching(String(before[0]?.[1]))]])
    })

    test('is refused once the switch says so', async () => {
      await fixture.control.setSwitches({ codeForOtherOrder: 'refused' })
      expect(await post(PATH, { ...first, prepay_id: next })).toMatchObject(invalidRequest)
    })

    test('and anything else that differs is refused', async () => {
      const other = { ...first, prepay_id: next, contract_display_account: '微信代扣用户B' }
      expect(await post(PATH, other)).toMatchObject(invalidRequest)
    })

    test('is refused once it is signed', async () => {
      await fixture.control.sign({ out_contract_code: String(first['out_contract_code']) })
      expect(await post(PATH, { ...first, prepay_id: next })).toMatchObject(invalidRequest)
    })
  })
})

describe('signing', () => {
  test('not after two hours', async () => {
    const { code } = await preSigned(fixture)
    await fixture.control.advanceClock({ ms: 2 * HOUR_MS })
    await expect(fixture.control.sign({ out_contract_code: code })).rejects.toThrow('is over')
  })

  test('not after the session was let lapse, nor twice', async () => {
    const lapsed = await preSigned(fixture)
    await fixture.control.lapse({ pre_entrustweb_id: lapsed.sessionId })
    await expect(fixture.control.sign({ out_contract_code: lapsed.code })).rejects.toThrow('is over')
    const twice = await signed(fixture)
    await expect(fixture.control.sign({ out_contract_code: twice.code })).rejects.toThrow('is over')
  })

  test('still after a refusal, by the session id', async () => {
    const { sessionId } = await preSigned(fixture)
    await fixture.control.refuse({ pre_entrustweb_id: sessionId })
    expect(await fixture.control.sign({ pre_entrustweb_id: sessionId })).toMatchObject({ contract_state: 'SIGNED' })
  })

  test('a password-exempt session binds its user, a combine-papay one whoever signs', async () => {
    const bound = await preSigned(fixture)
    await expect(fixture.control.sign({ out_contract_code: bound.code, openid: 'oAnother' })).rejects.toThrow(
      'another user',
    )
    const open = await preSigned(fixture, 'combine-papay')
    await expect(fixture.control.sign({ out_contract_code: open.code })).rejects.toThrow('openid is needed')
    await fixture.control.sign({ out_contract_code: open.code, openid: 'oWhoever' })
    expect((await fixture.call({ path: open.path })).json).toMatchObject({
      openid: 'oWhoever',
      contract_state: 'SIGNED',
    })
  })

  test('one user cannot sign two sessions of one template', async () => {
    const [first, second] = [await preSigned(fixture, 'combine-papay'), await preSigned(fixture, 'combine-papay')]
    await fixture.control.sign({ out_contract_code: first.code, openid: 'oSame' })
    await expect(fixture.control.sign({ out_contract_code: second.code, openid: 'oSame' })).rejects.toThrow(
      'effective contract',
    )
  })

  test('nothing happens to a session that was never opened', async () => {
    await expect(fixture.control.sign({ out_contract_code: 'never' })).rejects.toThrow('nothing was pre-signed')
    await expect(fixture.control.sign({})).rejects.toThrow('one of the two')
  })
})

describe('query', () => {
  test('before signing: combine-papay says NOT_SIGNED and no more than it knows', async () => {
    const { path, code } = await preSigned(fixture, 'combine-papay')
    const { status, json } = await fixture.call({ path })
    expect(status).toBe(200)
    expect(json).toMatchObject({ contract_state: 'NOT_SIGNED', out_contract_code: code, plan_id: TEMPLATE_ID })
    for (const field of ['contract_id', 'openid', 'contract_signed_time']) expect(json).not.toHaveProperty(field)
  })

  test('before signing: password-exempt says 404, or NOT_SIGNED when switched', async () => {
    const { path } = await preSigned(fixture)
    expect(await fixture.call({ path })).toMatchObject({ status: 404, json: { code: 'RESOURCE_NOT_EXISTS' } })
    await fixture.control.setSwitches({ passwordExemptUnsignedQuery: 'notSigned' })
    expect(await fixture.call({ path })).toMatchObject({ status: 200, json: { contract_state: 'NOT_SIGNED' } })
  })

  test('signed, password-exempt', async () => {
    const { path, code, openid } = await signed(fixture)
    expect((await fixture.call({ path })).json).toEqual({
      mchid: fixture.keys.mchid,
      contract_id: expect.stringMatching(/^9[0-9]{17}$/) as string,
      appid: fixture.keys.appid,
      openid,
      service_id: TEMPLATE_ID,
      out_contract_code: code,
      contract_display_account: '微信代扣用户A',
      contract_state: 'SIGNED',
      contract_signed_time: '2026-06-01T20:00:00+08:00',
    })
  })

  test('signed, combine-papay: milliseconds and an end', async () => {
    const { path } = await signed(fixture, 'combine-papay')
    expect((await fixture.call({ path })).json).toMatchObject({
      contract_signed_time: '2026-06-01T20:00:00.120+08:00',
      contract_expired_time: '2027-06-01T20:00:00.120+08:00',
    })
  })

  test.each(FAMILIES)('an unknown code of %s is 404', async (family) => {
    const { path, code } = await preSigned(fixture, family)
    expect((await fixture.call({ path: path.replace(code, 'unknown') })).status).toBe(404)
  })

  test('a code of the other family is 404', async () => {
    const { code } = await signed(fixture)
    const path = `/v3/ecommerce/combine-papay/contracts/plan-id/${TEMPLATE_ID}/out-contract-code/${code}`
    expect((await fixture.call({ path })).status).toBe(404)
  })
})

describe.each(FAMILIES)('terminate %s', (family) => {
  const remark = { contract_termination_remark: '用户不再使用' }

  test('by the merchant', async () => {
    const { path, code } = await signed(fixture, family)
    const template = family === 'combine-papay' ? 'plan_id' : 'service_id'
    const { json } = await post(`${path}/terminate`, remark)
    expect(json).toEqual({ mchid: fixture.keys.mchid, [template]: TEMPLATE_ID, out_contract_code: code })
    expect((await fixture.call({ path })).json).toMatchObject({
      contract_state: 'TERMINATED',
      contract_terminate_info: {
        contract_termination_mode: 'MCH_API_TERMINATE',
        contract_termination_remark: '用户不再使用',
      },
    })
  })

  test('by the user in WeChat', async () => {
    const { path, code } = await signed(fixture, family)
    await fixture.control.terminate({ out_contract_code: code })
    const info = { contract_terminate_info: { contract_termination_mode: 'USER_TERMINATE' } }
    expect((await fixture.call({ path })).json).toMatchObject({ contract_state: 'TERMINATED', ...info })
  })

  test('only while it is in force', async () => {
    const unsigned = await preSigned(fixture, family)
    expect(await post(`${unsigned.path}/terminate`, remark)).toMatchObject(invalidRequest)
    const { path, code } = await signed(fixture, family)
    expect(await post(`${path}/terminate`, remark)).toMatchObject({ status: 200 })
    expect(await post(`${path}/terminate`, remark)).toMatchObject(invalidRequest)
    await expect(fixture.control.terminate({ out_contract_code: code })).rejects.toThrow('only a contract in force')
  })
})
