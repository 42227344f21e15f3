import { checkTerms } from '../../../../miniprogram/entrust/consent/checkTerms'
import { terms, type Terms } from '../../../../miniprogram/entrust/merchant/terms'
import { RECURRING } from '../../support/terms'

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
    expect(check({ ...terms, [name]: value })).toEqual([`${name}: expected a text, found none`])
  })

  it.each(['amount', 'cycle', 'firstCharge', 'nextCharge'])('wants %s of recurring terms', (name) => {
    expect(check({ ...RECURRING, [name]: '' })).toEqual([`${name}: expected a text, found none`])
  })

  it.each([4, 0, 5.5, '5', undefined, Number.NaN])(
    'wants 5 days or more between reminder and charge, not %p',
    (days) => {
      expect(check({ ...RECURRING, remindDaysBefore: days })).toEqual([
        'remindDaysBefore: expected a whole number, 5 or more',
      ])
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
