import http from 'node:http'
import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../sandbox/cloud/standIn'
import type { FunctionsFolder } from '../../support/cloudFunctions'
import { functionsFolder } from '../../support/cloudFunctions'

// Threads and sockets take their time on a busy machine; what is tested does not depend on it.
jest.setTimeout(60_000)

let folder: FunctionsFolder
let cloud: CloudStandIn

beforeAll(async () => {
  folder = functionsFolder({
    see: { code: 'exports.main = (event) => ({ statusCode: 200, body: JSON.stringify(event) })' },
    give: { code: 'exports.main = ({ body }) => eval(`(${body})`)' },
    fail: { code: 'exports.main = () => { throw new Error("boom") }' },
  })
  const routes = { '/see': 'see', '/see/deeper': 'give', '/give': 'give', '/fail': 'fail' }
  cloud = await startCloud({ functionsRoot: folder.root, routes })
})
afterEach(() => {
  Object.assign(cloud.httpAccess, { headerSpelling: 'lower', textBodies: 'utf8' })
})
afterAll(async () => {
  await cloud.close()
  folder.remove()
})

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
}

/** A request with headers spelled and repeated exactly as given. */
function send(method: string, path: string, headers: string[] = [], body: Buffer | string = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const base = ['Host', 'pay.test', 'Content-Length', String(Buffer.byteLength(body))]
    const request = http.request(
      cloud.frontUrl + path,
      { method, headers: [...base, ...headers], agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
        })
      },
    )
    request.on('error', reject).end(body)
  })
}

type HttpEvent = Record<string, unknown> & { headers: Record<string, string>; body: string; isBase64Encoded: boolean }

async function eventOf(...request: Parameters<typeof send>): Promise<HttpEvent> {
  const { status, body } = await send(...request)
  expect(status).toBe(200)
  return JSON.parse(body.toString()) as HttpEvent
}

const JSON_TYPE = ['Content-Type', 'application/json']

describe('the event of HTTP access', () => {
  it('has the documented fields, the path relative to the route', async () => {
    const event = await eventOf('POST', '/see/sub/path?a=1&b=x%20y', [...JSON_TYPE, 'Wechatpay-Nonce', 'n'], '{}')
    expect(event).toMatchObject({
      path: '/sub/path',
      httpMethod: 'POST',
      headers: {
        host: 'pay.test',
        'content-type': 'application/json',
        'wechatpay-nonce': 'n',
        'x-forwarded-for': '127.0.0.1',
      },
      queryStringParameters: { a: '1', b: 'x y' },
      requestContext: { envId: 'cb-local', requestId: expect.any(String) as string },
      body: '{}',
      isBase64Encoded: false,
    })
  })

  it('takes the whole route for the path "/"', async () => {
    expect(await eventOf('GET', '/see')).toMatchObject({
      path: '/',
      httpMethod: 'GET',
      body: '',
      isBase64Encoded: false,
    })
  })

  it('keeps the bytes of a text body: odd spacing, escapes, line ends, other scripts', async () => {
    const body = '{ "a" :\t"\\u4e2d" ,\r\n "b":"中文 🧧" }\n'
    const event = await eventOf('POST', '/see', JSON_TYPE, body)
    expect(event.body).toBe(body)
  })

  it.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['Text/Plain', true],
    ['application/x-www-form-urlencoded', true],
    ['application/vnd.wechat+json', true],
    ['application/octet-stream', false],
    ['image/png', false],
    [undefined, false],
  ])('passes content of type %s as text: %s', async (type, isText) => {
    const event = await eventOf('POST', '/see', type === undefined ? [] : ['content-type', type], 'körper')
    expect(event.isBase64Encoded).toBe(!isText)
    expect(Buffer.from(event.body, isText ? 'utf8' : 'base64').toString()).toBe('körper')
  })

  it('passes bytes that are no text unharmed', async () => {
    const bytes = Buffer.from([0, 255, 254, 128, 10])
    const event = await eventOf('POST', '/see', ['content-type', 'application/octet-stream'], bytes)
    expect(Buffer.from(event.body, 'base64')).toEqual(bytes)
  })

  it('passes JSON as base64 when told to', async () => {
    cloud.httpAccess.textBodies = 'base64'
    const event = await eventOf('POST', '/see', JSON_TYPE, '{"a":1}')
    expect(event).toMatchObject({ isBase64Encoded: true, body: Buffer.from('{"a":1}').toString('base64') })
  })

  it.each([
    ['lower', 'wechatpay-serial'],
    ['upper', 'WECHATPAY-SERIAL'],
    ['title', 'Wechatpay-Serial'],
    ['asSent', 'weChatPay-serial'],
  ] as const)('spells header names %s', async (spelling, name) => {
    cloud.httpAccess.headerSpelling = spelling
    const { headers } = await eventOf('GET', '/see', ['weChatPay-serial', 's'])
    expect(headers).toHaveProperty(name, 's')
  })

  it('joins a header that comes twice', async () => {
    const { headers } = await eventOf('GET', '/see', ['X-A', '1', 'x-a', '2'])
    expect(headers['x-a']).toBe('1, 2')
  })
})

describe('what the function returned', () => {
  const give = (code: string): Promise<Answer> => send('POST', '/give', ['content-type', 'text/plain'], code)

  it.each<[string, string, number, string | undefined, string]>([
    ['a text', '"hi"', 200, 'text/plain; charset=utf-8', 'hi'],
    ['an object', '({ a: 1 })', 200, 'application/json; charset=utf-8', '{"a":1}'],
    ['a list', '[1]', 200, 'application/json; charset=utf-8', '[1]'],
    ['nothing', 'undefined', 200, undefined, ''],
    ['an answer of its own', '({ statusCode: 401, headers: { "content-type": "a/b" }, body: "no" })', 401, 'a/b', 'no'],
    ['an answer in base64', '({ statusCode: 200, isBase64Encoded: true, body: "aGk=" })', 200, undefined, 'hi'],
    ['an answer without a body', '({ statusCode: 204 })', 204, undefined, ''],
    [
      'an answer whose statusCode was forgotten',
      '({ headers: {}, body: "x" })',
      200,
      'application/json; charset=utf-8',
      '{"headers":{},"body":"x"}',
    ],
  ])('becomes an answer: %s', async (_name, code, status, type, body) => {
    const answer = await give(code)
    expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([status, type, body])
  })

  it.each(['"200"', '99', '600', '2.5'])('is refused when its statusCode is %s', async (statusCode) => {
    const answer = await give(`({ statusCode: ${statusCode}, body: "x" })`)
    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.body.toString())).toMatchObject({ message: 'Invalid scf response format' })
  })
})

describe('refusals of the platform itself', () => {
  const refused = async (...request: Parameters<typeof send>): Promise<unknown> => {
    const { status, body } = await send(...request)
    return [status, (JSON.parse(body.toString()) as { code: string }).code]
  }

  it('has no answer for a path without a route', async () => {
    expect(await refused('POST', '/seen')).toEqual([404, 'INVALID_PATH'])
    expect(await refused('GET', '/call/see')).toEqual([404, 'INVALID_PATH'])
  })

  it('goes to the longest route that fits', async () => {
    expect((await send('POST', '/see/deeper', JSON_TYPE, '"give"')).body.toString()).toBe('give')
  })

  it('takes text of 100 KB and refuses one byte more', async () => {
    const limit = 100 * 1024
    expect((await eventOf('POST', '/see', JSON_TYPE, 'x'.repeat(limit))).body).toHaveLength(limit)
    expect(await refused('POST', '/see', JSON_TYPE, 'x'.repeat(limit + 1))).toEqual([413, 'EXCEED_MAX_PAYLOAD_SIZE'])
    const inProcess = await cloud.http({
      method: 'POST',
      path: '/see',
      headers: { 'Content-Type': 'text/plain' },
      body: 'x'.repeat(limit + 1),
    })
    expect(inProcess.status).toBe(413)
  })

  it('takes other types beyond that, up to 6 MB', async () => {
    const type = ['content-type', 'application/octet-stream']
    await eventOf('POST', '/see', type, Buffer.alloc(200 * 1024))
    expect(await refused('POST', '/see', type, Buffer.alloc(6 * 1024 * 1024 + 1))).toEqual([
      413,
      'EXCEED_MAX_PAYLOAD_SIZE',
    ])
  })

  it('answers 500 when the function throws', async () => {
    expect(await refused('POST', '/fail')).toEqual([500, 'FUNCTION_INVOCATION_FAILED'])
  })
})

describe('callFunction over the front address', () => {
  const post = async (name: string, headers: Record<string, string>, body: string): Promise<unknown> => {
    const response = await fetch(`${cloud.frontUrl}/call/${name}`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    return response.json()
  }
  const alice = { 'x-wx-openid': 'oAlice', 'x-wx-appid': 'wxTest' }

  it('answers the result, or the error as the mini-program sees it', async () => {
    expect(await post('give', alice, '{"body":"({ a: 1 })"}')).toEqual({
      result: { a: 1 },
      errMsg: 'cloud.callFunction:ok',
      requestID: expect.any(String) as string,
    })
    expect(await post('fail', alice, '')).toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining('Error: boom') as string,
      requestID: expect.any(String) as string,
    })
  })

  it('refuses a caller without identity, and data that is no JSON', async () => {
    expect(await post('give', { 'x-wx-openid': 'oAlice' }, '{}')).toMatchObject({ errCode: -501023 })
    expect(await post('give', alice, '{')).toMatchObject({ errMsg: expect.stringContaining('JSON') as string })
  })

  it('lets a client forge an HTTP event, as the cloud does: only identity tells them apart', async () => {
    const forged = { path: '/', httpMethod: 'POST', headers: {}, body: '"forged"', isBase64Encoded: false }
    expect(await post('give', alice, JSON.stringify(forged))).toMatchObject({ result: 'forged' })
  })
})
