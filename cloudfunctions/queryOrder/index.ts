// Entry of the cloud function `queryOrder`: called by the page with `wx.cloud.callFunction`.
import { orderInput } from '../_shared/orders/orderInput'
import { callable } from '../_shared/platform/doors/callable'
import { orderHost } from '../_shared/platform/hosts/orderHost'
import { queryOrder } from '../_shared/orders/queryOrder'

export const main = callable({ name: 'queryOrder', input: orderInput, run: queryOrder }, orderHost)
