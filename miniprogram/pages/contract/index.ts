// Among a merchant's settings: shows what is signed, closes it, and signs again. The same card, asked to manage; beside it what else
// of the user is in force, such as a contract for another sub-merchant.
import { terms } from '../../entrust/merchant/terms'
import { lineOf } from '../../entrust/view/lines'
import { productName } from '../../entrust/view/places'
import { goTo, leave, setTitle } from '../../wx/page'
import { otherRows, type OtherRow } from './otherRows'

const product = productName(terms)

Component({
  data: { title: lineOf(`其他商户的${product}`), others: [] as OtherRow[], visits: [0], isAway: false },

  lifetimes: {
    attached(): void {
      setTitle(`我的${product}`)
    },
  },

  methods: {
    /** Back from one of the others: it may be closed. A card of its own for each visit asks anew. */
    onShow(): void {
      const { isAway, visits } = this.data
      if (isAway) this.setData({ isAway: false, others: [], visits: visits.map((visit) => visit + 1) })
    },
    onOthers({ detail }: WechatMiniprogram.CustomEvent<{ otherContracts: unknown }>): void {
      this.setData({ others: otherRows(detail.otherContracts, product) })
    },
    onOther({ currentTarget }: WechatMiniprogram.TouchEvent): void {
      const { url } = currentTarget.dataset as { url: string }
      this.setData({ isAway: true })
      goTo(url)
    },
    onLeave(): void {
      leave()
    },
  },
})
