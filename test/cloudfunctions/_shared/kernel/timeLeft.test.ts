import { callTimeMs, CHARGE_CALL_MS } from '../../../../cloudfunctions/_shared/kernel/timeLeft'

it.each([
  [Infinity, 8000],
  [18_000, 8000],
  [10_000, 8000],
  [9999, 7999],
  [2500, 500],
  [2499, undefined],
  [0, undefined],
])('with %d ms left, a call to WeChat Pay may take %p, and what it answers is still written down', (left, ms) => {
  expect(callTimeMs({ leftMs: () => left })).toBe(ms)
})

it.each([
  [58_000, 45_000],
  [46_999, 44_999],
  [2499, undefined],
])('with %d ms left, a charge may take %p', (left, ms) => {
  expect(callTimeMs({ leftMs: () => left }, CHARGE_CALL_MS)).toBe(ms)
})
