// SHOP: what the merchant's own server does at a button, where it does anything, when it can, and what the line below says. Pure.
import type { Texts } from '../../../texts/texts'
import type { ShopDeed, ShopView } from '../../../wire'
import { CHARGES, PAYING, type Where } from '../choices'
import { shorten } from '../words'

/** Buttons that need the same, and the line they share. */
export interface DeedRow extends Where {
  deeds: readonly ShopDeed[]
  can: (view: ShopView) => boolean
  hint: (view: ShopView) => Hint
}

interface Hint {
  key: keyof Texts['shop']['hints']
  values?: Readonly<Record<string, string>>
}

export const DEED_ROWS: readonly DeedRow[] = [
  {
    deeds: ['refundHalf', 'refundRest'],
    scenes: PAYING,
    always: CHARGES,
    can: ({ order }) => order !== undefined && (order.left > 0 || order.unsettled !== undefined),
    hint: ({ order }) => {
      if (!order) return { key: 'noOrder' }
      if (order.unsettled) return { key: 'unsettled' }
      const { left, total } = order
      return left === 0 ? { key: 'noneLeft' } : { key: 'left', values: { left: yuan(left), total: yuan(total) } }
    },
  },
  {
    deeds: ['charge'],
    scenes: [],
    always: CHARGES,
    can: ({ contract }) => contract !== undefined,
    hint: ({ contract }) => {
      if (!contract) return { key: 'noContract' }
      return contract.unsettled ? { key: 'unsettled' } : { key: 'under', values: { code: shorten(contract.code) } }
    },
  },
  {
    deeds: ['matchBill'],
    scenes: PAYING,
    always: CHARGES,
    can: ({ billDay }) => billDay !== undefined,
    hint: ({ billDay }) => (billDay === undefined ? { key: 'noBill' } : { key: 'billOf', values: { day: billDay } }),
  },
]

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
