import fc from 'fast-check'
import { lineOf, linesOf } from '../../../../miniprogram/entrust/view/lines'

const pieces = (text: string): string[] => lineOf(text).pieces.map((piece) => piece.text)

describe('a line', () => {
  it('breaks between words, with their punctuation', () => {
    expect(pieces('请前往微信支付确认开通')).toEqual(['请前往', '微信支付', '确认', '开通'])
    expect(pieces('暂未收到结果，请点“刷新结果”，不会重复开通')).toEqual([
      '暂未',
      '收到',
      '结果，',
      '请点',
      '“刷新',
      '结果”，',
      '不会',
      '重复',
      '开通',
    ])
  })

  it('keeps numbers with their unit, and a name in Latin letters whole', () => {
    expect(pieces('2026年11月21日 14:20 开通')).toEqual(['2026年', '11月', '21日 ', '14:20 ', '开通'])
    expect(pieces('最高 ¥50')).toEqual(['最高 ', '¥50'])
    expect(pieces('扣款 ¥15/每月。请')).toEqual(['扣款 ', '¥15/每月。请'])
  })

  it('never ends in a line of one character', () => {
    expect(pieces('你在小程序内确认付款时').at(-1)).toBe('付款时')
    expect(pieces('购买的商品。').at(-1)).toBe('商品。')
    expect(pieces('好')).toEqual(['好'])
  })

  it('is the whole text, and each piece has a key of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('微信支付，。“”《》 a1¥\n在的')) }), (text) => {
        expect(
          linesOf(text)
            .map((line) => line.pieces.map((piece) => piece.text).join(''))
            .join('\n'),
        ).toBe(text)
        for (const line of linesOf(text)) expect(new Set(line.pieces.map(({ at }) => at)).size).toBe(line.pieces.length)
      }),
    )
  })
})
