import { parseRfc3339 } from '../../../../cloudfunctions/_shared/kernel/times'

describe('parseRfc3339', () => {
  it('reads a time with and without milliseconds, and in UTC', () => {
    const expected = Date.UTC(2020, 8, 10, 5, 29, 35)
    expect(parseRfc3339('2020-09-10T13:29:35+08:00')).toBe(expected)
    expect(parseRfc3339('2020-09-10T13:29:35.120+08:00')).toBe(expected + 120)
    expect(parseRfc3339('2020-09-10T05:29:35Z')).toBe(expected)
  })

  it.each([
    ['the format of old pages', '20180225112233'],
    ['a date alone', '2020-09-10'],
    ['a time without its zone, which would mean the machine it runs on', '2020-09-10T13:29:35'],
    ['a month that does not exist', '2020-13-10T13:29:35+08:00'],
    ['seconds since 1970', '1599715775'],
    ['nothing', ''],
    ['no text at all', undefined],
  ])('refuses %s', (_, text) => {
    expect(parseRfc3339(text)).toBeUndefined()
  })
})
