import { systemRuntime } from '../../../../cloudfunctions/_shared/wechatpay/system'

it('random bytes are of the size asked for, and never given out twice', () => {
  const given = Array.from({ length: 1000 }, () => systemRuntime.randomBytes(16).toString('hex'))
  expect(new Set(given).size).toBe(1000)
  expect([0, 1, 16, 1023, 1024, 5000].map((size) => systemRuntime.randomBytes(size).length)).toEqual([
    0, 1, 16, 1023, 1024, 5000,
  ])
})

it('what was given out is not overwritten by what follows', () => {
  const first = systemRuntime.randomBytes(16)
  const before = first.toString('hex')
  for (let i = 0; i < 200; i++) systemRuntime.randomBytes(16).fill(0)
  expect(first.toString('hex')).toBe(before)
})
