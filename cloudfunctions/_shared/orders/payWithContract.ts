// PAY, under the user's contract: without the password where WeChat Pay lets it, and with it otherwise, so that the shop always sells.
import type { OrderInput, PayWithContractOutput } from '../../../typings/contract/callables'
import { askContract } from '../contracts/ask/askContract'
import { mayChargeUnder } from '../contracts/ask/askWhetherChargeable'
import { CallFailure, StoreError } from '../kernel/errors'
import type { Caller } from '../kernel/ports'
import type { ContractRecord } from '../records/contracts'
import { readOrder } from './merchantOrder'
import { contractIdOf, orderBody, payingAppid } from './orderBody'
import { contractForOrders } from './payableUnder'
import type { OrderDeps } from './ports'
import { takePrepayFor, type PlacedPayment } from './takePrepay'

/** The user is waiting to pay: what cannot be said of the contract by then is paid with the password. */
const ASK_WITHIN_MS = 5000
const ASK_AGAIN_WITHIN_MS = 3000
/** An answer that is cut off cannot be paid. */
const ANSWER_MS = 1000

/**
 * Places the order under the caller's contract in force (下单并授权), or, where there is none or WeChat Pay does not let it, as an ordinary
 * one. Never both: an ordinary one follows only once it is known that nothing was placed. Idempotent per order number.
 * @throws {CallFailure} as {@link takePrepayFor}
 * @throws {StoreError} the database failed
 */
export async function payWithContract(
  { out_trade_no }: OrderInput,
  caller: Caller,
  deps: OrderDeps,
): Promise<PayWithContractOutput> {
  const order = await readOrder(out_trade_no, caller, deps)
  const body = orderBody({ settings: deps.settings, caller, out_trade_no, order })
  const under = await contractOf(caller, deps)
  const placed = under ? await placeUnder(under, body, deps) : await takePrepayFor(body, deps)
  const payment = deps.signPayment(payingAppid(caller, deps.settings), placed.prepay_id)
  // It may have been placed before, otherwise.
  const isUnder = under !== undefined && contractIdOf(placed.request) === under.contract_id
  return { payment, with: isUnder ? 'contract' : 'password' }
}

interface Under {
  contract: ContractRecord
  contract_id: string
}

/** @returns the caller's contract, where WeChat Pay has said within a day that it is in force */
async function contractOf(caller: Caller, deps: OrderDeps): Promise<Under | undefined> {
  const current = await contractForOrders(caller, deps)
  if (!current) return undefined
  try {
    const may = await deps.within(mayChargeUnder(current, deps), ASK_WITHIN_MS)
    return 'contract_id' in may ? may : undefined
  } catch (error) {
    if (!(error instanceof CallFailure || error instanceof StoreError)) throw error
    const why = error instanceof CallFailure ? error.code : error.reason
    deps.log.info('paid with the password: nobody can say whether the contract holds', {
      out_contract_code: current._id,
      reason: why,
    })
    return undefined
  }
}

async function placeUnder(
  { contract, contract_id }: Under,
  body: ReturnType<typeof orderBody>,
  deps: OrderDeps,
): Promise<PlacedPayment> {
  try {
    return await takePrepayFor({ ...body, contract_info: { password_free_contract_id: contract_id } }, deps)
  } catch (error) {
    if (!(error instanceof CallFailure) || error.code !== 'WECHATPAY_REJECTED') throw error
    // Another body takes over only where WeChat Pay says that there is no such order: anything else is thrown again.
    const placed = await takePrepayFor(body, deps)
    deps.log.alert('order under the contract was refused: paid with the password', {
      out_trade_no: body.out_trade_no,
      out_contract_code: contract._id,
    })
    await askAgain(contract, deps)
    return placed
  }
}

/** It may have ended, and nobody told. What comes of it is for the next order. */
async function askAgain(contract: ContractRecord, deps: OrderDeps): Promise<void> {
  if (deps.deadline.leftMs() < ASK_AGAIN_WITHIN_MS + ANSWER_MS) return
  try {
    await deps.within(askContract(contract, deps, { isOurs: true }), ASK_AGAIN_WITHIN_MS)
  } catch (error) {
    if (!(error instanceof CallFailure || error instanceof StoreError)) throw error
  }
}
