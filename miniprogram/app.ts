// Boot. The card listens to the app by itself; all it needs from here is the cloud.
import { settings } from './entrust/merchant/settings'
import { isSupported } from './wx/device'
import { quietly } from './wx/warn'

App({
  onLaunch(): void {
    const { cloudEnv } = settings
    // A WeChat too old for the cloud still gets as far as the card, which says so.
    if (!isSupported()) return
    quietly(() => {
      wx.cloud.init(cloudEnv === '' ? { traceUser: false } : { env: cloudEnv, traceUser: false })
    })
  },
})
