// Where a user opens password-free payment. A merchant's own page does the same with the card: it needs nothing else.
import { terms } from '../../entrust/merchant/terms'
import { productName } from '../../entrust/view/places'
import { goBack, leave, say, setTitle } from '../../wx/page'

Component({
  lifetimes: {
    attached(): void {
      setTitle(productName(terms))
    },
  },
  methods: {
    /** The user chose not to: back to where they were, and to every other way to pay. */
    onDeclined(): void {
      if (!goBack()) say('已取消，可随时再开通')
    },
    onLeave(): void {
      leave()
    },
  },
})
