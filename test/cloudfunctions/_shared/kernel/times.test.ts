import { parseRfc3339 } from '../../../../cloudfunctions/_shared/kernel/times'

describe('parseRfc3339', () => {
  it('reads a time with and without milliseconds, and in UTC', () => {
    const expected = Date.UTC(2020, 8, 10, 5, 29, 35)
    expect(parseRfc3339('2020-09-10T13:29:35+08:00')).toBe(expected)
    expect(parseRfc3339('2020-09-10T13:29:35.120+08:00')).toBe(expected + 120)
    expect(parseRfc3339('2020-09-10T05:29:35Z')).toBe(expected)
  })

  it.each([
    '2020-09-10 13:29:35+08:00',
    '2020-09-10T13:29:35+0800',
    '2020-09-10 13:29:35+0800',
    '2020-09-10 13:29:35 +0800',
    '2020-09-10T13:29:35+08',
    '2020-09-10t05:29:35z',
    '2020-09-10T00:59:35-0430',
  ])('reads %s, which can mean one moment only', (text) => {
    expect(parseRfc3339(text)).toBe(Date.UTC(2020, 8, 10, 5, 29, 35))
    expect(parseRfc3339(text.replace(':35', ':35.1209'))).toBe(Date.UTC(2020, 8, 10, 5, 29, 35, 120))
  })

  it.each([
    ['the format of old pages', '20180225112233'],
    ['a date alone', '2020-09-10'],
    ['a time without its zone, which would mean the machine it runs on', '2020-09-10T13:29:35'],
    ['a time without its zone, with a blank', '2020-09-10 13:29:35'],
    ['30 February', '2026-02-30T13:29:35+08:00'],
    ['29 February of another year', '2026-02-29 13:29:35+0800'],
    ['31 April', '2026-04-31T13:29:35Z'],
    ['hour 24', '2020-09-10T24:00:00+08:00'],
    ['minute 60', '2020-09-10T13:60:00+08:00'],
    ['a zone a day away', '2020-09-10T13:29:35+24:00'],
    ['a zone of 60 minutes', '2020-09-10T13:29:35+0860'],
    ['half a zone', '2020-09-10T13:29:35+8'],
    ['a point without a fraction', '2020-09-10T13:29:35.+08:00'],
    ['two blanks', '2020-09-10  13:29:35+08:00'],
    ['a blank at the end', '2020-09-10T13:29:35Z '],
    ['a month that does not exist', '2020-13-10T13:29:35+08:00'],
    ['seconds since 1970', '1599715775'],
    ['nothing', ''],
    ['no text at all', undefined],
  ])('refuses %s', (_, text) => {
    expect(parseRfc3339(text)).toBeUndefined()
  })
})
