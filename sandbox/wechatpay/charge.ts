// One charge of combine-papay (电商合单委托代扣): what was asked for, what became of it, and how it is shown.
import type { Payment } from './order'
import type { Sale } from './sale'

interface SubOrderRequest {
  outTradeNo: string
  subMchid: string
  subAppid?: string | undefined
  description: string
  attach?: string | undefined
  /** Fen. */
  total: number
}

export interface ChargeRequest {
  combineOutTradeNo: string
  appid: string
  contractId: string
  subOrders: readonly SubOrderRequest[]
  fingerprint: string
}

/** `REVOKED` without sales: taken back before anything was taken. */
type ChargeState = 'SUCCESS' | 'REVOKED'

export interface Charge {
  request: Pick<ChargeRequest, 'combineOutTradeNo' | 'appid'> & Partial<ChargeRequest>
  state: ChargeState
  /** The signer of the contract. */
  openid?: string
  payment?: Payment
  /** One each sub-order. */
  sales: Sale[]
}

/** A {@link Charge} as control and events show it. */
export interface ChargeView {
  combine_out_trade_no: string
  state: ChargeState
  contract_id?: string
  /** Fen, all in all. */
  total: number
  out_trade_nos: string[]
  chargedAtMs?: number
}

export function viewCharge({ request, state, payment, sales }: Charge): ChargeView {
  return {
    combine_out_trade_no: request.combineOutTradeNo,
    state,
    ...(request.contractId !== undefined && { contract_id: request.contractId }),
    total: sales.reduce((sum, { total }) => sum + total, 0),
    out_trade_nos: sales.map(({ outTradeNo }) => outTradeNo),
    ...(payment && { chargedAtMs: payment.atMs }),
  }
}
