// The one thing this kit stores on the phone: the open attempt.
import type { Attempt } from '../entrust/state'
import { warn } from './warn'

const KEY = 'wechatpay-entrust:attempt'

/** @returns whatever is there; the reader checks its shape */
export const readStoredAttempt = (): unknown => quietly(() => wx.getStorageSync<unknown>(KEY))

export const saveAttempt = (attempt: Attempt): void => {
  quietly(() => {
    wx.setStorageSync(KEY, attempt)
  })
}

export const dropAttempt = (): void => {
  quietly(() => {
    wx.removeStorageSync(KEY)
  })
}

/** A full or broken storage must not keep anyone from signing: after a restart the server is asked in any case. */
function quietly<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch (error) {
    warn(`storage: ${String(error)}`)
    return undefined
  }
}
