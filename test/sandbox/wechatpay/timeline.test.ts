// The stand-in's clock and what becomes due on it.
import { Timeline } from '../../../sandbox/wechatpay/timeline'

test('jobs run in order of time, each at its own, and are over before the next', async () => {
  const timeline = new Timeline(() => 1_000)
  const log: string[] = []
  const job = (name: string) => async () => {
    log.push(`${name} at ${timeline.nowMs()}`)
    await new Promise((resolve) => setImmediate(resolve))
    log.push(`${name} over`)
  }
  timeline.at(1_300, job('c'))
  timeline.at(1_100, job('a'))
  timeline.at(1_200, job('b'))
  await timeline.advance(250)
  expect(log).toEqual(['a at 1100', 'a over', 'b at 1200', 'b over'])
  expect(timeline.nowMs()).toBe(1_250)
  timeline.close()
})

test('a job planned by a job runs in the same advance', async () => {
  const timeline = new Timeline(() => 0)
  const log: number[] = []
  const again = () => {
    log.push(timeline.nowMs())
    if (log.length < 3) timeline.at(timeline.nowMs() + 10, again)
    return Promise.resolve()
  }
  timeline.at(10, again)
  await timeline.advance(100)
  expect(log).toEqual([10, 20, 30])
})

test('what is due at once runs without an advance, and never synchronously', async () => {
  const timeline = new Timeline(() => 0)
  let hasRun = false
  timeline.at(0, () => {
    hasRun = true
    return Promise.resolve()
  })
  expect(hasRun).toBe(false)
  await timeline.settled()
  expect(hasRun).toBe(true)
})

test('runs by the real clock when nobody advances it', async () => {
  const timeline = new Timeline(Date.now)
  await new Promise<void>((resolve) => {
    timeline.at(Date.now() + 5, () => {
      resolve()
      return Promise.resolve()
    })
  })
  timeline.close()
})

test('a cancelled job and a closed timeline run nothing', async () => {
  const timeline = new Timeline(() => 0)
  const log: string[] = []
  const cancel = timeline.at(10, () => Promise.resolve(void log.push('cancelled')))
  cancel()
  timeline.at(10, () => Promise.resolve(void log.push('closed')))
  timeline.close()
  timeline.at(0, () => Promise.resolve(void log.push('late')))
  await timeline.advance(100)
  expect(log).toEqual([])
})
