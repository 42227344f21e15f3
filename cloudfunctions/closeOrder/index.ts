// Entry of the cloud function `closeOrder`: called by the page with `wx.cloud.callFunction`.
import { orderInput } from '../_shared/orders/orderInput'
import { callable } from '../_shared/platform/doors/callable'
import { orderHost } from '../_shared/platform/hosts/orderHost'
import { closeOrder } from '../_shared/orders/closeOrder'

export const main = callable({ name: 'closeOrder', input: orderInput, run: closeOrder }, orderHost)
