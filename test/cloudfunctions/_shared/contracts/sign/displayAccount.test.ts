import * as v from 'valibot'
import { CallFailure } from '../../../../../cloudfunctions/_shared/kernel/errors'
import {
  defaultDisplayAccount,
  displayAccount,
} from '../../../../../cloudfunctions/_shared/contracts/sign/displayAccount'
import { readInput } from '../../../../../cloudfunctions/_shared/platform/doors/readEvent'

/** As a door reads it. */
const read = (text: string) => readInput(v.strictObject({ displayAccount }), { displayAccount: text }).displayAccount

describe('displayAccount', () => {
  it.each(['微信用户8F3A', 'alice_01', '138****0000', 'Ünal·Öz', 'a'.repeat(32), '微'.repeat(10)])(
    'takes %s',
    (text) => {
      expect(read(text)).toBe(text)
    },
  )

  it.each([
    ['33 letters', 'a'.repeat(33)],
    ['11 Chinese characters: 33 bytes', '微'.repeat(11)],
    ['an emoji', '小明😀'],
    ['an ideograph of four bytes', '𠮷野家'],
    ['a blank', '小 明'],
    ['a wide blank', '小　明'],
    ['a line break', '小明\n'],
    ['a control character', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud83d'],
    ['markup', '<b>'],
    ['nothing', ''],
  ])('refuses %s, naming the field and not the value', (_, text) => {
    expect(() => read(text)).toThrow(CallFailure)
    expect(() => read(text)).toThrow(/^displayAccount: [ -~·,]+$/)
  })
})

describe('defaultDisplayAccount', () => {
  it('is a label that passes its own check and shows four characters of the hash', () => {
    expect(defaultDisplayAccount('8f3a99')).toBe('微信用户8F3A')
    expect(read(defaultDisplayAccount('8f3a99'))).toBeDefined()
  })
})
