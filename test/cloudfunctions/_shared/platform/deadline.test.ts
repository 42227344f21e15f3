import { StoreError } from '../../../../cloudfunctions/_shared/kernel/errors'
import { deadlineUnder, withDeadline, type Sleep } from '../../../../cloudfunctions/_shared/platform/deadline'

const never: Sleep = (_ms, signal) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('woken'))))
const at: Sleep = () => Promise.resolve()

it('gives the result of work that is done in time, and stops the alarm', async () => {
  let isStopped = false
  const sleep: Sleep = (ms, signal) => {
    signal?.addEventListener('abort', () => (isStopped = true))
    return never(ms, signal)
  }
  expect(await withDeadline(Promise.resolve('done'), 10, sleep)).toBe('done')
  expect(isStopped).toBe(true)
})

it('passes a failure of the work on', async () => {
  await expect(withDeadline(Promise.reject(new Error('mine')), 10, never)).rejects.toThrow('mine')
})

it('fails when the time is over, even though the work goes on', async () => {
  await expect(withDeadline(new Promise(() => undefined), 10, at)).rejects.toThrow(StoreError)
})

it('a call is over 2 s before the platform ends its function, and nothing is left after that', () => {
  let now = 5000
  const deadline = deadlineUnder(20_000, () => now)
  expect(deadline.leftMs()).toBe(18_000)
  now += 17_999
  expect(deadline.leftMs()).toBe(1)
  now += 5000
  expect(deadline.leftMs()).toBe(0)
})

it('of a short limit a tenth is kept, so that something can be done at all', () => {
  expect(deadlineUnder(3000, () => 0).leftMs()).toBe(2700)
})
