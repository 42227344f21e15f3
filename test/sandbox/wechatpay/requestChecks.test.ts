// Headers, encodings and paths: what is refused before an endpoint looks at its fields.
import { COMBINE, NORMAL, normalBody, preSigned, startFixture, type Fixture } from './fixture'

let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterAll(() => fixture.close())

async function paramErrorOf(call: Parameters<Fixture['call']>[0]) {
  const { status, json } = await fixture.call(call)
  return { status, code: json?.['code'], detail: json?.['detail'] }
}

describe('400 PARAM_ERROR for headers', () => {
  test.each([
    ['User-Agent', undefined],
    ['User-Agent', ' '],
    ['Accept', undefined],
    ['Accept', 'text/html'],
    ['Content-Type', undefined],
    ['Content-Type', 'text/plain'],
    ['Content-Type', 'application/json; charset=gbk'],
  ])('%s is %j', async (name, value) => {
    const refusal = await paramErrorOf({ path: NORMAL, body: normalBody(fixture), headers: { [name]: value } })
    expect(refusal).toMatchObject({ status: 400, code: 'PARAM_ERROR', detail: { location: 'header', field: name } })
  })

  test('what is missing is said to be required', async () => {
    for (const name of ['User-Agent', 'Accept']) {
      const refusal = await paramErrorOf({ path: '/v3/certificates', headers: { [name]: undefined } })
      expect(refusal).toMatchObject({ detail: { field: name, issue: 'is required' } })
    }
  })

  test('a GET needs no Content-Type', async () => {
    expect((await fixture.call({ path: '/v3/certificates' })).status).toBe(200)
  })

  test('application/json with a charset of utf-8 is taken', async () => {
    const headers = { 'Content-Type': 'application/json; charset=utf-8' }
    expect(
      (await fixture.call({ path: NORMAL, body: normalBody(fixture, { openid: 'oCharset' }), headers })).status,
    ).toBe(200)
  })
})

describe('400 PARAM_ERROR for bodies', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('{"appid":')],
    ['an array', Buffer.from('[]')],
    ['null', Buffer.from('null')],
  ])('%s', async (_what, body) => {
    const refusal = await paramErrorOf({ method: 'POST', path: NORMAL, body })
    expect(refusal).toMatchObject({ status: 400, code: 'PARAM_ERROR', detail: { location: 'body' } })
  })

  test('bytes that are no UTF-8, in a body that is right otherwise', async () => {
    const text = JSON.stringify(normalBody(fixture, { contract_display_account: 'x' }))
    const body = Buffer.from(text)
    body[text.indexOf('"x"') + 1] = 0xff
    const refusal = await paramErrorOf({ path: NORMAL, body })
    expect(refusal).toMatchObject({ status: 400, detail: { issue: 'must be UTF-8' } })
  })

  test('a byte order mark before a body that is right otherwise', async () => {
    const body = Buffer.from(`\ufeff${JSON.stringify(normalBody(fixture))}`)
    expect(await paramErrorOf({ path: NORMAL, body })).toMatchObject({ status: 400, detail: { issue: 'must be JSON' } })
  })

  test.each([
    ['an emoji', '"\u{1f600}"'],
    ['an escaped emoji', '"\\ud83d\\ude00"'],
    ['half a surrogate pair', '"\\ud83d"'],
  ])('%s, which takes 4 bytes', async (_what, text) => {
    const body = Buffer.from(
      JSON.stringify(normalBody(fixture, { contract_display_account: 0 })).replace(':0', `:${text}`),
    )
    const refusal = await paramErrorOf({ path: NORMAL, body })
    expect(refusal).toMatchObject({ status: 400, detail: { field: '/contract_display_account' } })
    expect(JSON.stringify(refusal)).toContain('4-byte')
  })

  test('a GET with a body', async () => {
    expect(await paramErrorOf({ method: 'GET', path: '/v3/certificates', body: {} })).toMatchObject({ status: 400 })
  })
})

test('a body larger than any endpoint takes is 413', async () => {
  const answer = await fixture.call({ path: NORMAL, body: Buffer.alloc(300_000, 'a') })
  expect(answer.status).toBe(413)
})

describe('paths', () => {
  test('an unknown one is 404', async () => {
    const answer = await fixture.call({ path: '/v3/papay/sign/contracts' })
    expect(answer).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } })
  })

  test.each([`${NORMAL}/`, NORMAL.replace('normal', 'Normal'), NORMAL.replace('normal', 'normal/../qs')])(
    '%s is not tidied up',
    async (path) => {
      expect((await fixture.call({ path, body: normalBody(fixture) })).status).toBe(404)
    },
  )

  test('a known one with another method is 405', async () => {
    expect((await fixture.call({ method: 'GET', path: COMBINE })).status).toBe(405)
    expect((await fixture.call({ method: 'PUT', path: NORMAL, body: {} })).status).toBe(405)
  })

  test('a parameter is percent-decoded', async () => {
    const { path, code } = await preSigned(fixture, 'combine-papay')
    const encoded = path.replace(code, code.replace('c', '%63'))
    expect(await fixture.call({ path: encoded })).toMatchObject({ status: 200, json: { out_contract_code: code } })
  })

  test.each([
    ['out_contract_code', 'code%2F..'],
    ['out_contract_code', '%ff'],
    ['out_contract_code', ''],
    ['out_contract_code', 'a'.repeat(33)],
  ])('%s of "%s" is 400', async (field, code) => {
    const path = `/v3/password-exempt-contract/contracts/service-id/12535/out-contract-code/${code}`
    expect(await paramErrorOf({ path })).toMatchObject({
      status: 400,
      code: 'PARAM_ERROR',
      detail: { field, location: 'path' },
    })
  })

  test.each(['0', '-1', '1e3', 'abc', '99999999999999999999'])('service_id of "%s" is 400', async (id) => {
    const path = `/v3/password-exempt-contract/contracts/service-id/${id}/out-contract-code/a`
    expect(await paramErrorOf({ path })).toMatchObject({
      status: 400,
      detail: { field: 'service_id', location: 'path' },
    })
  })

  test('a query string an endpoint does not take is 400', async () => {
    const refusal = await paramErrorOf({ path: '/v3/certificates?serial=1' })
    expect(refusal).toMatchObject({ status: 400, detail: { field: 'serial', location: 'query' } })
    expect(await paramErrorOf({ path: '/v3/certificates?algorithm_type=DSA' })).toMatchObject({ status: 400 })
    expect(await paramErrorOf({ path: '/v3/certificates?algorithm_type=RSA&algorithm_type=RSA' })).toMatchObject({
      status: 400,
    })
  })
})
