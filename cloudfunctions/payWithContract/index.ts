// Entry of the cloud function `payWithContract`: called by the page with `wx.cloud.callFunction`.
import { orderInput } from '../_shared/orders/orderInput'
import { callable } from '../_shared/platform/doors/callable'
import { orderHost } from '../_shared/platform/hosts/orderHost'
import { payWithContract } from '../_shared/orders/payWithContract'

export const main = callable({ name: 'payWithContract', input: orderInput, run: payWithContract }, orderHost)
