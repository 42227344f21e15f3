// One of the others: /pages/contract/other?out_contract_code=...&sub_mchid=... The same card shows it by its code, and closes it.
import { terms } from '../../entrust/merchant/terms'
import { productName } from '../../entrust/view/places'
import { leave, setTitle } from '../../wx/page'
import { merchantName } from './otherRows'

interface Query {
  out_contract_code?: string
  sub_mchid?: string
}

Component({
  data: { codes: [] as string[], name: '' },

  methods: {
    onLoad({ out_contract_code = '', sub_mchid }: Query): void {
      setTitle(`我的${productName(terms)}`)
      this.setData({ codes: [out_contract_code], name: merchantName(sub_mchid) })
    },
    onLeave(): void {
      leave()
    },
  },
})
