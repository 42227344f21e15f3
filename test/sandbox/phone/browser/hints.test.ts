// Which step of the first run a line of "What happened" ends.
import { doneBy } from '../../../../sandbox/phone/browser/shell/hints/steps'
import { say } from '../../../../sandbox/phone/texts/texts'
import type { Scene } from '../../../../sandbox/phone/wire'

it.each<[Scene, Parameters<typeof say>, number]>([
  ['mini-program', ['contractIs', { state: 'REQUESTED' }], 1],
  ['mini-program', ['jumped'], 2],
  ['mini-program', ['signed'], 3],
  ['mini-program', ['cameBack'], 4],
  ['mini-program', ['paid'], 0],
  ['pay-redirect-sign', ['ordered'], 1],
  ['pay-redirect-sign', ['contractIs', { state: 'PRESIGNED' }], 0],
  ['pay-redirect-sign', ['contractIs', { state: 'SIGNED' }], 4],
  ['app', ['appAsks', { name: 'appQueryContract' }], 0],
  ['app', ['appAsks', { name: 'appPreEntrustSign' }], 1],
  ['app', ['leftSigning'], 4],
])('%s: %j', (scene, [key, values], done) => {
  expect(doneBy({ text: say(key, values) }, scene)).toBe(done)
})

it('a line in no words of ours ends none', () => {
  expect(doneBy({ text: 'signed' }, 'mini-program')).toBe(0)
})
