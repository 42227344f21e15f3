// WeChat Pay's offer after a payment: written before the cashier opens, so that a killed mini-program still knows what to ask.
import { isOpen } from '../../../entrust/journey/attempt'

/** Whose it is need not be stored: the server answers for the user's own orders and contracts only. */
export interface Offer {
  out_trade_no: string
  out_contract_code: string
  /** By the phone's clock: only ages are taken from it. */
  sinceMs: number
}

/**
 * @param stored what storage gave, of whatever shape
 * @returns the code of the contract that was offered after this very order
 */
export function readOffer(stored: unknown, out_trade_no: string, nowMs: number): string | undefined {
  const offer = Object(stored) as Partial<Record<keyof Offer, unknown>>
  const { out_contract_code, sinceMs } = offer
  if (offer.out_trade_no !== out_trade_no || typeof sinceMs !== 'number' || !isOpen(sinceMs, nowMs)) return undefined
  return typeof out_contract_code === 'string' ? out_contract_code : undefined
}
