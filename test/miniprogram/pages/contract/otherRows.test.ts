import fc from 'fast-check'
import { merchantName, otherRows } from '../../../../miniprogram/pages/contract/otherRows'

const OTHER = {
  out_contract_code: 'Other1',
  state: 'signed',
  sub_mchid: '1900000110',
  signedAtMs: Date.UTC(2026, 10, 21),
}
const said = (other: object): string =>
  otherRows([{ ...OTHER, ...other }], '免密支付')
    .flatMap(({ line }) => line.pieces.map((piece) => piece.text))
    .join('')

describe('rows of other contracts', () => {
  it('have the number of the merchant, when it was signed, and where it is looked at', () => {
    expect(otherRows([OTHER], '免密支付')).toMatchObject([
      {
        url: '/pages/contract/other?out_contract_code=Other1&sub_mchid=1900000110',
        name: '商户号 1900000110',
        spoken: '查看商户号 1900000110，2026年11月21日 08:00 开通，按钮',
      },
    ])
  })

  it.each([
    [{ contractExpiresAtMs: Date.UTC(2027, 10, 21) }, '2026年11月21日 08:00 开通，有效期至 2027-11-21'],
    [{ signedAtMs: undefined }, '已开通'],
    [{ state: 'closing' }, '关闭结果确认中'],
    [{ state: 'terminated' }, '已到期'],
    // Functions may be newer than the page.
    [{ state: 'paused' }, '请点击查看'],
  ])('say how it stands (%j)', (more, words) => {
    expect(said(more)).toBe(words)
  })

  it.each([NaN, Infinity, -1, 8.7e15, '2026-11-21', null, {}])('claim no time that is none (%p)', (signedAtMs) => {
    expect(said({ signedAtMs })).toBe('已开通')
  })

  it('are called as the product where there is no sub-merchant', () => {
    expect(otherRows([{ ...OTHER, sub_mchid: undefined }], '自动续费')).toMatchObject([{ name: '自动续费' }])
    expect(merchantName('19"x')).toBe('')
  })

  it('take whatever the functions answer, and lead nowhere else', () => {
    const odd = fc.oneof(fc.anything(), fc.record({ out_contract_code: fc.anything(), sub_mchid: fc.anything() }))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(odd)), (given) => {
        for (const { url } of otherRows(given, '免密支付'))
          expect(url).toMatch(/^\/pages\/contract\/other\?out_contract_code=\w+&sub_mchid=\d*$/)
      }),
    )
  })
})
