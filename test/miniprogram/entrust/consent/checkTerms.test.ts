import { checkAgreement, checkTerms, checkWords } from '../../../../miniprogram/entrust/consent/checkTerms'
import { agreement } from '../../../../miniprogram/entrust/merchant/agreement'
import { terms } from '../../../../miniprogram/entrust/merchant/terms'
import type { Terms } from '../../../../miniprogram/entrust/merchantShapes'
import { CARD_WORDS, type CardWords } from '../../../../miniprogram/entrust/view/texts'
import { RECURRING, SAMPLE, SAMPLE_AGREEMENT, SAMPLE_RECURRING } from '../../support/terms'

const check = (given: object): string[] => checkTerms(given as Terms)

describe('checkTerms', () => {
  it('finds nothing wrong with the terms of this kit, nor with recurring ones', () => {
    expect(check(terms)).toEqual([])
    expect(check(RECURRING)).toEqual([])
  })

  const needed = Object.keys(terms).filter((name) => name !== 'logo' && name !== 'businessType')
  it.each(
    needed.flatMap(
      (name) =>
        [
          [name, ''],
          [name, '  '],
          [name, undefined],
        ] as const,
    ),
  )('names %s when it is %p', (name, value) => {
    expect(check({ ...terms, [name]: value })).toEqual([`terms 的 ${name} 不能为空`])
  })

  it.each(['amount', 'cycle', 'firstCharge', 'nextCharge'])('wants %s of recurring terms', (name) => {
    expect(check({ ...RECURRING, [name]: '' })).toEqual([`terms 的 ${name} 不能为空`])
  })

  it.each([4, 0, 5.5, '5', undefined, Number.NaN])(
    'wants 5 days or more between reminder and charge, not %p',
    (days) => {
      expect(check({ ...RECURRING, remindDaysBefore: days })).toEqual(['terms 的 remindDaysBefore 须为不小于 5 的整数'])
      expect(check({ ...RECURRING, remindDaysBefore: 7 })).toEqual([])
    },
  )

  it.each([undefined, '', 'monthly'])('wants to know which kind it is, not %p', (businessType) => {
    expect(check({ ...terms, businessType })).toEqual([expect.stringContaining('businessType')])
  })

  it('names everything at once', () => {
    expect(check({ businessType: 'perUse' })).toHaveLength(10)
  })

  it('needs no logo', () => {
    expect(check({ ...terms, logo: '' })).toEqual([])
  })
})

describe('checkAgreement', () => {
  it('finds nothing wrong with the agreement of this kit', () => {
    expect(checkAgreement(agreement, terms)).toEqual([])
    expect(checkAgreement(agreement, RECURRING)).toEqual([])
  })

  it.each(['{payeee}', '{收款方}', '{}', '{ payee }', '{constructor}', '{remindDaysBefore}'])(
    'names a place that nothing fills: %s',
    (place) => {
      const paragraphs = ['一、{payee}', `二、${place}`]
      expect(checkAgreement({ ...SAMPLE_AGREEMENT, paragraphs }, SAMPLE)).toEqual([`agreement 里没有可用的 ${place}`])
    },
  )

  it('knows the calendar of recurring terms', () => {
    expect(checkAgreement({ ...SAMPLE_AGREEMENT, title: '{remindDaysBefore}' }, SAMPLE_RECURRING)).toEqual([])
    expect(checkAgreement({ ...SAMPLE_AGREEMENT, calendar: '{day}' }, SAMPLE_RECURRING)).toEqual([
      'agreement 里没有可用的 {day}',
    ])
    // Nobody sees it there.
    expect(checkAgreement({ ...SAMPLE_AGREEMENT, calendar: '{day}' }, SAMPLE)).toEqual([])
    expect(checkAgreement({ ...SAMPLE_AGREEMENT, calendar: '{calendar}' }, SAMPLE_RECURRING)).toHaveLength(1)
  })

  it('wants a text in every line', () => {
    expect(checkAgreement({ ...SAMPLE_AGREEMENT, title: ' ' }, SAMPLE)).toEqual(['agreement 不能为空'])
  })
})

describe('checkWords', () => {
  const checked = (words: CardWords): string[] => checkWords(words, CARD_WORDS, SAMPLE)

  it('finds nothing wrong with our own words, nor with none', () => {
    expect(checked({})).toEqual([])
    expect(checked({ 'unsigned.title': '开通{product}', 'signed.body': '{signed}{until}' })).toEqual([])
    expect(checked({ 'buttons.open': '现在开通', 'question.body': '{afterClosing}' })).toEqual([])
  })

  it('lets every word name the terms', () => {
    expect(checked({ 'unsigned.title': '{brand}{short}', 'offline.body': '致电 {servicePhone}' })).toEqual([])
  })

  it('names a place that the word does not have', () => {
    expect(checked({ 'offline.body': '请 {secondsLeft} 秒后再试' })).toEqual([
      '文案 offline.body 里没有可用的 {secondsLeft}',
    ])
    expect(checked({ 'busy.body': '请 {secondsLeft} 秒后再试' })).toEqual([])
    expect(checked({ 'busy.body': '请{wait}后再试' })).toEqual([])
  })

  it.each<[keyof CardWords, string, number]>([
    ['offline.title', '网络好像没有连接上请看一看', 12],
    // It is wider once it is filled.
    ['unsigned.title', '由{payee}提供的服务呢', 12],
    ['buttons.open', '同意以上条款并开通本服务吧', 12],
    ['offline.body', '请检查网络后重试'.repeat(5), 38],
  ])('tells that %s has no room for %s', (name, text, most) => {
    expect(checked({ [name]: text })).toEqual([`文案 ${name} 不能超过 ${most} 个字`])
  })

  it('takes what just fits', () => {
    expect(
      checked({ 'offline.title': '网络没有连接上请您看一看', 'unsigned.title': '马上开通好用的{product}' }),
    ).toEqual([])
    expect(checked({ 'buttons.open': 'Open password-free now' })).toEqual([])
  })

  it.each(['', '  ', undefined])('wants a text, not %p', (text) => {
    expect(checked({ 'offline.title': text } as CardWords)).toEqual(['文案 offline.title 不能为空'])
  })

  it.each(['nowhere.title', 'offline.titel', 'offline', 'signed.shows'])(
    'knows that there is no %s, even from plain JavaScript',
    (name) => {
      expect(checked({ [name]: 'x' })).toEqual([`文案没有 ${name} 这一项`])
    },
  )

  it('does not even compile with a word that is not there', () => {
    // @ts-expect-error -- misspelt
    expect(checked({ 'unsinged.title': 'x' })).toHaveLength(1)
    // @ts-expect-error -- a word of the checkout
    expect(checked({ 'buttons.pay': 'x' })).toHaveLength(1)
  })
})
