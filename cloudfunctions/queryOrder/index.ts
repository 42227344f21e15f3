// Entry of the cloud function `queryOrder`: called by the page with `wx.cloud.callFunction`.
import { orderInput } from '../_shared/orders/input'
import { callable } from '../_shared/platform/callable'
import { orderHost } from '../_shared/platform/orderHost'
import { queryOrder } from './handler'

export const main = callable({ name: 'queryOrder', input: orderInput, run: queryOrder }, orderHost)
