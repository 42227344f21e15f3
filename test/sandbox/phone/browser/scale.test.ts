import { scaleOf } from '../../../../sandbox/phone/browser/shell/scale'

const device = { width: 400, height: 800 }

it.each([
  ['more room than it needs', { width: 900, height: 900 }, 1],
  ['a low window', { width: 900, height: 600 }, 0.75],
  ['a narrow one', { width: 200, height: 900 }, 0.5],
  ['no room', { width: 0, height: 0 }, 0.4],
])('%s', (_, room, scale) => {
  expect(scaleOf(room, device)).toBe(scale)
})
