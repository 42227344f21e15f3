import fc from 'fast-check'
import { serialiseBody } from '../../../../cloudfunctions/_shared/wechatpay/body'
import { InputError } from '../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'

const fieldOf = (body: unknown): string => {
  try {
    serialiseBody(body)
  } catch (error) {
    if (error instanceof InputError) return error.field
    throw error
  }
  return 'nothing refused'
}

class Keeper {
  readonly #amount = 5
  get amount() {
    return this.#amount
  }
}
class Text {
  constructor(readonly text: string) {}
  toJSON() {
    return this.text
  }
}
/** What shows is not all. */
class Order {
  total = 350
  get currency() {
    return 'CNY'
  }
}
class LaterOrder extends Order {}
const cycle: Record<string, unknown> = {}
cycle['self'] = cycle

describe('what JSON would change is not sent', () => {
  it.each<[string, unknown]>([
    ['FormData', new FormData()],
    ['URLSearchParams', new URLSearchParams({ a: '1' })],
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set([1])],
    ['a Blob', new Blob(['a'])],
    ['a Promise', Promise.resolve({ a: 1 })],
    ['what is like a Promise', { then: () => undefined }],
    ['a Date', new Date(0)],
    ['bytes', Buffer.from('a')],
    ['an ArrayBuffer', new ArrayBuffer(1)],
    ['a RegExp', /a/],
    ['an Error', new Error('a')],
    ['an URL', new URL('https://a.example')],
    ['Headers', new Headers({ a: '1' })],
    ['text as an object', Object('a')],
    ['what has a toJSON', new Text('a')],
    ['what keeps its members to itself', new Keeper()],
    ['what shows only a part of them', new Order()],
    ['what has such a part from above', new LaterOrder()],
    ['a member named by a symbol', { a: 1, [Symbol('b')]: 2 }],
    ['a list with a member of its own', Object.assign([1], { total: 2 })],
    ['a list with a toJSON', Object.assign([1], { toJSON: () => 2 })],
    [
      'a list of a class with a toJSON',
      new (class extends Array<number> {
        toJSON = () => 2
      })(),
    ],
  ])('%s, in a member or as the body', (_, value) => {
    expect(fieldOf({ amount: { total: value } })).toBe('body.amount.total')
    expect(fieldOf({ list: [{ a: value }] })).toBe('body.list[0].a')
    expect(fieldOf(value)).toBe('body')
  })

  it.each<[string, unknown]>([
    ['NaN', NaN],
    ['Infinity', -Infinity],
    ['an unsafe integer', 2 ** 53],
    ['a BigInt', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['an emoji', '😀'],
    ['half of an emoji', 'a\ud83d'],
  ])('%s in a member', (_, value) => {
    expect(fieldOf({ amount: { total: value } })).toBe('body.amount.total')
    expect(fieldOf([1, value])).toBe('body[1]')
  })

  it.each<[string, unknown, string]>([
    ['undefined in a list', { list: [1, undefined] }, 'body.list[1]'],
    ['a hole in a list', { list: [1, , 2] }, 'body.list[1]'],
    ['an emoji in a name', { amount: { '😀': 1 } }, 'body.amount'],
    ['a cycle', cycle, 'body' + '.self'.repeat(51)],
  ])('%s', (_, body, field) => {
    expect(fieldOf(body)).toBe(field)
  })

  it('and the error says neither the value nor what it holds', () => {
    const secret = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
    for (const value of [new Map([[secret, secret]]), `${secret}😀`, new Text(secret)]) {
      expect(() => serialiseBody({ payer: value })).toThrow(expect.not.objectContaining({ message: secret }) as Error)
      expect(() => serialiseBody({ payer: value })).not.toThrow(secret)
    }
  })
})

describe('what JSON writes as it is goes out', () => {
  class Amount {
    constructor(readonly total: number) {}
  }

  it.each<[string, unknown, string]>([
    ['members that are undefined are left out', { a: undefined, b: null }, '{"b":null}'],
    ['an instance of a class with members', new Amount(1), '{"total":1}'],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ['a fraction, the largest safe integer', [0.1, Number.MAX_SAFE_INTEGER], '[0.1,9007199254740991]'],
    ['the same object twice', [cycle['none'] ?? 1, 1], '[1,1]'],
    ['nothing', {}, '{}'],
  ])('%s', (_, body, text) => {
    expect(serialiseBody(body)).toBe(text)
  })

  it('whatever it is', () => {
    const text = fc.string({ unit: 'binary' }).filter((one) => !/[\ud800-\udfff]/.test(one))
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value')),
      object: fc.dictionary(text, tie('value')),
    })).object
    fc.assert(
      fc.property(anything, (body) =>
        expect(JSON.parse(serialiseBody(body))).toEqual(JSON.parse(JSON.stringify(body))),
      ),
    )
  })
})
