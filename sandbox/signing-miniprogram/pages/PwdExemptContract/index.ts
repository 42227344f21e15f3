// Where the password-exempt family (免密支付) lands.
import { sessionOf } from '../../session'

Page({
  data: { session: '', isLoaded: false },
  onLoad(query: Record<string, string | undefined>) {
    this.setData({ session: sessionOf(query, wx.getEnterOptionsSync()), isLoaded: true })
  },
})
