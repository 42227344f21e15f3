import { createPublicKey, createVerify } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import {
  WechatPayApiError,
  WechatPayTransportError,
  WechatPayVerifyError,
} from '../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { chargeBody, clientFor, signBody, signReply } from '../../../support/clients'
import {
  merchant,
  MERCHANT_SERIAL,
  PUBLIC_KEY_ID,
  reply,
  signedHeaders,
  startPeer,
  stranger,
  type Answer,
  type Peer,
  type Received,
} from '../../../support/wechatPayPeer'

const SIGN = 'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'
const QUERY = 'v3/password-exempt-contract/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}'
const TERMINATE = `${QUERY}/terminate` as const
const CHARGE = 'v3/ecommerce/combine-papay/transactions'
const pathParams = { service_id: 12535, out_contract_code: 'abc' }

const peers: Peer[] = []
async function peer(answer: Answer): Promise<Peer> {
  const started = await startPeer(answer)
  peers.push(started)
  return started
}
afterEach(async () => {
  await Promise.all(peers.splice(0).map((each) => each.close()))
})

const caught = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no error',
    (error: unknown) => error,
  )

/** Reads the Authorization header apart and checks it as the other side would. */
function authorizes(request: Received): boolean {
  const pairs = (request.headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)
  const fields = Object.fromEntries(Array.from(pairs, ([, name = '', value = '']): [string, string] => [name, value]))
  const message = [request.method, request.url, fields['timestamp'], fields['nonce_str'], request.body, ''].join('\n')
  expect(fields).toMatchObject({ mchid: '1900000109', serial_no: MERCHANT_SERIAL })
  return createVerify('RSA-SHA256')
    .update(message)
    .verify(createPublicKey(merchant.privateKey), fields['signature'] ?? '', 'base64')
}

/** What it has would not be sent. */
class Accessors {
  readonly state = 'ALL'
  get limit() {
    return 1
  }
}

describe('a request', () => {
  it('is signed over the bytes it sends, in every call style', async () => {
    const { url, received } = await peer((_, response) => reply(response, 200, signReply))
    const { wxpay } = clientFor([url])
    const answers = [
      await wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram.post(signBody()),
      await wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram(signBody()),
      await wxpay.chain(SIGN).post(signBody()),
      await wxpay[SIGN].post(signBody()),
      await wxpay[SIGN](signBody(), { timeout: 3000, headers: { 'X-Trace': '1' } }),
    ]
    expect(answers.map(({ data, status }) => [data, status])).toEqual(answers.map(() => [signReply, 200]))
    expect(received.map(authorizes)).toEqual(received.map(() => true))
    expect(new Set(received.map(({ method, url: target, body }) => method + target + body))).toEqual(
      new Set([`POST/${SIGN}${JSON.stringify(signBody())}`]),
    )
    expect(received[4]?.headers['x-trace']).toBe('1')
  })

  it('carries the headers the protocol asks for', async () => {
    const { url, received } = await peer((_, response) => reply(response, 200, signReply))
    await clientFor([url]).wxpay.chain(SIGN).post(signBody())
    expect(received[0]?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'wechatpay-entrust-kit',
      'wechatpay-serial': PUBLIC_KEY_ID,
    })
  })

  it('without a body says of which type it is not, and that there is nothing', async () => {
    const { url, received } = await peer((_, response) => reply(response, 200, {}))
    await clientFor([url]).wxpay.chain<{ post: { reply: unknown } }>('v3/some/where').post()
    expect(received[0]).toMatchObject({ method: 'POST', body: '', headers: { 'content-length': '0' } })
    expect(received[0]?.headers).not.toHaveProperty('content-type')
  })

  it('signs path parameters and query as they go out', async () => {
    const { url, received } = await peer((_, response) => reply(response, 200, {}))
    const { wxpay } = clientFor([url])
    await wxpay.v3.passwordExemptContract.contracts.serviceId._service_id_.outContractCode._out_contract_code_.get({
      pathParams: { service_id: 1, out_contract_code: "../it's" },
    })
    await wxpay.v3.certificates.get({ params: { algorithm_type: 'RSA' } })
    expect(received.map((request) => [request.url, authorizes(request)])).toEqual([
      ['/v3/password-exempt-contract/contracts/service-id/1/out-contract-code/..%2Fit%27s', true],
      ['/v3/certificates?algorithm_type=RSA', true],
    ])
  })

  it('reaches any other path, with every method', async () => {
    const { url, received } = await peer((_, response) => reply(response, 200, { ok: 1 }))
    const other = clientFor([url]).wxpay.chain<{
      get: { reply: { ok: number } }
      post: { body: object; reply: unknown }
      put: { body: object; reply: unknown }
      patch: { body: object; reply: unknown }
      delete: { reply: unknown }
    }>('v3/some/other/path')
    await Promise.all([
      other.get(),
      other.post({ a: 1 }),
      other({ a: 2 }),
      other.put({ a: 1 }),
      other.patch({ a: 1 }),
      other.delete(),
    ])
    expect(received.map(({ method }) => method).sort()).toEqual(['DELETE', 'GET', 'PATCH', 'POST', 'POST', 'PUT'])
    expect(received.every(authorizes)).toBe(true)
  })

  it.each([
    ['an emoji', signBody({ contract_display_account: '小明😀' }), {}, 'body.contract_display_account'],
    [
      'an ideograph of four bytes',
      signBody({ contract_display_account: '𠮷野家' }),
      {},
      'body.contract_display_account',
    ],
    ['half a pair', signBody({ contract_display_account: '小明😀'.slice(0, 3) }), {}, 'body.contract_display_account'],
    ['the other half', signBody({ contract_display_account: '😀'.slice(1) }), {}, 'body.contract_display_account'],
    ['half a pair further down', { ...signBody(), a: [{ b: 'x' }, { b: '\ud83d' }] } as never, {}, 'body.a[1].b'],
    ['what its own JSON makes of it', { ...signBody(), a: { toJSON: () => '😀' } } as never, {}, 'body.a'],
    ['an emoji for a name', { ...signBody(), a: { '😀': 1 } } as never, {}, 'body.a'],
    ['a body that is no object', 'text' as never, {}, 'body'],
    ['a BigInt', signBody({ service_id: 1n as never }), {}, 'body.service_id'],
    ['an own Authorization', signBody(), { headers: { AUTHORIZATION: 'x' } }, 'config.headers.AUTHORIZATION'],
    ['another base URL', signBody(), { baseURL: 'https://evil.example' }, 'config.baseURL'],
    ['a transformRequest', signBody(), { transformRequest: () => 'x' }, 'config.transformRequest'],
    ['a validateStatus', signBody(), { validateStatus: () => true }, 'config.validateStatus'],
    ['a timeout of 0', signBody(), { timeout: 0 }, 'config.timeout'],
    ['a timeout no timer can hold', signBody(), { timeout: Infinity }, 'config.timeout'],
    [
      'an own length behind a blank',
      signBody(),
      { headers: { 'content-length ': '3' } },
      'config.headers.content-length',
    ],
    ['a header in Chinese', signBody(), { headers: { 'x-note': '备注' } }, 'config.headers.x-note'],
    ['a header of two lines', signBody(), { headers: { 'x-note': 'a\r\nb: c' } }, 'config.headers.x-note'],
    ['a Map as headers', signBody(), { headers: new Map([['x-note', 'a']]) }, 'config.headers'],
    ['Headers of fetch', signBody(), { headers: new Headers({ 'x-note': 'a' }) }, 'config.headers'],
    ['a list as headers', signBody(), { headers: [['x-note', 'a']] }, 'config.headers'],
    ['null as a header', signBody(), { headers: { 'x-note': null } }, 'config.headers.x-note'],
    ['a list of values in a header', signBody(), { headers: { 'x-note': ['a', 'b'] } }, 'config.headers.x-note'],
    ['an empty User-Agent', signBody(), { headers: { 'User-Agent': '' } }, 'config.headers.User-Agent'],
    ['a blank header', signBody(), { headers: { 'x-note': ' ' } }, 'config.headers.x-note'],
    ['an encoding', signBody(), { headers: { 'Content-Encoding': 'gzip' } }, 'config.headers.Content-Encoding'],
    [
      'a word for a proxy',
      signBody(),
      { headers: { 'Proxy-Authorization': 'a' } },
      'config.headers.Proxy-Authorization',
    ],
    ['headers of a class', signBody(), { headers: new Accessors() }, 'config.headers'],
    ['a query of a class', signBody(), { params: new Accessors() }, 'params'],
    ['a query named by a symbol', signBody(), { params: { [Symbol('a')]: 'a' } }, 'params'],
    ['NaN in a header', signBody(), { headers: { 'x-note': NaN } }, 'config.headers.x-note'],
    ['a header in two spellings', signBody(), { headers: { 'x-note': 'a', 'X-Note': 'b' } }, 'config.headers.X-Note'],
    [
      'an encoding of its own',
      signBody(),
      { headers: { 'Accept-Encoding': 'zstd' } },
      'config.headers.Accept-Encoding',
    ],
    ['an upgrade', signBody(), { headers: { upgrade: 'websocket' } }, 'config.headers.upgrade'],
    ['a Map as config', signBody(), new Map([['timeout', 1]]), 'config'],
    ['a number as config', signBody(), 5, 'config'],
    ['a misspelt option', signBody(), { timeOut: 5 }, 'config.timeOut'],
    ['a time of a try of NaN', signBody(), { tryTimeout: NaN }, 'config.tryTimeout'],
    ['a signal that is none', signBody(), { signal: {} }, 'config.signal'],
    ['URLSearchParams as query', signBody(), { params: new URLSearchParams({ a: '1' }) }, 'params'],
    ['null in the query', signBody(), { params: { a: null } }, 'params.a'],
    ['FormData as body', new FormData() as never, {}, 'body'],
    ['a config as body', { timeout: 5 } as never, undefined, 'body'],
    ['a stray path parameter', signBody(), { pathParams: { code: '1' } }, 'pathParams.code'],
  ])('with %s is not sent, and the error names the field', async (_, body, config, field) => {
    const { url, received } = await peer((__, response) => reply(response, 200, {}))
    const error = await caught(
      clientFor([url])
        .wxpay.chain(SIGN)
        .post(body, config as never),
    )
    expect(error).toMatchObject({ name: 'InputError', field })
    expect(received).toEqual([])
  })
})

describe('what is not served', () => {
  it.each<[string, string, object, RegExp]>([
    ['a bill file', 'v3/billdownload/file', { params: { token: 'a' } }, /files come without a signature.*downloadBill/],
    ['a receipt file', 'v3/transferdownload/signfile', {}, /files come without a signature/],
    ['a binary answer', 'v3/bill/tradebill', { responseType: 'stream' }, /files come without a signature/],
    [
      'a forward proxy',
      'v3/certificates',
      { proxy: { host: '10.0.0.1' } },
      /forward proxies and agents are not served/,
    ],
    ['an agent', 'v3/certificates', { httpsAgent: {} }, /forward proxies and agents are not served/],
  ])('%s, is refused and says so', async (_, path, config, message) => {
    const { url, received } = await peer((__, response) => reply(response, 200, {}))
    const call = clientFor([url]).wxpay.chain<{ get: { reply: unknown } }>(path as never)
    expect(await caught(call.get(config as never))).toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(message) as string,
    })
    expect(received).toEqual([])
  })

  it('more than a body and a config', async () => {
    const { url, received } = await peer((_, response) => reply(response, 200, {}))
    const { wxpay } = clientFor([url])
    const loose = (call: unknown) => call as (...args: unknown[]) => Promise<unknown>
    expect(await caught(loose(wxpay.v3.certificates.get)({}, { timeout: 5 }))).toMatchObject({ field: 'arguments' })
    expect(await caught(loose(wxpay[SIGN])(signBody(), {}, { timeout: 5 }))).toMatchObject({ field: 'arguments' })
    expect(received).toEqual([])
  })
})

it('a text that only looks like half a pair is sent as it is', async () => {
  const { url, received } = await peer((_, response) => reply(response, 200, {}))
  const text = 'C:\\ud83d \uffff'
  await clientFor([url])
    .wxpay.chain(SIGN)
    .post(signBody({ contract_display_account: text }))
  expect(received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ contract_display_account: text }])
})

describe('an answer', () => {
  const ask = async (answer: Answer): Promise<unknown> => {
    const { url } = await peer(answer)
    return clientFor([url])
      .wxpay.chain(SIGN)
      .post(signBody())
      .catch((error: unknown) => error)
  }

  it('is data when its exact bytes are signed, whatever their spacing', async () => {
    const text = `{ "contract_id" :"123124412412423431",\n "note": "\\u4e2d" }`
    expect(await ask((_, response) => reply(response, 200, text))).toMatchObject({
      data: { contract_id: '123124412412423431', note: '中' },
    })
  })

  it('may be compressed', async () => {
    const text = JSON.stringify(signReply)
    const answer = await ask((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', ...signedHeaders(text) })
      response.end(gzipSync(text))
    })
    expect(answer).toMatchObject({ data: signReply })
  })

  it('is undefined for a signed 204', async () => {
    expect(await ask((_, response) => reply(response, 204, ''))).toMatchObject({ status: 204, data: undefined })
  })

  it.each<[string, Answer, string]>([
    ['has no signature', (_, response) => void response.writeHead(200).end('{}'), 'HEADER_MISSING'],
    ['is empty and unsigned', (_, response) => void response.writeHead(204).end(), 'HEADER_MISSING'],
    [
      'is signed by a stranger',
      (_, response) => reply(response, 200, signReply, { key: stranger.privateKey }),
      'SIGNATURE_MISMATCH',
    ],
    [
      'is signed under an unknown serial',
      (_, response) => reply(response, 200, signReply, { serial: 'AB12' }),
      'SERIAL_UNKNOWN',
    ],
    [
      'is 301 s old',
      (_, response) => reply(response, 200, signReply, { timestampSec: Math.floor(Date.now() / 1000) - 301 }),
      'TIMESTAMP_OUTSIDE_WINDOW',
    ],
    [
      'is a signature probe',
      (_, response) =>
        void response
          .writeHead(200, { ...signedHeaders('{}'), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x1' })
          .end('{}'),
      'SIGNATURE_MALFORMED',
    ],
    [
      'changed on its way',
      (_, response) => void response.writeHead(200, signedHeaders('{"a":1}')).end('{"a":2}'),
      'SIGNATURE_MISMATCH',
    ],
    ['is signed text that is not JSON', (_, response) => reply(response, 200, '<html>'), 'BODY_NOT_JSON'],
    [
      'is a 4xx with a wrong signature',
      (_, response) => reply(response, 400, { code: 'PARAM_ERROR' }, { key: stranger.privateKey }),
      'SIGNATURE_MISMATCH',
    ],
  ])('that %s is never data: the outcome is unknown', async (_, answer, reason) => {
    const error = await ask(answer)
    expect(error).toBeInstanceOf(WechatPayVerifyError)
    expect(error).toMatchObject({ reason, outcome: 'unknown' })
  })

  it('that is a refusal nobody vouches for says what it says, and that it is not verified', async () => {
    const refusal = { code: 'SIGN_ERROR', message: 'no' }
    const error = await ask((_, response) =>
      reply(response, 401, refusal, { serial: '5157F09EFDC096DE15EBE81A47057A72' }),
    )
    expect(error).toMatchObject({
      name: 'WechatPayVerifyError',
      reason: 'SERIAL_UNKNOWN',
      outcome: 'unknown',
      unverified: { httpStatus: 401, apiCode: 'SIGN_ERROR' },
      message: expect.stringMatching(
        /401 SIGN_ERROR, not verified: compare merchant number, serial and private key/,
      ) as string,
    })
  })

  it.each([
    ['is no JSON', '<html>'],
    ['is no code', JSON.stringify({ code: 'do\nthis' })],
  ])('that is such a refusal and whose code %s shows its status alone', async (_, text) => {
    const error = await ask((__, response) => reply(response, 404, text, { key: stranger.privateKey }))
    expect(error).toMatchObject({ unverified: { httpStatus: 404 } })
    expect((error as WechatPayVerifyError).unverified).not.toHaveProperty('apiCode')
    expect((error as Error).message).toContain('it says 404, not verified')
  })

  it('of 4xx is a refusal with code, message, field and Request-ID', async () => {
    const detail = { field: '/body/openid', value: signBody().openid, issue: 'too short', location: 'body' }
    const error = await ask((_, response) =>
      reply(response, 400, { code: 'PARAM_ERROR', message: 'openid is wrong', detail }),
    )
    expect(error).toBeInstanceOf(WechatPayApiError)
    expect(error).toMatchObject({
      outcome: 'refused',
      httpStatus: 400,
      apiCode: 'PARAM_ERROR',
      apiMessage: 'openid is wrong',
      requestId: 'REQ-1',
      isSigned: true,
    })
    expect(error).toHaveProperty('detail', { field: '/body/openid', issue: 'too short', location: 'body' })
  })

  it('of 4xx without signature keeps its code and says that it is unsigned', async () => {
    const error = await ask(
      (_, response) => void response.writeHead(403).end('{"code":"NO_AUTH","message":"no permission"}'),
    )
    expect(error).toMatchObject({ outcome: 'refused', apiCode: 'NO_AUTH', isSigned: false })
  })

  it.each([
    [500, '<html>Bad gateway</html>', 'HTTP_500'],
    [302, '', 'HTTP_302'],
  ])('of %i leaves the outcome unknown', async (status, text, apiCode) => {
    const error = await ask(
      (_, response) => void response.writeHead(status, { location: 'https://elsewhere.example/' }).end(text),
    )
    expect(error).toMatchObject({ name: 'WechatPayApiError', outcome: 'unknown', apiCode })
  })

  it.each<[string, Answer]>([
    [
      'is cut short',
      (_, response) =>
        void response
          .writeHead(200, { ...signedHeaders('{}'), 'content-length': '99' })
          .write('{}', () => response.destroy()),
    ],
    ['never comes because the connection breaks', (_, response) => void response.destroy()],
  ])('that %s is a transport failure', async (_, answer) => {
    expect(await ask(answer)).toMatchObject({
      name: 'WechatPayTransportError',
      phase: 'connection',
      outcome: 'unknown',
    })
  })

  it('over the size cap is not read to its end', async () => {
    const error = await ask((_, response) => void response.writeHead(200).end(Buffer.alloc(2_000_000, 0x20)))
    expect(error).toMatchObject({ name: 'WechatPayTransportError', phase: 'tooLarge' })
  })
})

describe('tries', () => {
  const failing: Answer = (_, response) => void response.destroy()
  const fine: Answer = (_, response) => reply(response, 200, signReply)

  it('go to the other host after a transport failure, with the same body and a new signature', async () => {
    const [main, backup] = [await peer(failing), await peer(fine)]
    const { wxpay } = clientFor([main.url, backup.url])
    await expect(wxpay.chain(SIGN).post(signBody())).resolves.toMatchObject({ data: signReply })
    const [first, second] = [main.received[0], backup.received[0]]
    expect(second?.body).toBe(first?.body)
    expect(second?.headers.authorization).not.toBe(first?.headers.authorization)
  })

  it.each([429, 500, 503])('stay on the host after %i', async (status) => {
    const main = await peer((_, response, count) =>
      count === 1 ? reply(response, status, { code: 'X', message: 'x' }) : reply(response, 200, signReply),
    )
    const backup = await peer(fine)
    await clientFor([main.url, backup.url]).wxpay.chain(SIGN).post(signBody())
    expect([main.received.length, backup.received.length]).toEqual([2, 0])
  })

  it('are two at most', async () => {
    const [main, backup] = [await peer(failing), await peer(failing)]
    expect(await caught(clientFor([main.url, backup.url]).wxpay.chain(SIGN).post(signBody()))).toBeInstanceOf(
      WechatPayTransportError,
    )
    expect([main.received.length, backup.received.length]).toEqual([1, 1])
  })

  it('wait as long as Retry-After says, and some jitter', async () => {
    const { url } = await peer((_, response, count) => {
      if (count > 1) reply(response, 200, signReply)
      else response.writeHead(429, { 'retry-after': '2' }).end()
    })
    const { wxpay, slept } = clientFor([url])
    await wxpay.chain(SIGN).post(signBody())
    expect(slept).toHaveLength(1)
    expect(slept[0]).toBeGreaterThanOrEqual(2000)
    expect(slept[0]).toBeLessThan(2200)
  })

  it('end when the wait would pass the total deadline', async () => {
    const { url, received } = await peer((_, response) => void response.writeHead(429, { 'retry-after': '60' }).end())
    expect(await caught(clientFor([url]).wxpay.chain(SIGN).post(signBody()))).toMatchObject({
      httpStatus: 429,
      retryAfterMs: 60_000,
    })
    expect(received).toHaveLength(1)
  })

  it('repeat a termination after 429 only: its outcome must be asked for, not guessed', async () => {
    for (const [answer, tries] of [
      [failing, 1],
      [(_: Received, response) => reply(response, 500, {}), 1],
      [(_: Received, response) => reply(response, 429, {}), 2],
    ] as [Answer, number][]) {
      const { url, received } = await peer(answer)
      await caught(
        clientFor([url, url]).wxpay.chain(TERMINATE).post({ contract_termination_remark: 'bye' }, { pathParams }),
      )
      expect(received).toHaveLength(tries)
    }
  })

  it.each<[string, Answer]>([
    ['no answer', failing],
    ['500', (_, response) => reply(response, 500, {})],
    ['429, by whoever said it', (_, response) => reply(response, 429, {})],
  ])('send a charge once, whatever is answered: %s', async (_, answer) => {
    const { url, received } = await peer(answer)
    await caught(clientFor([url, url]).wxpay.chain(CHARGE).post(chargeBody()))
    expect(received).toHaveLength(1)
  })

  it('repeat a termination that was certainly never sent', async () => {
    const closed = await startPeer(fine)
    await closed.close()
    const backup = await peer(fine)
    await clientFor([closed.url, backup.url])
      .wxpay.chain(TERMINATE)
      .post({ contract_termination_remark: 'bye' }, { pathParams })
    expect(backup.received).toHaveLength(1)
  })

  it('go to the other host in time when the first one lets nobody in', async () => {
    const deaf = createServer(() => undefined)
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
    const backup = await peer(fine)
    const { port } = deaf.address() as AddressInfo
    const startedMs = Date.now()
    await clientFor([`https://127.0.0.1:${port}`, backup.url])
      .wxpay.chain(TERMINATE)
      .post({ contract_termination_remark: 'bye' }, { pathParams, timeout: 1600 })
    deaf.close()
    expect(backup.received).toHaveLength(1)
    expect(Date.now() - startedMs).toBeLessThan(1600)
  })

  it.each<[string, Answer | undefined, boolean]>([
    ['none was', undefined, false],
    ['an earlier one was', failing, true],
    [
      'an earlier one was not accepted',
      (_, response) => void response.writeHead(429, { connection: 'close' }).end(),
      false,
    ],
  ])('say whether any of them was sent: %s', async (_, answer, isSent) => {
    const [main, backup] = [await startPeer(answer ?? fine), await startPeer(fine)]
    await backup.close()
    if (answer) peers.push(main)
    else await main.close()
    const { wxpay } = clientFor([main.url, backup.url], {
      runtime: {
        sleep: async () => {
          // What answered once is gone at the second try, wherever that goes.
          await main.close().catch(() => undefined)
        },
      },
    })
    const error = await caught(wxpay.chain(SIGN).post(signBody()))
    expect(error).toMatchObject({ networkCode: 'ECONNREFUSED', outcome: 'unknown', isSent })
  })

  it.each<[string, Answer]>([
    ['4xx', (_, response) => reply(response, 400, { code: 'PARAM_ERROR' })],
    ['an answer that does not verify', (_, response) => reply(response, 200, {}, { key: stranger.privateKey })],
  ])('do not repeat after %s', async (_, answer) => {
    const { url, received } = await peer(answer)
    await caught(clientFor([url]).wxpay.chain(QUERY).get({ pathParams }))
    expect(received).toHaveLength(1)
  })

  it('give up on a peer that drips bytes for ever', async () => {
    let drip: NodeJS.Timeout | undefined
    const { url } = await peer((_, response) => {
      response.writeHead(200)
      drip = setInterval(() => response.write(' '), 5)
    })
    const error = await caught(clientFor([url]).wxpay.chain(QUERY).get({ pathParams, timeout: 60 }))
    clearInterval(drip)
    expect(error).toMatchObject({ phase: 'timeout', outcome: 'unknown' })
  })

  it('have a limit of their own beside that of the whole call', async () => {
    const main = await peer(() => undefined)
    const backup = await peer(fine)
    const { wxpay } = clientFor([main.url, backup.url])
    const { data } = await wxpay.chain(SIGN).post(signBody(), { timeout: 5_000, tryTimeout: 60 })
    expect(data).toEqual(signReply)
    expect([main.received.length, backup.received.length]).toEqual([1, 1])
  })

  it("end with the caller's signal, before and during a request", async () => {
    const controller = new AbortController()
    const { url, received } = await peer(() => controller.abort())
    const { wxpay, slept } = clientFor([url])
    expect(await caught(wxpay.chain(QUERY).get({ pathParams, signal: controller.signal }))).toMatchObject({
      phase: 'aborted',
    })
    expect(await caught(wxpay.chain(QUERY).get({ pathParams, signal: controller.signal }))).toMatchObject({
      phase: 'aborted',
    })
    expect(slept).toEqual([])
    expect(received).toHaveLength(1)
  })
})
