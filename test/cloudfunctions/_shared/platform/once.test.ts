import { once } from '../../../../cloudfunctions/_shared/platform/once'

it('builds at first use and not again, not even an undefined', () => {
  let built = 0
  const get = once(() => {
    built += 1
  })
  expect(built).toBe(0)
  get()
  get()
  expect(built).toBe(1)
})

it('tries again after a failure', () => {
  let tries = 0
  const get = once(() => {
    if (++tries === 1) throw new Error('not yet')
    return 'ready'
  })
  expect(get).toThrow('not yet')
  expect(get()).toBe('ready')
})
