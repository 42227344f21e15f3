// What `refundOrder` does, by name.
import { refundInput } from './refundInput'
import { refundOrder } from './refundOrder'

export const REFUND_ACTIONS = {
  refund: { input: refundInput, run: refundOrder },
} as const
