// Entry of the cloud function `payRedirectSign`: called by the page with `wx.cloud.callFunction`.
import { orderInput } from '../_shared/orders/input'
import { callable } from '../_shared/platform/callable'
import { orderHost } from '../_shared/platform/orderHost'
import { payRedirectSign } from './handler'

export const main = callable({ name: 'payRedirectSign', input: orderInput, run: payRedirectSign }, orderHost)
