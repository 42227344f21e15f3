// The jump to WeChat Pay's signing mini-program. DevTools cannot open another one: where the developer has switched it on
// (settings.ts), they are asked instead how the user would have come back. Only the way back is played: what was signed is still
// the server's to say.
import type { JourneyPorts, JumpDone } from '../entrust/ports'
import { jumpFailure, type JumpTarget } from '../entrust/steps/openSignPage'
import type { EnterOptions } from '../entrust/steps/readReturn'
import { isInDevtools } from './device'

type Jump = JourneyPorts['jump']

/** @param comeBack takes what `App.onShow` would have got */
export const jumpPort = (simulateInDevtools: boolean, comeBack: (options: EnterOptions) => void): Jump =>
  simulateInDevtools && isInDevtools()
    ? (target, done) => {
        simulateJump(target, done, comeBack)
      }
    : jump

/** Calls WeChat at once, within the tap that led here. */
function jump({ appId, path, extraData }: JumpTarget, done: JumpDone): void {
  wx.navigateToMiniProgram({
    appId,
    path,
    extraData,
    success: done.jumped,
    fail: ({ errMsg }) => {
      done.failed(jumpFailure(errMsg), errMsg)
    },
  })
}

const WAYS_BACK = ['签约后返回：带 SUCCESS', '签约失败返回：带 FAIL', '左上角返回：无数据', '拒绝跳转']
const EXTRA_DATA = [{ return_code: 'SUCCESS' }, { return_code: 'FAIL' }, undefined] as const

function simulateJump(
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
