// prepay_id values of orders. Ordering is another product, so orders are made known through the control.
import { invalidRequest, paramError } from './refusal'
import type { PreSign } from './preSign'

const PREPAY_LIFE_MS = 2 * 3_600_000

export interface Prepay {
  prepay_id: string
  /** Where the order named them, pre-sign must name the same. */
  appid?: string | undefined
  openid?: string | undefined
}

export class Prepays {
  readonly #known = new Map<string, Prepay & { expiresAtMs: number; usedBy?: string }>()

  register(prepay: Prepay, nowMs: number): void {
    this.#known.set(prepay.prepay_id, { ...prepay, expiresAtMs: nowMs + PREPAY_LIFE_MS })
  }

  /**
   * Binds the order of a pay-redirect pre-sign to its code: one order, one pre-sign.
   * @throws {Refusal} the prepay_id is unknown, too old, of another order's user, or bound to another code
   */
  check(preSign: PreSign, nowMs: number): void {
    if (preSign.prepayId === undefined) return
    const prepay = this.#known.get(preSign.prepayId)
    if (!prepay) throw paramError('body', '/prepay_id', 'is not an order of this merchant', preSign.prepayId)
    if (nowMs >= prepay.expiresAtMs) throw invalidRequest('the prepay_id is over 2 hours old; place the order again')
    if (prepay.appid !== undefined && prepay.appid !== preSign.appid) {
      throw invalidRequest('the order was placed under another appid')
    }
    if (prepay.openid !== undefined && prepay.openid !== (preSign.openid ?? preSign.subOpenid)) {
      throw invalidRequest('the order was placed for another user')
    }
    if (prepay.usedBy !== undefined && prepay.usedBy !== preSign.outContractCode) {
      throw invalidRequest('the prepay_id already belongs to another out_contract_code')
    }
  }

  /** Call after the pre-sign was taken. */
  use(preSign: PreSign): void {
    const prepay = preSign.prepayId === undefined ? undefined : this.#known.get(preSign.prepayId)
    if (prepay) prepay.usedBy = preSign.outContractCode
  }
}
