// Among a merchant's settings: shows what is signed, closes it, and signs again. The same card, asked to manage.
import { terms } from '../../entrust/merchant/terms'
import { productName } from '../../entrust/view/places'
import { leave, setTitle } from '../../wx/page'

Component({
  lifetimes: {
    attached(): void {
      setTitle(`我的${productName(terms)}`)
    },
  },
  methods: {
    onLeave(): void {
      leave()
    },
  },
})
