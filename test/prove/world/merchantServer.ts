// The merchant's server: it charges under a user's contract, and gives back.
import type { ChargeOutcome } from '../../../typings/contract/callables'
import type { CallErrorCode } from '../../../typings/contract/results'
import { callServer } from './callServer'
import type { ProveWorld } from './proveWorld'

export interface Charging {
  out_contract_code: string
  combine_out_trade_no: string
  /** Fen, of each of its two orders. */
  totals: readonly [number, number]
}

export interface GivingBack {
  out_trade_no: string
  out_refund_no: string
  /** Fen. */
  amount: number
}

/** Undefined where the function was stopped in the middle. */
export type ServerReply<Told> = ({ ok: true } & Told) | { ok: false; error: { code: CallErrorCode } } | undefined
export type ChargeReply = ServerReply<{ state: ChargeOutcome }>
export type RefundReply = ServerReply<{ status: string; amount: number }>

export const ORDERS_OF_CHARGE = ['A', 'B'] as const

export class MerchantServer {
  constructor(private readonly world: ProveWorld) {}

  /** With words that are told to WeChat Pay alone. */
  async charge({ out_contract_code, combine_out_trade_no, totals }: Charging): Promise<ChargeReply> {
    const sub_orders = ORDERS_OF_CHARGE.map((letter, index) => ({
      out_trade_no: `${combine_out_trade_no}${letter}`,
      total: totals[index],
      description: `what is sold as ${combine_out_trade_no}${letter}`,
      sub_mchid: this.world.keys.subMchid,
      attach: `beside ${combine_out_trade_no}${letter}`,
      sub_risk_info: `device:of-${combine_out_trade_no}${letter};`,
    }))
    const risk_info = `phone:of-${combine_out_trade_no};`
    const input = { out_contract_code, combine_out_trade_no, sub_orders, risk_info }
    return this.#call<ChargeReply>('chargeContract', 'charge', input)
  }

  async giveBack(refund: GivingBack): Promise<RefundReply> {
    const input = { ...refund, reason: `because of ${refund.out_refund_no}` }
    return this.#call<RefundReply>('refundOrder', 'refund', input)
  }

  async #call<Reply>(name: string, action: string, input: object): Promise<Reply> {
    const reply = await callServer(this.world, name, action, input)
    this.world.onServerReply(reply)
    return reply as Reply
  }
}
