// The jump to WeChat Pay's signing mini-program.
import { jumpFailure } from '../entrust/steps/openSignPage'
import type { JumpDone, JumpTarget } from '../entrust/ports'

/** Calls WeChat at once, within the tap that led here. */
export function jump({ appId, path, extraData }: JumpTarget, done: JumpDone): void {
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
