import * as v from 'valibot'
import { fieldsOf, Id, Integer, readField, Text, told } from '../../../../cloudfunctions/_shared/kernel/fields'

const read = (schema: v.GenericSchema, value: unknown) => {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : 'refused'
}

describe('an id', () => {
  it.each([
    ['1900000109', '1900000109'],
    ['0012', '0012'],
    [1900000109, '1900000109'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [0, '0'],
  ])('%p is read as %p', (value, id) => {
    expect(read(Id, value)).toBe(id)
  })

  it.each([123124412412423431, 1e21, 1.5, -1, NaN, true, [], {}, ['1']])('is not %p', (value) => {
    expect(read(Id, value)).toBe('refused')
  })
})

describe('a whole number', () => {
  it.each([
    [12535, 12535],
    ['12535', 12535],
    ['0', 0],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%p is read as %p', (value, number) => {
    expect(read(Integer, value)).toBe(number)
  })

  it.each([
    '012535',
    '12535.0',
    '1e3',
    ' 12535',
    '12535 ',
    '+12535',
    '-1',
    '0x10',
    '１２',
    '9007199254740992',
    1.5,
    true,
    [],
  ])('is not %p', (value) => {
    expect(read(Integer, value)).toBe('refused')
  })
})

describe('a field that need not be there', () => {
  it.each([undefined, null, ''])('%p is as good as left out, for every kind', (nothing) => {
    const schema = v.object({ text: told(Text), id: told(Id), whole: told(Integer) })
    const { text, id, whole } = v.parse(schema, { text: nothing, id: nothing, whole: nothing })
    expect([text ?? undefined, id ?? undefined, whole ?? undefined]).toEqual([undefined, undefined, undefined])
    expect(v.parse(schema, {})).toEqual({})
  })

  it('holds what it holds, and a blank is something', () => {
    expect(read(told(Text), ' ')).toBe(' ')
    expect([read(told(Id), 5), read(told(Integer), '5')]).toEqual(['5', 5])
    expect([read(told(Id), 5.5), read(told(Integer), ' ')]).toEqual(['refused', 'refused'])
  })
})

it('one field is read of whatever may surround it, and of nothing else', () => {
  expect(readField({ code: 'a', other: { is: ['odd'] } }, 'code', Text)).toBe('a')
  expect([undefined, null, 'code', [], {}, { code: 1 }].map((odd) => readField(odd, 'code', Text))).toEqual(
    Array.from({ length: 6 }, () => undefined),
  )
})

it('what is not of its form is told by its path, once', () => {
  const { issues = [] } = v.safeParse(v.object({ id: Id, amount: v.object({ total: Integer }) }), {
    id: 1.5,
    amount: { total: '1.5' },
  })
  expect(fieldsOf(issues)).toEqual(['id', 'amount.total'])
  expect(fieldsOf(v.safeParse(v.object({ id: Id }), 'text').issues ?? [])).toEqual(['message'])
})
