// ASK: WeChat Pay is asked about what no notification told, when the plan of the record says so (records/due.ts).
import { askCharge } from '../charges/askCharge'
import { mayReverse, reverseCharge } from '../charges/reverseCharge'
import { settleRefund } from '../charges/refund/refundOrder'
import { askContract } from '../contracts/ask/askContract'
import { isToBeSent } from '../contracts/close/closingTurn'
import { sendTermination } from '../contracts/close/sendTermination'
import { askOrder } from '../orders/askOrder'
import type { ChargeRecord } from '../records/charges'
import type { ContractRecord } from '../records/contracts'
import type { PaymentRecord } from '../records/payments'
import type { RefundRecord } from '../records/refunds'
import { countSilence } from './countSilence'
import { forgetAttempt, isLongOver } from './forget'
import type { UpkeepDeps } from './ports'

/** @returns whether it was this question that told of a signing or an end @throws {StoreError} */
export async function askDueContract(contract: ContractRecord, deps: UpkeepDeps): Promise<boolean> {
  if (isOfferOver(contract, deps.clock.nowMs())) {
    await forgetAttempt(contract, deps)
    return false
  }
  const asked = await askContract(contract, deps, { isOurs: true })
  if (asked.answer === 'notAsked') return false
  await countSilence('contracts', asked.contract, asked.answer !== 'failed' && asked.answer !== 'setAside', deps)
  const isUnheard = asked.answer === 'signed' && isToBeSent(asked.contract, deps.clock.nowMs())
  const { contract: now } = isUnheard ? await sendTermination(asked.contract, {}, deps) : asked
  return now.state !== contract.state && (now.state === 'SIGNED' || now.state === 'TERMINATED')
}

/** Nobody took it, and the next order makes an offer of its own. */
const isOfferOver = (contract: ContractRecord, nowMs: number): boolean =>
  contract.scene === 'pay-redirect-sign' && contract.session !== undefined && isLongOver(contract, nowMs)

/** @throws {StoreError} */
export async function askDueOrder(payment: PaymentRecord, deps: UpkeepDeps): Promise<void> {
  const asked = await askOrder(payment, deps)
  if (asked.answer === 'notAsked') return
  await countSilence('payments', asked.payment, asked.answer !== 'failed' && asked.answer !== 'setAside', deps)
}

/** What nobody knows of a charge long enough after it was sent is taken back, and asked about again. @throws {StoreError} */
export async function askDueCharge(charge: ChargeRecord, deps: UpkeepDeps): Promise<void> {
  const asked = await askCharge(charge, deps)
  if (asked.answer === 'notAsked') return
  const settled = mayReverse(asked, deps.clock.nowMs()) ? await reverseCharge(asked.charge, deps) : asked
  await countSilence('charges', settled.charge, settled.answer === 'settled', deps)
}

/** @throws {StoreError} */
export async function askDueRefund(refund: RefundRecord, deps: UpkeepDeps): Promise<void> {
  const asked = await settleRefund(refund, deps)
  if (asked.answer === 'notAsked') return
  await countSilence('refunds', asked.refund, asked.answer !== 'failed' && asked.answer !== 'setAside', deps)
}
