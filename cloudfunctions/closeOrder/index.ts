// Entry of the cloud function `closeOrder`: called by the page with `wx.cloud.callFunction`.
import { orderInput } from '../_shared/orders/input'
import { callable } from '../_shared/platform/callable'
import { orderHost } from '../_shared/platform/orderHost'
import { closeOrder } from './handler'

export const main = callable({ name: 'closeOrder', input: orderInput, run: closeOrder }, orderHost)
