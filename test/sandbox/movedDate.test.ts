import { movedDate } from '../../sandbox/movedDate'

const HOUR_MS = 3_600_000
let movedMs = 0
const Moved = movedDate(() => movedMs)
beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 21) })
  movedMs = HOUR_MS
})
afterEach(() => jest.useRealTimers())

it('tells now as far ahead as it was moved, by every way of asking', () => {
  const clock = movedDate(() => movedMs)
  const expected = Date.UTC(2026, 10, 21, 1)
  expect(clock.now()).toBe(expected)
  expect(new clock().getTime()).toBe(expected)
  expect(Reflect.apply(clock, undefined, [0]) as string).toBe(new Date(expected).toString())
  movedMs = 0
  expect(clock.now()).toBe(Date.UTC(2026, 10, 21))
})

it('leaves every time that is named where it is', () => {
  expect(new Moved(0).getTime()).toBe(0)
  expect(new Moved(2026, 0, 1).getTime()).toBe(new Date(2026, 0, 1).getTime())
  expect(Moved.parse('1970-01-01T00:00:01Z')).toBe(1000)
  expect(Moved.UTC(1970, 0, 2)).toBe(86_400_000)
})

it('makes dates nobody can tell from others', () => {
  expect(new Moved()).toBeInstanceOf(Date)
  expect(Object.prototype.toString.call(new Moved())).toBe('[object Date]')
  expect(JSON.stringify(new Moved(0))).toBe('"1970-01-01T00:00:00.000Z"')
  expect([Moved.name, Moved.length]).toEqual(['Date', 7])
  class Later extends Moved {}
  expect(new Later(1)).toBeInstanceOf(Later)
})

it('may take the place of the one it was made from', () => {
  const TrueDate = Date
  try {
    globalThis.Date = movedDate(() => HOUR_MS)
    expect(Date.now() - TrueDate.now()).toBe(HOUR_MS)
  } finally {
    globalThis.Date = TrueDate
  }
})
