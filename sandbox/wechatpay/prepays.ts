// prepay_id values and the orders behind them. Orders placed here register themselves; one placed elsewhere is made known
// through the control.
import { userUnderAppid } from './agreement'
import { makePrepayId, type Order } from './order'
import type { PreSign } from './preSign'
import { invalidRequest, paramError } from './refusal'

const PREPAY_LIFE_MS = 2 * 3_600_000

/** An order that was placed elsewhere. */
interface ForeignPrepay {
  prepay_id: string
  /** Where the order named them, pre-sign must name the same. */
  appid?: string | undefined
  openid?: string | undefined
}

type Known = ({ order: Order } | { foreign: ForeignPrepay }) & { expiresAtMs: number; usedBy?: string }

export class Prepays {
  readonly #known = new Map<string, Known>()

  register(foreign: ForeignPrepay, nowMs: number): void {
    this.#known.set(foreign.prepay_id, { foreign, expiresAtMs: nowMs + PREPAY_LIFE_MS })
  }

  /** A prepay_id for an order placed here, good for 2 hours. */
  issue(order: Order, nowMs: number): string {
    const prepayId = makePrepayId(nowMs)
    this.#known.set(prepayId, { order, expiresAtMs: nowMs + PREPAY_LIFE_MS })
    return prepayId
  }

  isLive(prepayId: string, nowMs: number): boolean {
    return nowMs < (this.#known.get(prepayId)?.expiresAtMs ?? 0)
  }

  /** @returns undefined when it is unknown, or the order was placed elsewhere */
  orderOf(prepayId: string | undefined): Order | undefined {
    const known = prepayId === undefined ? undefined : this.#known.get(prepayId)
    return known && 'order' in known ? known.order : undefined
  }

  /**
   * Binds the order of a pay-redirect pre-sign to its code: one order, one pre-sign.
   * @throws {Refusal} the prepay_id is unknown, too old, of another order's user, bound to another code, or not unpaid
   */
  check(preSign: PreSign, nowMs: number): void {
    if (preSign.prepayId === undefined) return
    const known = this.#known.get(preSign.prepayId)
    if (!known) throw paramError('body', '/prepay_id', 'is not an order of this merchant', preSign.prepayId)
    if (nowMs >= known.expiresAtMs) throw invalidRequest('the prepay_id is over 2 hours old; place the order again')
    if ('order' in known) checkOrder(known.order, preSign)
    else checkForeign(known.foreign, preSign)
    if (known.usedBy !== undefined && known.usedBy !== preSign.outContractCode) {
      throw invalidRequest('the prepay_id already belongs to another out_contract_code')
    }
  }

  /** Call after the pre-sign was taken. */
  use(preSign: PreSign): void {
    const known = preSign.prepayId === undefined ? undefined : this.#known.get(preSign.prepayId)
    if (known) known.usedBy = preSign.outContractCode
  }
}

const OTHER_APPID = 'the order was placed under another appid'
const OTHER_USER = 'the order was placed for another user'

function checkOrder({ request, state }: Order, preSign: PreSign): void {
  if (state !== 'NOTPAY') throw invalidRequest(`order ${request.outTradeNo} is ${state}: signing goes with a payment`)
  if ((preSign.mode === 'normal') !== (request.kind === 'direct')) {
    throw invalidRequest(`mode ${preSign.mode ?? '?'} takes no order of the ${request.kind} endpoint`)
  }
  if (preSign.appid !== request.appid) throw invalidRequest(OTHER_APPID)
  if (areDifferent(preSign.subMchid, request.subMchid)) {
    throw invalidRequest('the order was placed for another sub-merchant')
  }
  if (areDifferent(preSign.subAppid, request.subAppid)) throw invalidRequest(OTHER_APPID)
  // One may name the user under the sub-merchant's appid, the other under the provider's.
  if (userUnderAppid(preSign) !== userUnderAppid(request)) throw invalidRequest(OTHER_USER)
}

/** Of two that are both named. */
function areDifferent(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other
}

function checkForeign({ appid, openid }: ForeignPrepay, preSign: PreSign): void {
  if (areDifferent(appid, preSign.appid)) throw invalidRequest(OTHER_APPID)
  if (areDifferent(openid, preSign.openid ?? preSign.subOpenid)) throw invalidRequest(OTHER_USER)
}
