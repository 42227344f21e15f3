// Entry of the cloud function `payRedirectSign`: called by the page with `wx.cloud.callFunction`.
import { orderInput } from '../_shared/orders/orderInput'
import { callable } from '../_shared/platform/doors/callable'
import { orderHost } from '../_shared/platform/hosts/orderHost'
import { payRedirectSign } from '../_shared/orders/payRedirectSign'

export const main = callable({ name: 'payRedirectSign', input: orderInput, run: payRedirectSign }, orderHost)
