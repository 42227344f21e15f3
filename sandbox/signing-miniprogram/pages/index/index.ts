// Where the combine-papay family (委托代扣) lands.
import { sessionOf } from '../../session'

Page({
  data: { session: '', isLoaded: false },
  onLoad(query: Record<string, string | undefined>) {
    this.setData({ session: sessionOf(query, wx.getEnterOptionsSync()), isLoaded: true })
  },
})
