import fc from 'fast-check'
import { InputError } from '../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { buildTarget } from '../../../../cloudfunctions/_shared/wechatpay/target'

const TEMPLATE = 'v3/contracts/service-id/{service_id}/out-contract-code/{out_contract_code}/terminate'
const fieldOf = (make: () => unknown) => {
  try {
    make()
  } catch (error) {
    if (error instanceof InputError) return error.field
    throw error
  }
  return 'nothing refused'
}

describe('buildTarget', () => {
  it('fills path parameters in their places', () => {
    expect(buildTarget(TEMPLATE, { service_id: 12535, out_contract_code: 'abc' })).toBe(
      '/v3/contracts/service-id/12535/out-contract-code/abc/terminate',
    )
  })

  it.each([
    ['../../../certificates', '..%2F..%2F..%2Fcertificates'],
    ['a/b', 'a%2Fb'],
    ['a?b=c#d', 'a%3Fb%3Dc%23d'],
    ['%2e%2e', '%252e%252e'],
    ['中', '%E4%B8%AD'],
    ["it's(1)*!", 'it%27s%281%29%2A%21'],
    ['a\\b', 'a%5Cb'],
    ['{service_id}', '%7Bservice_id%7D'],
  ])('keeps %j inside its segment', (value, encoded) => {
    expect(buildTarget('v3/x/{id}/end', { id: value })).toBe(`/v3/x/${encoded}/end`)
  })

  it('never lets a parameter change the endpoint, whatever it is', () => {
    const anything = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text !== '.' && text !== '..')
    fc.assert(
      fc.property(anything, (id) => {
        const url = new URL(`https://h${buildTarget('v3/x/{id}/end', { id })}`)
        const segments = url.pathname.split('/')
        expect([segments.length, segments[1], segments[2], decodeURIComponent(segments[3] ?? ''), segments[4]]).toEqual(
          [5, 'v3', 'x', id, 'end'],
        )
      }),
    )
  })

  it.each(['', '.', '..'])('refuses the path parameter %j', (id) => {
    expect(fieldOf(() => buildTarget('v3/x/{id}/end', { id }))).toBe('pathParams.id')
  })

  it.each([
    ['is missing', {}],
    ['is an object', { id: {} as never }],
    ['is no safe integer', { id: 2 ** 53 }],
    ['is half a surrogate pair', { id: '\ud800' }],
  ])('names a path parameter that %s', (_, params) => {
    expect(fieldOf(() => buildTarget('v3/x/{id}', params))).toBe('pathParams.id')
  })

  it('names a parameter the path does not have', () => {
    expect(fieldOf(() => buildTarget('v3/x', { out_contract_kode: 'a' }))).toBe('pathParams.out_contract_kode')
  })

  it.each([
    'v3/x/../certificates',
    'v3/./x',
    'v3/x/%2e%2e/y',
    'v3\\x',
    'v3/x?a=1',
    'v3/x#a',
    'v3/中',
    '/v3/x',
    'v2/x',
    '//evil.example/v3/x',
  ])('refuses the literal path %s', (path) => {
    expect(fieldOf(() => buildTarget(path))).toBe('path')
  })

  it('adds the query in the order given, encoded, without what is undefined', () => {
    expect(buildTarget('v3/x', {}, { b: 'a b&c', skip: undefined, a: 1, c: true, d: "'" })).toBe(
      '/v3/x?b=a%20b%26c&a=1&c=true&d=%27',
    )
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', ['a', 'b']],
    ['an object', { a: 1 }],
    ['a Date', new Date(0)],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['an unsafe integer', 2 ** 53],
    ['a BigInt', 1n],
    ['a function', () => 1],
  ])('refuses %s in the query: a URL would hold something else', (_, value) => {
    expect(fieldOf(() => buildTarget('v3/x', {}, { a: value as never }))).toBe('params.a')
  })

  it.each([
    ['a Map', new Map([['id', 'a']])],
    ['URLSearchParams', new URLSearchParams({ id: 'a' })],
    ['null', null],
    ['text', 'id=a'],
  ])('refuses %s as parameters', (_, given) => {
    expect(fieldOf(() => buildTarget('v3/x/{id}', given as never))).toBe('pathParams')
    expect(fieldOf(() => buildTarget('v3/x', undefined, given as never))).toBe('params')
  })

  it('takes a fraction and a boolean in the query', () => {
    expect(buildTarget('v3/x', {}, { a: 0.5, b: false })).toBe('/v3/x?a=0.5&b=false')
  })
})
