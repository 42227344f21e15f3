import type { SceneWish } from '../../../../../cloudfunctions/_shared/contracts/sign/requestBody'
import { launchBeforeMs, reuseOf } from '../../../../../cloudfunctions/_shared/contracts/sign/sceneRules'
import type { Scene } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, COMBINE, HOUR, MINUTE, NOW, PREPAY_ID, SESSION, SETTINGS } from '../../../../support/builders'

const open = (scene: Scene, leftMs: number) =>
  aContract(
    { scene, state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW + leftMs } },
    scene === 'app' ? COMBINE : SETTINGS,
  )
const AFTER_PAYMENT: SceneWish = { scene: 'pay-redirect-sign', prepay_id: PREPAY_ID }
const APP: SceneWish = { scene: 'app' }

describe('reuseOf', () => {
  it.each([
    ['mini-program', { scene: 'mini-program' }],
    ['pay-redirect-sign', AFTER_PAYMENT],
  ] as const)(
    '%s: a session serves again while 20 minutes of it are left, and after asking down to 5',
    (scene, wish) => {
      expect(reuseOf(open(scene, 20 * MINUTE), wish, NOW, 2 * MINUTE)).toBe('asItIs')
      expect(reuseOf(open(scene, 20 * MINUTE - 1), wish, NOW, 2 * MINUTE)).toBe('afterAsking')
      expect(reuseOf(open(scene, 5 * MINUTE), wish, NOW, 2 * MINUTE)).toBe('afterAsking')
      expect(reuseOf(open(scene, 5 * MINUTE - 1), wish, NOW, 2 * MINUTE)).toBe('never')
    },
  )

  it('app: for as long as it can be launched, and only after asking', () => {
    expect(reuseOf(open('app', 2 * HOUR), APP, NOW, 2 * MINUTE)).toBe('afterAsking')
    expect(reuseOf(open('app', 2 * HOUR - 110_000), APP, NOW, 2 * MINUTE)).toBe('afterAsking')
    expect(reuseOf(open('app', 2 * HOUR - 110_001), APP, NOW, 2 * MINUTE)).toBe('never')
    expect(launchBeforeMs(NOW + 2 * HOUR, 2 * MINUTE)).toBe(NOW + 2 * MINUTE)
  })

  it.each([
    ['another scene', open('mini-program', 2 * HOUR), AFTER_PAYMENT],
    ['another order', open('pay-redirect-sign', 2 * HOUR), { ...AFTER_PAYMENT, prepay_id: 'wx2' }],
    ['another way back', open('app', 2 * HOUR), { ...APP, return_app: true }],
    ['another packet', open('app', 2 * HOUR), { ...APP, attach: 'x' }],
    ['no session', aContract({ state: 'PRESIGNED' }), { scene: 'mini-program' }],
  ] as const)('%s: never', (_, contract, wish) => {
    expect(reuseOf(contract, wish, NOW, 2 * MINUTE)).toBe('never')
  })
})
