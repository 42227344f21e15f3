// WX: `wx.requestPayment`. What is wrong with the parameters is judged where the keys are, by the phone's server.
import type { PhoneSettings } from '../protocol'
import type { ShellLink } from '../runtime/shellLink'
import { ApiFailure, asyncApi } from './async'

const NO_NETWORK = '网络连接失败'
const FIELDS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

export function paymentApis(link: ShellLink, settings: () => PhoneSettings) {
  return {
    requestPayment: asyncApi<Record<string, unknown>>('requestPayment', async (input) => {
      if (!settings().isOnline) {
        link.tell({ kind: 'failed', api: 'requestPayment', reason: NO_NETWORK })
        throw new ApiFailure(NO_NETWORK)
      }
      const payment = Object.fromEntries(FIELDS.map((name) => [name, input[name]]))
      const answer = await link.ask({ what: 'pay', payment })
      if (!answer.ok) throw new ApiFailure(answer.reason)
      return {}
    }),
  }
}
