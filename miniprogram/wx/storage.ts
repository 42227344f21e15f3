// What this kit stores on the phone: the open attempt, and the offer after a payment. Nothing else.
import { quietly } from './warn'

interface StorageEntry<Value> {
  /** @returns whatever is there; the reader checks its shape */
  readonly read: () => unknown
  /** Without a value the entry goes. */
  readonly keep: (value: Value | undefined) => void
}

/** A full or broken storage must not keep anyone from signing: after a restart the server is asked in any case. */
export function storageEntry<Value>(name: string): StorageEntry<Value> {
  const key = `wechatpay-entrust:${name}`
  return {
    read: () => quietly(() => wx.getStorageSync<unknown>(key)),
    keep: (value) => {
      quietly(() => {
        if (value === undefined) wx.removeStorageSync(key)
        else wx.setStorageSync(key, value)
      })
    },
  }
}
