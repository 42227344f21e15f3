import { isFresh, openAttempt, readAttempt, withoutLastJump } from '../../../../miniprogram/entrust/journey/attempt'
import { AGREED, ATTEMPT, HELD, journeyIn, NOW, SESSION } from '../../support/journeys'

const MINUTE = 60_000

describe('readAttempt', () => {
  it('takes back what was stored', () => {
    expect(readAttempt({ ...ATTEMPT }, NOW)).toEqual(ATTEMPT)
  })

  it('drops what it does not know', () => {
    expect(readAttempt({ ...ATTEMPT, openid: 'o' }, NOW)).toEqual(ATTEMPT)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['the empty text of an empty storage', ''],
    ['null', null],
    ['text', JSON.stringify(ATTEMPT)],
    ...Object.keys(ATTEMPT).map(
      (field) => [`no ${field}`, { ...ATTEMPT, [field]: undefined }] satisfies [string, unknown],
    ),
    ['another type', { ...ATTEMPT, startedAtMs: String(ATTEMPT.startedAtMs) }],
  ])('finds none in %s', (_, stored) => {
    expect(readAttempt(stored, NOW)).toBeUndefined()
  })

  it('lets one go after 2 hours and 10 minutes', () => {
    const startedAtMs = NOW - 130 * MINUTE
    expect(readAttempt({ ...ATTEMPT, startedAtMs: startedAtMs + 1 }, NOW)).toBeDefined()
    expect(readAttempt({ ...ATTEMPT, startedAtMs }, NOW)).toBeUndefined()
  })

  it('lets go one from the future: the clock was set back, and it would never end', () => {
    expect(readAttempt({ ...ATTEMPT, startedAtMs: NOW + 1 }, NOW)).toBeUndefined()
  })
})

describe('openAttempt', () => {
  it('carries on the attempt of the same code', () => {
    const journey = journeyIn('notSigned', { ...AGREED, attempt: { ...ATTEMPT, hasReturned: true } })
    expect(openAttempt(journey, SESSION, NOW)).toEqual({ ...ATTEMPT, startedAtMs: NOW, jumps: 2, hasReturned: false })
  })

  it('begins anew for another code', () => {
    const journey = journeyIn('notSigned', { ...AGREED, attempt: { ...ATTEMPT, out_contract_code: 'Code0', jumps: 3 } })
    expect(openAttempt(journey, SESSION, NOW).jumps).toBe(1)
  })
})

describe('withoutLastJump', () => {
  it('leaves nothing of a first jump', () => {
    expect(withoutLastJump(ATTEMPT)).toBeUndefined()
  })

  it('leaves the earlier ones, whose return is told already', () => {
    expect(withoutLastJump({ ...ATTEMPT, jumps: 2 })).toEqual({ ...ATTEMPT, jumps: 1, hasReturned: true })
  })
})

describe('isFresh', () => {
  it('holds for a quarter of an hour', () => {
    expect(isFresh(HELD, HELD.receivedAtMs + 15 * MINUTE - 1)).toBe(true)
    expect(isFresh(HELD, HELD.receivedAtMs + 15 * MINUTE)).toBe(false)
  })

  it('does not hold for none, nor by a clock that was set back', () => {
    expect(isFresh(undefined, NOW)).toBe(false)
    expect(isFresh(HELD, HELD.receivedAtMs - 1)).toBe(false)
  })
})
