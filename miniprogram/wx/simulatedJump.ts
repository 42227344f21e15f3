// DevTools cannot open another mini-program. Where the developer has switched it on (settings.ts), they are asked instead how
// the user would have come back. Only the way back is played: what was signed is still the server's to say.
import type { JumpDone, JumpTarget } from '../entrust/ports'
import type { EnterOptions } from '../entrust/steps/readReturn'

/** Both hold in DevTools alone: on a phone the switch is dead, in every build. */
export const isInDevtools = (): boolean =>
  wx.getDeviceInfo().platform === 'devtools' && wx.getAccountInfoSync().miniProgram.envVersion === 'develop'

const WAYS_BACK = ['签约后返回：带 SUCCESS', '签约失败返回：带 FAIL', '左上角返回：无数据', '拒绝跳转']
const EXTRA_DATA = [{ return_code: 'SUCCESS' }, { return_code: 'FAIL' }, undefined] as const

/** @param comeBack takes what `App.onShow` would have got */
export function simulateJump(
  { appId }: JumpTarget,
  { jumped, failed }: JumpDone,
  comeBack: (options: EnterOptions) => void,
): void {
  const refuse = (): void => {
    failed('refused', 'navigateToMiniProgram:fail cancel')
  }
  wx.showActionSheet({
    alertText: '模拟签约（仅开发者工具）',
    itemList: WAYS_BACK,
    success: ({ tapIndex }) => {
      if (tapIndex >= EXTRA_DATA.length) {
        refuse()
        return
      }
      const extraData = EXTRA_DATA[tapIndex]
      jumped()
      comeBack({ scene: 1038, referrerInfo: extraData ? { appId, extraData } : { appId } })
    },
    fail: refuse,
  })
}
