import { CallFailure } from '../../../../../cloudfunctions/_shared/kernel/errors'
import {
  checkDisplayAccount,
  defaultDisplayAccount,
  utf8Length,
} from '../../../../../cloudfunctions/_shared/contracts/sign/displayAccount'

describe('checkDisplayAccount', () => {
  it.each(['微信用户8F3A', 'alice_01', '138****0000', 'Ünal·Öz', 'a'.repeat(32), '微'.repeat(10)])(
    'takes %s',
    (text) => {
      expect(checkDisplayAccount(text, 'displayAccount')).toBe(text)
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
    expect(() => checkDisplayAccount(text, 'displayAccount')).toThrow(CallFailure)
    expect(() => checkDisplayAccount(text, 'displayAccount')).toThrow(/^displayAccount: [ -~·,]+$/)
  })
})

describe('defaultDisplayAccount', () => {
  it('is a label that passes its own check and shows four characters of the hash', () => {
    expect(defaultDisplayAccount('8f3a99')).toBe('微信用户8F3A')
    expect(checkDisplayAccount(defaultDisplayAccount('8f3a99'), 'x')).toBeDefined()
  })
})

describe('utf8Length', () => {
  it('counts as the wire does', () => {
    for (const text of ['', 'a', 'é', '微', '😀', 'a微😀é']) expect(utf8Length(text)).toBe(Buffer.byteLength(text))
  })
})
