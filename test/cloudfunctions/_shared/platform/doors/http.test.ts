import { toHttpReply, toRawRequest } from '../../../../../cloudfunctions/_shared/platform/doors/http'

const bytes = Buffer.from('{ "a" : "\\u00e9é" }\n')

describe('toRawRequest', () => {
  it('takes the bytes of a text body as they are', () => {
    expect(toRawRequest({ httpMethod: 'POST', headers: {}, body: bytes.toString() }).body).toEqual(bytes)
  })

  it('undoes base64 only when the gateway says so', () => {
    const body = bytes.toString('base64')
    expect(toRawRequest({ httpMethod: 'POST', headers: {}, body, isBase64Encoded: true }).body).toEqual(bytes)
    expect(toRawRequest({ httpMethod: 'POST', headers: {}, body, isBase64Encoded: false }).body).toEqual(
      Buffer.from(body),
    )
  })

  it('takes an absent body as an empty one', () => {
    expect(toRawRequest({ httpMethod: 'POST', headers: {} }).body).toEqual(Buffer.alloc(0))
  })

  it('does not guess the bytes of a body that came parsed', () => {
    expect(toRawRequest({ httpMethod: 'POST', headers: {}, body: { a: 1 } }).body).toBeUndefined()
  })

  it.each(['Wechatpay-Nonce', 'wechatpay-nonce', 'WECHATPAY-NONCE'])('finds a header spelt %s', (name) => {
    expect(toRawRequest({ httpMethod: 'post', headers: { [name]: 'x' } })).toMatchObject({
      method: 'POST',
      headers: { 'wechatpay-nonce': 'x' },
    })
  })

  it('keeps every value of a header that came twice', () => {
    const { headers } = toRawRequest({ httpMethod: 'POST', headers: { A: 'x', a: 'y', b: ['1', '2'] } })
    expect(headers).toEqual({ a: ['x', 'y'], b: ['1', '2'] })
  })

  it('takes a header without a value as absent', () => {
    expect(toRawRequest({ httpMethod: 'POST', headers: { a: null, b: undefined } }).headers).toEqual({})
  })

  it.each([undefined, null, 'text', [], { Type: 'Timer' }, { httpMethod: 7 }])(
    'turns %p into a request without a method',
    (event) => {
      expect(toRawRequest(event)).toMatchObject({ method: '' })
    },
  )
})

describe('toHttpReply', () => {
  it('is an integration response with a content type, with and without a body', () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    expect(toHttpReply(204)).toEqual({ isBase64Encoded: false, statusCode: 204, headers, body: '' })
    expect(toHttpReply(401, { code: 'FAIL' })).toEqual({
      isBase64Encoded: false,
      statusCode: 401,
      headers,
      body: '{"code":"FAIL"}',
    })
  })
})
