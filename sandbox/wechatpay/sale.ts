// What was paid: an order, or one of the orders of a charge. Refunds and bills speak of these, whichever way the money came.

export interface Sale {
  /** Which endpoints took it: those of orders, or the charge of combine-papay. */
  kind: 'direct' | 'partner' | 'charge'
  outTradeNo: string
  transactionId: string
  /** Fen. */
  total: number
  paidAtMs: number
  appid: string
  /** The payer under it. */
  openid: string
  subMchid?: string | undefined
  subAppid?: string | undefined
  description: string
  attach?: string | undefined
  /** `JSAPI`, or `PAP` of a charge. */
  tradeType: 'JSAPI' | 'PAP'
  /** Under which contract, if one was used. */
  contractId?: string | undefined
  /** A charge that was taken back (撤销), and all of its money with it. */
  revokedAtMs?: number
  /** A refund of it was taken on: from then on its trade_state is REFUND. */
  onRefund: () => void
}

export class Sales {
  readonly #all: Sale[] = []

  add(sale: Sale): Sale {
    this.#all.push(sale)
    return sale
  }

  all(): readonly Sale[] {
    return this.#all
  }

  find(name: { outTradeNo?: string | undefined; transactionId?: string | undefined }): Sale | undefined {
    return this.#all.find(
      ({ outTradeNo, transactionId }) =>
        (name.outTradeNo === undefined || outTradeNo === name.outTradeNo) &&
        (name.transactionId === undefined || transactionId === name.transactionId),
    )
  }
}
