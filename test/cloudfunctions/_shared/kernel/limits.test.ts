import { countOne } from '../../../../cloudfunctions/_shared/kernel/limits'
import { HOUR, MINUTE, NOW } from '../../../support/builders'

const counting = (what: Parameters<typeof countOne>[0], ...agoMs: number[]) => {
  try {
    return countOne(
      what,
      agoMs.map((ms) => NOW - ms),
      NOW,
    ).length
  } catch (error) {
    return error
  }
}
const tooMany = (retryAfterMs: number) => expect.objectContaining({ code: 'RATE_LIMITED', retryAfterMs }) as unknown
const times = (count: number, agoMs = 0) => Array.from({ length: count }, () => agoMs)

describe('countOne', () => {
  it.each([
    ['newCodes', 5],
    ['closings', 5],
    ['questions', 30],
  ] as const)('%s: %i in any minute', (what, most) => {
    expect(counting(what, ...times(most - 1))).toBe(most)
    expect(counting(what, ...times(most, 1000))).toEqual(tooMany(MINUTE - 1000))
    expect(counting(what, ...times(most, MINUTE - 1))).toEqual(tooMany(1))
    expect(counting(what, ...times(most, MINUTE))).not.toEqual(tooMany(0))
  })

  it('twenty new codes in any day, and both limits hold', () => {
    expect(counting('newCodes', ...times(19, HOUR))).toBe(20)
    expect(counting('newCodes', ...times(20, HOUR))).toEqual(tooMany(23 * HOUR))
    expect(counting('newCodes', ...times(16, HOUR), ...times(4))).toEqual(tooMany(23 * HOUR))
  })

  it('waits for as many to go by as are too many', () => {
    expect(counting('closings', 50_000, 40_000, 30_000, 20_000, 10_000)).toEqual(tooMany(10_000))
    expect(counting('closings', 50_000, 40_000, 30_000, 20_000, 10_000, 5_000)).toEqual(tooMany(20_000))
  })

  it('a clock that was far ahead shuts nobody out, and one a little ahead counts', () => {
    expect(counting('closings', ...times(9, -HOUR))).toBe(1)
    expect(counting('closings', ...times(5, -1000))).toEqual(tooMany(MINUTE + 1000))
  })
})
