import { Gate } from '../../../../sandbox/phone/browser/runtime/gate'
import { Modules } from '../../../../sandbox/phone/browser/runtime/modules'
import { TapGesture } from '../../../../sandbox/phone/browser/runtime/tapGesture'

describe('the tap gesture', () => {
  it('is held while the handlers of a real tap run, and not a promise later', async () => {
    const tap = new TapGesture()
    const seen: boolean[] = []
    tap.during(true, () => {
      seen.push(tap.isHeld)
      void Promise.resolve().then(() => seen.push(tap.isHeld))
    })
    await Promise.resolve()
    expect(seen).toEqual([true, false])
  })

  it('is not made by a script, and does not outlive a handler that throws', () => {
    const tap = new TapGesture()
    tap.during(false, () => expect(tap.isHeld).toBe(false))
    expect(() =>
      tap.during(true, () => {
        throw new Error('x')
      }),
    ).toThrow('x')
    expect(tap.isHeld).toBe(false)
  })
})

describe('when the clock is moved by hand', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  /** A gate whose clock is `moves(ms)` ahead. */
  function moved() {
    let movedMs = 0
    const gate = new Gate(() => Date.now() + movedMs)
    const ran: string[] = []
    const later = (name: string, ms: number): number => gate.timers().setTimeout(() => ran.push(name), ms)
    const moves = (ms: number): void => {
      movedMs += ms
      gate.catchUp()
    }
    return { gate, ran, later, moves }
  }

  it('what came due happens at once and in its order, the rest that much earlier, and nothing twice', () => {
    const { ran, later, moves } = moved()
    later('third', 90_000)
    later('second', 20_000)
    later('first', 10_000)
    moves(60_000)
    expect(ran).toEqual(['first', 'second'])
    jest.advanceTimersByTime(29_999)
    expect(ran).toHaveLength(2)
    jest.advanceTimersByTime(60_000)
    expect(ran).toEqual(['first', 'second', 'third'])
  })

  it('what one of them calls off does not happen', () => {
    const { gate, ran, later, moves } = moved()
    let second = 0
    gate.timers().setTimeout(() => gate.timers().clearTimeout(second), 10)
    second = later('second', 20)
    moves(1_000)
    jest.advanceTimersByTime(1_000)
    expect(ran).toEqual([])
  })
})

describe('in the background', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it('runs on for five seconds, then everything waits for the way back', () => {
    const gate = new Gate()
    const { setTimeout: later } = gate.timers()
    const ran: string[] = []
    later(() => ran.push('early'), 4_000)
    later(() => ran.push('late'), 6_000)
    gate.hide()
    jest.advanceTimersByTime(60_000)
    expect(ran).toEqual(['early'])
    gate.show()
    expect(ran).toEqual(['early', 'late'])
  })

  it('a quick look away stops nothing', () => {
    const gate = new Gate()
    const ran: string[] = []
    gate.hide()
    jest.advanceTimersByTime(4_000)
    gate.show()
    jest.advanceTimersByTime(10_000)
    gate.run(() => ran.push('now'))
    expect(ran).toEqual(['now'])
  })

  it('misses ticks of an interval and makes up for none', () => {
    const gate = new Gate()
    let ticks = 0
    gate.timers().setInterval(() => (ticks += 1), 1_500)
    gate.hide()
    jest.advanceTimersByTime(20_000)
    gate.show()
    jest.advanceTimersByTime(3_000)
    expect(ticks).toBe(5)
  })
})

describe('modules', () => {
  const load = (path: string, name: string): unknown =>
    new Modules(
      {
        [path]: `module.exports = require('${name}')`,
        'miniprogram_npm/@their/kit/index': 'module.exports = "kit"',
        'miniprogram_npm/one/index': 'module.exports = "far"',
        'pages/miniprogram_npm/one/index': 'module.exports = "near"',
        'pages/beside': 'module.exports = "beside"',
      },
      {},
    ).load(path)

  it.each([
    ['app', '@their/kit', 'kit'],
    ['pages/deep/a', '@their/kit', 'kit'],
    ['pages/deep/a', 'one', 'near'],
    ['other/a', 'one', 'far'],
    ['pages/a', './beside', 'beside'],
    ['pages/a', 'beside', 'beside'],
    ['pages/deep/a', '../beside.js', 'beside'],
  ])('%s has %s: %s', (path, name, expected) => expect(load(path, name)).toBe(expected))

  it('of no such path are told by name', () => {
    expect(() => load('pages/a', 'nothing')).toThrow('module "nothing" is not there')
  })
})
