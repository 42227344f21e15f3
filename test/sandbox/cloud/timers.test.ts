// Timers of functions: what an expression means, and that they start by themselves.
import { once } from 'node:events'
import { readCron } from '../../../sandbox/cloud/functions/cron'
import { passedOver, startTimers } from '../../../sandbox/cloud/functions/timers'
import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../sandbox/cloud/standIn'
import { JOURNEY_TEXTS } from '../../../sandbox/journey/texts/texts'
import { describeFigures, readFigures } from '../../../sandbox/upkeepFigures'
import { manualClock } from '../../support/cloudClock'
import { functionsFolder } from '../../support/cloudFunctions'

jest.setTimeout(60_000)

/** A Saturday in China, at half past three in the afternoon. */
const AT = Date.parse('2026-11-21T15:30:00+08:00')

describe('seven fields', () => {
  it.each([
    ['0 * * * * * *', true],
    ['0 30 15 21 11 6 2026', true],
    ['*/30 */10 * * * * *', true],
    ['0 0-30 * * * 1-6 *', true],
    ['0 5,30 * * * * *', true],
    ['0 20/5 * * * * *', true],
    ['1 * * * * * *', false],
    ['0 31 * * * * *', false],
    ['0 30 7 * * * *', false],
    ['0 * * * * 0 *', false],
    ['0 * * * * * 2027', false],
  ])('%s is due at half past three in China: %p', (text, isDue) => {
    expect(readCron(text)?.(AT)).toBe(isDue)
  })

  it.each([
    '',
    '* * * * *',
    '0 * * * * *',
    '60 * * * * * *',
    '0 * 24 * * * *',
    '0 * * 0 * * *',
    '0 5-1 * * * * *',
    'x * * * * * *',
    '0 */0 * * * * *',
    '0 * * * * * * *',
  ])('"%s" is no such expression', (text) => {
    expect(readCron(text)).toBeUndefined()
  })
})

it('start once for each time they are due, none missed and none twice', () => {
  const clock = manualClock(AT - 500)
  const fired: number[] = []
  const isDue = readCron('0 * * * * * *') ?? (() => false)
  const timers = () => [{ functionName: 'upkeep', name: 'upkeep', isDue }]
  const stop = startTimers({ clock, timers, fire: () => fired.push(clock.now() - AT) })
  clock.advance(500)
  expect(fired).toEqual([0])
  for (let second = 1; second <= 59; second++) clock.advance(1000)
  expect(fired).toEqual([0])
  clock.advance(1700)
  expect(fired).toEqual([0, 60_700])
  stop()
  clock.advance(120_000)
  expect([fired.length, clock.pending]).toEqual([2, 0])
})

it.each([
  ['0 * * * * * *', 30_000, false],
  ['0 * * * * * *', 60_000, true],
  ['0 * * * * * *', 24 * 3_600_000, true],
  ['0 0 3 * * * *', 2 * 3_600_000, false],
  ['0 0 3 * * * *', 24 * 3_600_000, true],
])('a move of the clock passes over %s once, or not at all: by %i ms, %p', (expression, byMs, isPassed) => {
  const isDue = readCron(expression) ?? (() => false)
  const timers = [{ functionName: 'upkeep', name: 'upkeep', isDue }]
  // At the time itself it has run already.
  expect(passedOver(timers, AT, AT + byMs)).toEqual(isPassed ? timers : [])
})

describe('of deployed functions', () => {
  const FUNCTION = {
    code: `exports.main = async (event) => { console.log(JSON.stringify(event)); return { ok: true } }`,
  }
  const config = (text: string) => ({ triggers: [{ name: 'each', type: 'timer', config: text }] })
  let cloud: CloudStandIn | undefined
  let remove: () => void = () => undefined
  afterEach(async () => {
    await cloud?.close()
    cloud = undefined
    remove()
  })
  const deploy = async (text: string, runsTimers: boolean, clock = manualClock(AT - 500)) => {
    const folder = functionsFolder({ timed: { ...FUNCTION, config: config(text) } })
    remove = () => folder.remove()
    cloud = await startCloud({ functionsRoot: folder.root, runsTimers, clock })
    return { cloud, clock }
  }

  it('start by themselves where that is wished', async () => {
    const { cloud, clock } = await deploy('0 * * * * * *', true)
    const done = once(cloud.events, 'done')
    clock.advance(500)
    expect(await done).toMatchObject([{ functionName: 'timed', trigger: 'timer', outcome: 'ok' }])
  })

  it('start by hand only without', async () => {
    const { clock } = await deploy('0 * * * * * *', false)
    expect(clock.pending).toBe(0)
  })

  it('start once where the clock is moved past them, by themselves or not', async () => {
    const { cloud, clock } = await deploy('0 * * * * * *', false)
    const done: string[] = []
    cloud.events.on('done', ({ functionName, outcome }) => done.push(`${functionName} ${outcome}`))
    const hours = async () => {
      clock.advance(2 * 3_600_000)
      return Promise.resolve()
    }
    await cloud.whileTimePasses(hours, [])
    expect(done).toEqual(['timed ok'])
  })

  it('start at once over HTTP', async () => {
    const { cloud } = await deploy('0 * * * * * *', false)
    const line = once(cloud.events, 'log')
    const response = await fetch(`${cloud.frontUrl}/timer/timed`, { method: 'POST' })
    expect(await response.json()).toEqual({ result: { ok: true } })
    const [{ line: printed }] = (await line) as [{ line: string }]
    expect(JSON.parse(printed)).toMatchObject({ Type: 'Timer', TriggerName: 'each' })
  })

  it('are refused where the platform would refuse them', async () => {
    await expect(deploy('* * * * *', false)).rejects.toThrow(/seven fields/)
  })
})

describe('a run of upkeep in words', () => {
  it('tells what it did', () => {
    const line = JSON.stringify({ event: 'upkeep', contractsAsked: 2, contractsFound: 1, changesTold: 1, forgotten: 0 })
    expect(describeFigures(readFigures(line) ?? {}, JOURNEY_TEXTS.en)).toBe(
      'asked about 2 contracts, found out about 1 contract, told 1 change',
    )
  })

  it.each(['{"event":"upkeep","contractsAsked":0}', '{"event":"other","contractsAsked":1}', 'no JSON', 'null'])(
    'is no news: %s',
    (line) => {
      expect(describeFigures(readFigures(line) ?? {}, JOURNEY_TEXTS.zh)).toBeUndefined()
    },
  )
})
