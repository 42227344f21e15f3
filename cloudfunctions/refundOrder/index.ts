// Entry of the cloud function `refundOrder`: for servers that have the key. No page may call it.
import { REFUND_ACTIONS } from '../_shared/charges/refund/refundActions'
import { serverCallable } from '../_shared/platform/doors/serverCallable'
import { refundHost } from '../_shared/platform/hosts/refundHost'

export const main = serverCallable({ name: 'refundOrder', actions: REFUND_ACTIONS }, refundHost)
