// Boot. The card listens to the app by itself; all it needs from here is the cloud.
import { settings } from './entrust/settings'

App({
  onLaunch(): void {
    wx.cloud.init({ ...(settings.cloudEnv !== '' && { env: settings.cloudEnv }), traceUser: false })
  },
})
