import type { JumpDone } from '../../../miniprogram/entrust/ports'
import type { EnterOptions } from '../../../miniprogram/entrust/steps/readReturn'
import { settings } from '../../../miniprogram/entrust/merchant/settings'
import { phonePorts } from '../../../miniprogram/wx/phonePorts'
import { fakeWx, type FakeWx } from '../support/fakeWx'

const TARGET = { appId: 'wxbd687630cd02ce1d', path: 'p', extraData: { pre_entrustweb_id: 'x' } }
interface Sheet {
  itemList: string[]
  success: (result: { tapIndex: number }) => void
  fail: () => void
}

let wechat: FakeWx
let happened: unknown[]
const done: JumpDone = {
  jumped: () => void happened.push('jumped'),
  failed: (reason) => void happened.push(reason),
}

beforeEach(() => {
  wechat = fakeWx()
  happened = []
})

function jump(simulateInDevtools: boolean): Sheet | undefined {
  const comeBack = (options: EnterOptions): void => void happened.push(options)
  const ports = phonePorts({ settings: { ...settings, simulateInDevtools }, tell: () => undefined, comeBack })
  ports.jump(TARGET, done)
  return wechat.of('showActionSheet')[0] as Sheet | undefined
}

describe('a simulated jump', () => {
  it('is off by default', () => {
    expect(settings.simulateInDevtools).toBe(false)
  })

  it.each([
    ['a phone, released', 'ios', 'release'],
    ['a phone, on trial', 'android', 'trial'],
    ['a phone, in development', 'ios', 'develop'],
    ['DevTools that pose as a release', 'devtools', 'release'],
  ])('never happens on %s, switched on or not', (_, platform, envVersion) => {
    wechat.device = { platform, envVersion }
    expect(jump(true)).toBeUndefined()
    expect(wechat.of('navigateToMiniProgram')).toHaveLength(1)
  })

  it('does not happen in DevTools either unless it is switched on', () => {
    wechat.device = { platform: 'devtools', envVersion: 'develop' }
    expect(jump(false)).toBeUndefined()
  })

  it.each([
    [0, ['jumped', { scene: 1038, referrerInfo: { appId: TARGET.appId, extraData: { return_code: 'SUCCESS' } } }]],
    [1, ['jumped', { scene: 1038, referrerInfo: { appId: TARGET.appId, extraData: { return_code: 'FAIL' } } }]],
    [2, ['jumped', { scene: 1038, referrerInfo: { appId: TARGET.appId } }]],
    [3, ['refused']],
  ])('asks the developer for the way back (%d)', (tapIndex, expected) => {
    wechat.device = { platform: 'devtools', envVersion: 'develop' }
    jump(true)?.success({ tapIndex })
    expect(happened).toEqual(expected)
  })

  it('that is dismissed was refused', () => {
    wechat.device = { platform: 'devtools', envVersion: 'develop' }
    jump(true)?.fail()
    expect(happened).toEqual(['refused'])
  })
})
