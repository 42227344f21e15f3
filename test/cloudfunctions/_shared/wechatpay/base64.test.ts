import fc from 'fast-check'
import { decodeBase64 } from '../../../../cloudfunctions/_shared/wechatpay/base64'

/** What it has to be, told the slow way: the text that its own bytes are written as. */
const isCanonical = (text: string): boolean =>
  text !== '' && Buffer.from(text, 'base64').toString('base64') === text && text.length % 4 === 0

describe('decodeBase64', () => {
  it('takes what bytes are written as', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it('takes nothing else, however near', () => {
    const character = fc.constantFrom(...'ABQRgwz019+/=-_ \n*éŁ中'.split(''))
    fc.assert(
      fc.property(fc.array(character, { maxLength: 16 }), (characters) => {
        const text = characters.join('')
        expect([text, decodeBase64(text) !== undefined]).toEqual([text, isCanonical(text)])
      }),
      { numRuns: 20_000 },
    )
  })

  it.each(['QR==', 'QQF=', 'QQ=Q', '=QQQ', '====', 'A===', 'QUJ-', 'QUJ_', 'QUJ', 'QU J', 'QUJ\u0141', 'ŁŁŁŁ'])(
    'refuses %j',
    (text) => {
      expect(decodeBase64(text)).toBeUndefined()
    },
  )
})
