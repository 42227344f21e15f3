// What people do to a client that must neither send nor leak: await it, print it, compare it, keep chaining.
import { isDeepStrictEqual, inspect } from 'node:util'
import { createWechatPay } from '../../../../cloudfunctions/_shared/wechatpay/client'
import { OFFICIAL_HOSTS } from '../../../../cloudfunctions/_shared/wechatpay/hosts'
import type { WechatPayOptions } from '../../../../cloudfunctions/_shared/wechatpay/options'
import { readOptions } from '../../../../cloudfunctions/_shared/wechatpay/readOptions'
import { clientFor, clientOptions, signBody } from '../../../support/clients'
import {
  merchant,
  PUBLIC_KEY_ID,
  reply,
  signedHeaders,
  startPeer,
  stranger,
  wechatPay,
  type Answer,
  type Peer,
} from '../../../support/wechatPayPeer'

const SIGN = 'v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'
const privatePem = merchant.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const SECRET = privatePem.slice(100, 140)

describe('a client', () => {
  let peer: Peer
  beforeAll(async () => {
    peer = await startPeer((_, response) => reply(response, 200, {}))
  })
  afterAll(async () => peer.close())
  afterEach(() => expect(peer.received).toEqual([]))

  it('can be awaited, at every level', async () => {
    const { wxpay } = clientFor([peer.url])
    const node = wxpay.v3.passwordExemptContract.contracts.normal.preEntrustSign.miniProgram
    await expect((async () => wxpay)()).resolves.toBe(wxpay)
    await expect((async () => node)()).resolves.toBe(node)
  })

  it('can be printed and serialised without a key', () => {
    const wxpay = createWechatPay({ ...clientOptions([peer.url]), privateKey: privatePem, apiV3Keys: ['k'.repeat(32)] })
    const printed = [
      inspect(wxpay, { depth: 20, showHidden: true }),
      JSON.stringify(wxpay),
      inspect(wxpay.v3, { depth: 20, showHidden: true }),
      JSON.stringify(wxpay.v3),
    ]
    expect(printed[0]).toContain('1900000109')
    for (const text of printed) {
      expect(text).not.toContain(SECRET)
      expect(text).not.toContain('k'.repeat(32))
    }
  })

  it('can be compared', () => {
    const [one, two] = [clientFor([peer.url]).wxpay, clientFor([peer.url]).wxpay]
    expect(one.v3.passwordExemptContract).toBe(one.v3.passwordExemptContract)
    expect(isDeepStrictEqual(one, two)).toBe(false)
    expect(one).not.toEqual(two)
    expect(one).toEqual(one)
  })

  it('has no segment that was not declared', () => {
    const loose = clientFor([peer.url]).wxpay as unknown as Record<string, Record<string, unknown> | undefined>
    expect([
      loose['then'],
      loose['toJSON'],
      loose['v3']?.['then'],
      loose['v3']?.['passwordExemtContract'],
      loose['v3/typo'],
    ]).toEqual(Array(5).fill(undefined))
  })

  it.each([undefined, null, 5, ['v3/x']])('refuses chain(%j), which is no path, by name', async (path) => {
    const node = clientFor([peer.url]).wxpay.chain<{ get: { reply: unknown } }>(path as never)
    await expect(node.get()).rejects.toMatchObject({ name: 'InputError', field: 'path' })
  })

  it.each(['constructor', 'toString', '__proto__'])(
    'takes chain(%j) for any other path, which is then refused',
    async (path) => {
      const node = clientFor([peer.url]).wxpay.chain<{ get: { reply: unknown } }>(path as never)
      await expect(node.get()).rejects.toMatchObject({ name: 'InputError', field: 'path' })
    },
  )

  it('cannot be changed', () => {
    const { wxpay } = clientFor([peer.url])
    expect(() => Object.assign(wxpay, { chain: () => 'mine' })).toThrow(TypeError)
    expect(() => Object.assign(wxpay, { extra: 1 })).toThrow(TypeError)
    expect(() => Object.assign(wxpay.v3, { certificates: 1 })).toThrow(TypeError)
  })

  it('does not grow when 100,000 different ids are chained', () => {
    const { wxpay } = clientFor([peer.url])
    const size = () => inspect(wxpay.v3, { depth: 20 }).length + Reflect.ownKeys(wxpay).length
    const before = size()
    for (let id = 0; id < 100_000; id++) wxpay.chain<{ get: { reply: unknown } }>(`v3/any/${id}`)
    expect(size()).toBe(before)
  })
})

describe('an error', () => {
  const body = signBody()
  const closed: Peer[] = []
  afterAll(async () => {
    await Promise.all(closed.map((peer) => peer.close()))
  })

  it.each<[string, Answer]>([
    [
      'a refusal that quotes the request',
      (request, response) =>
        reply(response, 400, {
          code: 'PARAM_ERROR',
          message: `bad ${body.openid} in ${request.body}`,
          detail: { issue: body.openid, value: body.openid, field: body.openid },
        }),
    ],
    [
      'a refusal that quotes the Authorization',
      (request, response) =>
        reply(response, 401, {
          code: 'SIGN_ERROR',
          message: 'sign error',
          detail: { sign_information: request.headers.authorization },
        }),
    ],
    ['a broken connection', (_, response) => void response.destroy()],
    ['a forged answer', (request, response) => reply(response, 200, request.body, { key: stranger.privateKey })],
    [
      'an answer of signed rubbish',
      (request, response) => void response.writeHead(200, signedHeaders(`x${request.body}`)).end(`x${request.body}`),
    ],
  ])('after %s carries no Authorization, body, openid or key', async (_, answer) => {
    const peer = await startPeer(answer)
    closed.push(peer)
    const error: unknown = await clientFor([peer.url], { privateKey: privatePem })
      .wxpay.chain(SIGN)
      .post(body)
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    const printed = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error) + String(error)
    for (const secret of [body.openid, body.contract_display_account, 'serial_no=', 'signature="', SECRET])
      expect(printed).not.toContain(secret)
  })

  it.each([
    ['an openid that was not sent', 'user oUpF8uMuAJO_M2pxb1Q9zNjWeXYZ has signed', 'user *** has signed'],
    ['a session', '预签约ID“5778aadY9nltAsZzXixCkFIGYnV2V”已过期', '预签约ID“***”已过期'],
    ['a number', '协议202011215778123456789不存在', '协议***不存在'],
    [
      'names of fields and codes',
      'contract_termination_remark: CONTRACT_NOT_EXIST',
      'contract_termination_remark: CONTRACT_NOT_EXIST',
    ],
  ])('tells what WeChat Pay says of %s as it may be told', async (_, message, told) => {
    const peer = await startPeer((__, response) => reply(response, 400, { code: 'INVALID_REQUEST', message }))
    closed.push(peer)
    const call = clientFor([peer.url]).wxpay.v3.certificates.get()
    await expect(call).rejects.toMatchObject({ apiMessage: told })
  })

  it('is as silent for a response that succeeded', async () => {
    const peer = await startPeer((_, response) => reply(response, 200, { fine: true }))
    closed.push(peer)
    const response = await clientFor([peer.url]).wxpay.chain(SIGN).post(body)
    const printed = inspect(response, { depth: 20 }) + JSON.stringify(response)
    for (const secret of [body.openid, 'serial_no=', SECRET]) expect(printed).not.toContain(secret)
    expect(response.headers['request-id']).toBe('REQ-1')
  })

  it('in one line, bounded, even if the message is not', async () => {
    const peer = await startPeer((_, response) =>
      reply(response, 400, { code: 'X\n'.repeat(500), message: 'line\u2028\u0007\n'.repeat(500) }),
    )
    closed.push(peer)
    const error = await clientFor([peer.url])
      .wxpay.chain(SIGN)
      .post(body)
      .catch((thrown: unknown) => thrown as Error)
    expect((error as Error).message.length).toBeLessThan(600)
    expect((error as Error).message).not.toMatch(/[\u0000-\u001f\u2028]/)
  })
})

describe('options', () => {
  const problemsOf = (more: Partial<WechatPayOptions>) => {
    try {
      createWechatPay({ ...clientOptions(['http://127.0.0.1:1']), ...more })
    } catch (error) {
      return (
        (error as { problems?: { name: string; problem: string }[] }).problems?.map(({ name }) => name) ?? [
          String(error),
        ]
      )
    }
    return []
  }

  it.each<[string, Partial<WechatPayOptions>, string]>([
    ['an mchid with letters', { mchid: '19x' }, 'mchid'],
    ['a serial that is a public key id', { serial: PUBLIC_KEY_ID }, 'serial'],
    ['a serial of 39 digits', { serial: 'A'.repeat(39) }, 'serial'],
    ['a private key that is no PEM', { privateKey: 'MIIE' }, 'privateKey'],
    ['a public key as private key', { privateKey: merchant.publicKey }, 'privateKey'],
    ['an APIv3 key of 31 bytes', { apiV3Keys: ['k'.repeat(31)] }, 'apiV3Keys[0]'],
    ['a public key id of the wrong form', { publicKey: { id: 'ABC', key: wechatPay.publicKey } }, 'publicKey.id'],
    ['no host', { hosts: [] }, 'hosts'],
    ['a host that is not official', { hosts: ['https://api.mch.weixin.qq.com.evil.example'] }, 'hosts[0]'],
    ['the official host without TLS', { hosts: ['http://api.mch.weixin.qq.com'] }, 'hosts[0]'],
    ['a host with a path', { hosts: ['http://127.0.0.1:1/v3'] }, 'hosts[0]'],
    ['a host with a user', { hosts: ['http://api.mch.weixin.qq.com@127.0.0.1:1'] }, 'hosts[0]'],
    ['a private address', { hosts: ['http://10.0.0.1'] }, 'hosts[0]'],
    ['text as host', { hosts: ['api'] }, 'hosts[0]'],
    ['a number as host', { hosts: [5 as never] }, 'hosts[0]'],
    ['text for the list of hosts', { hosts: 'https://api.mch.weixin.qq.com' as never }, 'hosts'],
    ['text for the list of APIv3 keys', { apiV3Keys: 'k'.repeat(32) as never }, 'apiV3Keys'],
    ['an object for that list', { apiV3Keys: { 0: 'k'.repeat(32) } as never }, 'apiV3Keys'],
    ['a public key without its key', { publicKey: { id: PUBLIC_KEY_ID } as never }, 'publicKey.key'],
    ['a public key without its id', { publicKey: { key: wechatPay.publicKey } as never }, 'publicKey.id'],
    ['a public key that is text', { publicKey: 'pem' as never }, 'publicKey'],
    ['a public key that is empty text', { publicKey: '' as never, apiV3Keys: ['k'.repeat(32)] }, 'publicKey'],
    ['no public key by mistake', { publicKey: false as never, apiV3Keys: ['k'.repeat(32)] }, 'publicKey'],
    ['an mchid in a list', { mchid: ['1900000109'] as never }, 'mchid'],
    ['a public key as a key object', { publicKey: wechatPay.publicKey as never }, 'publicKey'],
    [
      'a member of it nobody reads',
      { publicKey: { ...clientOptions([]).publicKey, pem: 'a' } as never },
      'publicKey.pem',
    ],
    ['a list of certificates', { platformCertificates: ['pem'] as never }, 'platformCertificates'],
    ['a Map of certificates', { platformCertificates: new Map([['A', 'pem']]) as never }, 'platformCertificates'],
    ['a certificate that is text', { platformCertificates: 'pem' as never }, 'platformCertificates'],
    ['a try of 0 ms', { tryTimeoutMs: 0 }, 'tryTimeoutMs'],
    ['a try of NaN ms', { tryTimeoutMs: NaN }, 'tryTimeoutMs'],
    ['a try of text', { tryTimeoutMs: '5000' as never }, 'tryTimeoutMs'],
    ['a call without end', { totalTimeoutMs: Infinity }, 'totalTimeoutMs'],
    ['null ms', { totalTimeoutMs: null as never }, 'totalTimeoutMs'],
    ['an empty userAgent', { userAgent: '' }, 'userAgent'],
    ['a blank userAgent', { userAgent: ' ' }, 'userAgent'],
    ['a userAgent in Chinese', { userAgent: '商店/1' }, 'userAgent'],
    ['a userAgent of two lines', { userAgent: 'a\r\nb: c' }, 'userAgent'],
    ['a runtime of one function', { runtime: (() => 1) as never }, 'runtime'],
    ['a clock that is a number', { runtime: { nowMs: 5 as never } }, 'runtime.nowMs'],
    ['a member of it nobody reads', { runtime: { now: () => 5 } as never }, 'runtime.now'],
    ['a misspelt option', { publickey: {} } as never, 'publickey'],
    ["an option of axios'", { timeout: 5 } as never, 'timeout'],
    ['a forward proxy', { proxy: 'http://10.0.0.1' } as never, 'proxy'],
  ])('with %s are refused by name', (_, more, name) => {
    expect(problemsOf(more)).toContain(name)
  })

  it.each([
    ['http://localhost:1'],
    ['http://[::1]:1'],
    ['http://127.1.2.3:80'],
    ['https://api.mch.weixin.qq.com'],
    ['https://api2.mch.weixin.qq.com/'],
  ])('accept the host %s', (host) => {
    expect(problemsOf({ hosts: [host] })).toEqual([])
  })

  it('report everything that is wrong at once, without repeating a value', () => {
    const names = problemsOf({ mchid: '', serial: '', privateKey: 'my-secret', apiV3Keys: ['short'], hosts: [] })
    expect(names).toEqual(['mchid', 'serial', 'privateKey', 'apiV3Keys[0]', 'hosts'])
    expect(() => createWechatPay({ ...clientOptions([]), privateKey: 'my-secret' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('my-secret') as string }) as Error,
    )
  })

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['mchid', 'serial', 'privateKey', 'publicKey']],
    [
      'no trust but null',
      { publicKey: null, platformCertificates: null, apiV3Keys: null },
      ['mchid', 'serial', 'privateKey', 'publicKey'],
    ],
    ['nothing but trust', { publicKey: {} }, ['mchid', 'serial', 'privateKey', 'publicKey.id', 'publicKey.key']],
    [
      'null',
      { mchid: null, serial: null, privateKey: null, apiV3Keys: [null] },
      ['mchid', 'serial', 'privateKey', 'apiV3Keys[0]'],
    ],
  ])('of %s, as JavaScript may give them, are reported by name', (_, options, names) => {
    expect(() => createWechatPay(options as never)).toThrow(
      expect.objectContaining({ problems: names.map((name) => expect.objectContaining({ name }) as object) }) as Error,
    )
  })

  it('say of a proxy that it is not served', () => {
    expect(() => createWechatPay({ ...clientOptions([]), httpsAgent: {} } as never)).toThrow(
      /httpsAgent: forward proxies and agents are not served/,
    )
  })

  it('that are wrong in their form do not hide the rest', () => {
    const names = problemsOf({
      publicKey: 'pem',
      platformCertificates: [],
      apiV3Keys: 'key',
      hosts: 'host',
      tryTimeoutMs: 0,
      userAgent: '',
      runtime: 5,
      misspelt: 1,
    } as never)
    expect(names).toEqual(
      'misspelt publicKey platformCertificates apiV3Keys hosts tryTimeoutMs userAgent runtime'.split(' '),
    )
  })

  it.each<[string, Partial<WechatPayOptions>]>([
    ['mchid', { mchid: 'x' }],
    ['serial', { serial: 'x' }],
  ])('that are ours do not pass for theirs beside a wrong %s', (name, more) => {
    const publicKey = { id: PUBLIC_KEY_ID, key: merchant.publicKey }
    expect(problemsOf({ ...more, publicKey })).toEqual([name, 'publicKey.key'])
  })

  it('that are undefined are as good as absent', () => {
    const absent = { hosts: undefined, tryTimeoutMs: undefined, userAgent: undefined, other: undefined }
    expect(problemsOf({ ...absent, runtime: { nowMs: undefined } } as never)).toEqual([])
    expect(readOptions({ ...clientOptions([]), hosts: null as never }).hosts).toEqual(OFFICIAL_HOSTS)
  })

  it.each<[string, unknown, string]>([
    ['a method as text', { 'v3/x': 'post' }, 'extraRoutes.v3/x'],
    ['a method nobody knows', { 'v3/x': ['POST'] }, 'extraRoutes.v3/x'],
    ['no method', { 'v3/x': [] }, 'extraRoutes.v3/x'],
    ['another path', { '/v3/x': ['get'] }, 'extraRoutes./v3/x'],
    ['a list', ['v3/x'], 'extraRoutes'],
    ['null', null, 'extraRoutes'],
  ])('beside which stand extra routes with %s are refused, with the rest', (_, routes, name) => {
    const create = () => createWechatPay({ ...clientOptions([]), mchid: '' }, routes as never)
    expect(create).toThrow(
      expect.objectContaining({
        problems: ['mchid', 'hosts', name].map((one) => expect.objectContaining({ name: one }) as object),
      }) as Error,
    )
  })

  it('need something to trust', () => {
    const options = { ...clientOptions(['http://127.0.0.1:1']), publicKey: undefined as never }
    expect(() => createWechatPay(options)).toThrow(/publicKey/)
  })
})
