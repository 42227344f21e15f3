// Every way a request can fail to be the merchant's, over real HTTP.
import { randomBytes } from 'node:crypto'
import { rawCall } from '../../support/rawWechatPay'
import { NORMAL, normalBody, startFixture, type Fixture } from './fixture'

const PATH = '/v3/certificates'
let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterAll(() => fixture.close())

async function refusalOf(call: Parameters<Fixture['call']>[0]) {
  const answer = await fixture.call(call)
  const detail = answer.json?.['detail'] as { field: string; issue: string; location: string } | undefined
  return { status: answer.status, code: answer.json?.['code'], detail }
}

const nowSec = () => Math.floor(fixture.baseClock.nowMs / 1000)

test('takes a request that is signed rightly', async () => {
  expect((await fixture.call({ path: PATH })).status).toBe(200)
})

test('takes the members in any order, blanks after commas and a serial in lower case', async () => {
  const answer = await fixture.call({
    path: PATH,
    authorization: { serial_no: fixture.keys.merchant.serial.toLowerCase() },
  })
  expect(answer.status).toBe(200)
})

test.each([300, -300])('takes a timestamp %i s off', async (skew) => {
  expect((await fixture.call({ path: PATH, nowMs: fixture.baseClock.nowMs + skew * 1000 })).status).toBe(200)
})

test.each(['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'])(
  'says that %s is missing, also when it is empty',
  async (member) => {
    for (const value of [undefined, '']) {
      const refusal = await refusalOf({ path: PATH, authorization: { [member]: value } })
      expect(refusal.detail).toMatchObject({ field: member, issue: 'is missing' })
    }
  },
)

describe('401 SIGN_ERROR naming the member', () => {
  test.each([
    ['mchid', { mchid: '1900000000' }],
    ['serial_no', { serial_no: '0'.repeat(40) }],
    ['serial_no', { serial_no: 'PUB_KEY_ID_0112345678901234567890123456' }],
    ['nonce_str', { nonce_str: 'n'.repeat(33) }],
    ['nonce_str', { nonce_str: 'blank in it' }],
    ['timestamp', { timestamp: '1780315200123' }],
    ['timestamp', { timestamp: '17803152e2' }],
    ['signature', { signature: randomBytes(256).toString('base64') }],
    ['signature', { signature: 'WECHATPAY/SIGNTEST/abc' }],
  ])('%s in %j', async (member, authorization) => {
    const refusal = await refusalOf({ path: PATH, authorization })
    expect(refusal).toMatchObject({
      status: 401,
      code: 'SIGN_ERROR',
      detail: { field: member, location: 'authorization' },
    })
  })

  test.each([301, -301])('timestamp %i s off', async (skew) => {
    const refusal = await refusalOf({ path: PATH, authorization: { timestamp: String(nowSec() + skew) } })
    expect(refusal).toMatchObject({ status: 401, code: 'SIGN_ERROR', detail: { field: 'timestamp' } })
    expect(refusal.detail?.issue).toContain(skew < 0 ? '301 s old' : '301 s ahead')
  })

  test('a nonce used before, also on the backup host', async () => {
    const authorization = { nonce_str: randomBytes(16).toString('hex') }
    expect((await fixture.call({ path: PATH, authorization })).status).toBe(200)
    const replay = await rawCall(fixture.backupUrl, fixture.keys, {
      path: PATH,
      authorization,
      nowMs: fixture.baseClock.nowMs,
    })
    expect(replay.status).toBe(401)
    expect(replay.json).toMatchObject({ code: 'SIGN_ERROR', detail: { field: 'nonce_str' } })
  })

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['another scheme', 'WECHATPAY2-SM2-WITH-SM3 mchid="1"'],
    ['a scheme alone', 'WECHATPAY2-SHA256-RSA2048'],
    ['members without quotes', 'WECHATPAY2-SHA256-RSA2048 mchid=1'],
    ['a trailing comma', 'WECHATPAY2-SHA256-RSA2048 mchid="1",'],
  ])('Authorization is %s', async (_what, value) => {
    const refusal = await refusalOf({ path: PATH, headers: { Authorization: value } })
    expect(refusal).toMatchObject({ status: 401, code: 'SIGN_ERROR', detail: { field: 'header' } })
  })

  test.each([
    ['given twice', 'mchid', 'WECHATPAY2-SHA256-RSA2048 mchid="1",mchid="1"'],
    ['not a member', 'appid', 'WECHATPAY2-SHA256-RSA2048 appid="1"'],
  ])('a member that is %s', async (_what, field, value) => {
    const refusal = await refusalOf({ path: PATH, headers: { Authorization: value } })
    expect(refusal).toMatchObject({ status: 401, code: 'SIGN_ERROR', detail: { field } })
  })

  test('the method, the query or one byte of the body is not what was signed', async () => {
    const body = normalBody(fixture)
    const signedBody = Buffer.from(JSON.stringify(body, null, 1))
    expect(await refusalOf({ path: NORMAL, body, signedBody })).toMatchObject({
      status: 401,
      detail: { field: 'signature' },
    })
    const signature = { signature: 'A'.repeat(342) + '==' }
    expect(await refusalOf({ path: `${PATH}?a=1`, authorization: signature })).toMatchObject({ status: 401 })
  })
})

test('tells what it expected to be signed, without the body', async () => {
  const body = normalBody(fixture)
  const answer = await fixture.call({ path: NORMAL, body, signedBody: Buffer.from('{}') })
  expect(answer.json).toMatchObject({
    detail: {
      sign_information: {
        method: 'POST',
        url: NORMAL,
        truncated_sign_message: expect.stringContaining(`POST\n${NORMAL}\n`) as string,
      },
    },
  })
  expect(answer.body.toString()).not.toContain(String(body['openid']))
})

test('a forged request does not use up a nonce', async () => {
  const nonce_str = randomBytes(16).toString('hex')
  await fixture.call({ path: PATH, authorization: { nonce_str, signature: randomBytes(256).toString('base64') } })
  expect((await fixture.call({ path: PATH, authorization: { nonce_str } })).status).toBe(200)
})

test('identity is checked before the body: a stranger learns nothing of the fields', async () => {
  const refusal = await refusalOf({ path: NORMAL, body: {}, authorization: { mchid: '1900000000' } })
  expect(refusal).toMatchObject({ status: 401, code: 'SIGN_ERROR' })
})
