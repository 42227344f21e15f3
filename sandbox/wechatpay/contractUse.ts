// What a contract lets its merchant take: whose it is, whether it is in force, and how much is left of its limits.
import { userUnderAppid, type Agreement } from './agreement'
import type { Agreements } from './agreements'
import type { ContractLimits, Switches } from './options'
import type { Family, PreSign } from './preSign'
import { invalidRequest, Refusal } from './refusal'
import type { Sales } from './sale'
import { toChinaTime } from './times'
import type { Timeline } from './timeline'

interface Use {
  family: Family
  contractId: string
  /** Fen. */
  total: number
  /** Of the order that is to be paid under it; a charge names nobody but the contract. */
  order?: Pick<PreSign, 'appid' | 'openid' | 'subOpenid' | 'subMchid'> & { kind: 'direct' | 'partner' }
  /** Of a charge: `combine_appid`. */
  appid?: string
}

interface ContractUseDeps {
  agreements: Agreements
  sales: Sales
  timeline: Timeline
  limits: ContractLimits
  switches: Switches
}

export class ContractUse {
  constructor(private readonly deps: ContractUseDeps) {}

  /** @throws {Refusal} CONTRACT_NOT_EXIST, RULE_LIMIT, or INVALID_REQUEST where it is somebody else's */
  check(use: Use): Agreement {
    const agreement = this.#inForce(use)
    if (use.order) checkOrder(agreement, use.order, this.deps.switches)
    else if (agreement.preSign.appid !== use.appid) throw invalidRequest('the contract was signed under another appid')
    this.#checkLimits(use)
    return agreement
  }

  #inForce({ family, contractId }: Use): Agreement {
    const found = this.deps.agreements.all().find((one) => one.contractId === contractId)
    const isOver = this.deps.timeline.nowMs() >= (found?.contractExpiresAtMs ?? Infinity)
    if (found?.preSign.family === family && found.state === 'SIGNED' && !isOver) return found
    const status = this.deps.switches.contractNotExistStatus
    throw new Refusal(status, 'CONTRACT_NOT_EXIST', `there is no contract ${contractId} in force to pay under`)
  }

  /** The first limits of a merchant: so much at once, so much and so often a day. */
  #checkLimits({ contractId, total }: Use): void {
    if (this.deps.switches.contractLimits === 'reached') throw ruleLimit('the limit of the contract is reached')
    const { fenAtOnce, fenADay, timesADay } = this.deps.limits
    const today = toChinaTime(this.deps.timeline.nowMs()).slice(0, 10)
    const taken = this.deps.sales
      .all()
      .filter((sale) => sale.contractId === contractId && toChinaTime(sale.paidAtMs).startsWith(today))
    const fenToday = taken.reduce((sum, sale) => sum + sale.total, 0)
    const timesToday = new Set(
      taken.map(({ paidAtMs, kind, outTradeNo }) => (kind === 'charge' ? paidAtMs : outTradeNo)),
    )
    if (total > fenAtOnce) throw ruleLimit(`at most ${fenAtOnce} fen at once under a contract`)
    if (fenToday + total > fenADay) throw ruleLimit(`at most ${fenADay} fen a day under a contract`)
    if (timesToday.size >= timesADay) throw ruleLimit(`at most ${timesADay} payments a day under a contract`)
  }
}

const ruleLimit = (rule: string) => new Refusal(403, 'RULE_LIMIT', rule)

function checkOrder({ preSign, signer }: Agreement, order: NonNullable<Use['order']>, switches: Switches): void {
  if (preSign.mode === 'qs') throw invalidRequest('a contract of mode qs pays no order of these endpoints')
  if (preSign.mode === 'ecommerce' && switches.ecommerceContracts === 'refused') {
    throw invalidRequest('a contract of mode ecommerce pays no order of these endpoints')
  }
  if ((preSign.mode === 'normal') !== (order.kind === 'direct')) {
    throw invalidRequest(`a contract of mode ${preSign.mode ?? '?'} pays no order of the ${order.kind} endpoint`)
  }
  if (preSign.appid !== order.appid) throw invalidRequest('the contract was signed under another appid')
  if (preSign.subMchid !== undefined && preSign.subMchid !== order.subMchid) {
    throw invalidRequest('the contract is with another sub-merchant')
  }
  if (signer !== userUnderAppid(order)) throw invalidRequest('the contract is of another user')
}
