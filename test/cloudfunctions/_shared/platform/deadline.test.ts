import { StoreError } from '../../../../cloudfunctions/_shared/kernel/errors'
import { withDeadline, type Sleep } from '../../../../cloudfunctions/_shared/platform/deadline'

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
