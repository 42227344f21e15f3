// PAY: an order that can be paid, with signing offered after it where that works. The payment comes first: nothing about
// signing may hold it up.
import type { PayRedirectSignInput, PayRedirectSignOutput } from '../../../typings/contract/callables'
import { CallFailure, StoreError } from '../kernel/errors'
import type { Caller, LogFields } from '../kernel/ports'
import { takeSession } from '../contracts/sign/takeSession'
import { payingAppid } from './orderBody'
import type { OrderDeps } from './ports'
import { takePrepay, type PlacedPayment } from './takePrepay'

/** The user is waiting to pay. What is not there by then is not offered this time. */
const PRE_SIGN_WITHIN_MS = 3000
/** An answer that is cut off cannot be paid: it is given in time, whatever becomes of the pre-sign. */
const ANSWER_MS = 1000

/**
 * Places the order (下单), pre-signs with its prepay_id (支付后签约), and signs the parameters of `wx.requestPayment`.
 * Idempotent per order number.
 * @throws {CallFailure} as {@link takePrepay}; a pre-sign that fails is no failure of this
 * @throws {StoreError} the database failed
 */
export async function payRedirectSign(
  { out_trade_no }: PayRedirectSignInput,
  caller: Caller,
  deps: OrderDeps,
): Promise<PayRedirectSignOutput> {
  const placed = await takePrepay(out_trade_no, caller, deps)
  const out_contract_code = await offerSigning(placed, caller, deps)
  const payment = deps.signPayment(payingAppid(caller, deps.settings), placed.prepay_id)
  return {
    payment,
    presigned: out_contract_code !== undefined,
    ...(out_contract_code !== undefined && { out_contract_code }),
  }
}

/** @returns the code of the contract that will be offered, or nothing: signed already, refused, slow, or failed */
async function offerSigning(
  { _id: out_trade_no, prepay_id }: PlacedPayment,
  caller: Caller,
  deps: OrderDeps,
): Promise<string | undefined> {
  // combine-papay has no signing after a payment.
  if (deps.settings.family !== 'password-exempt') return undefined
  if (deps.deadline.leftMs() < PRE_SIGN_WITHIN_MS + ANSWER_MS) {
    alarm(out_trade_no, { reason: 'placing the order took too long' }, deps)
    return undefined
  }
  try {
    const taking = takeSession({ caller, scene: { scene: 'pay-redirect-sign', prepay_id } }, deps)
    const { kind, contract } = await deps.within(taking, PRE_SIGN_WITHIN_MS)
    return kind === 'open' ? contract._id : undefined
  } catch (error) {
    alarm(out_trade_no, describe(error), deps)
    return undefined
  }
}

const alarm = (out_trade_no: string, why: LogFields, { log }: OrderDeps): void =>
  log.alert('signing is not offered with this payment', { out_trade_no, ...why })

function describe(error: unknown): LogFields {
  if (error instanceof CallFailure) return { errorCode: error.code, explanation: error.message }
  if (error instanceof StoreError) return { operation: error.operation, reason: error.reason }
  return { errorName: error instanceof Error ? error.name : 'unknown' }
}
