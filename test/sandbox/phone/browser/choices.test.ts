// Which faults are offered where: one that does nothing is not.
import { CHOICES, isHere } from '../../../../sandbox/phone/browser/shell/choices'
import type { Scene, Setup } from '../../../../sandbox/phone/wire'

const offered = (scene: Scene, setup: Setup) =>
  CHOICES.filter((one) => isHere(one, scene, setup)).map(({ name }) => name)

it.each<[Scene, Setup, string[]]>([
  ['mini-program', 'normal', []],
  ['pay-redirect-sign', 'normal', ['payer', 'limit', 'refunds']],
  // No order of 清算机构 is under a contract; it is refunded all the same.
  ['pay-redirect-sign', 'qs', ['refunds']],
  // A server charges, whatever the user has in hand.
  ['mini-program', 'combine-papay', ['payer', 'limit', 'refunds']],
  ['app', 'combine-papay', ['payer', 'limit', 'refunds']],
])('of money in scene %s with %s: %j', (scene, setup, money) => {
  expect(offered(scene, setup).filter((name) => ['payer', 'limit', 'refunds'].includes(name))).toEqual(money)
})

it("the app's token is of the app's scene", () => {
  expect(offered('app', 'combine-papay')).toContain('appToken')
  expect(offered('mini-program', 'combine-papay')).not.toContain('appToken')
})
