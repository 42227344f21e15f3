// Where a user opens password-free payment. A merchant's own page does the same with the card: it needs nothing else.
import { terms } from '../../entrust/merchant/terms'
import { productName } from '../../entrust/view/places'
import { goBack, replaceWith, say, setTitle } from '../../wx/page'

Component({
  lifetimes: {
    attached(): void {
      setTitle(productName(terms))
    },
  },
  methods: {
    /** The user chose not to: back to where they were, and to every other way to pay. */
    onDeclined(): void {
      if (!goBack()) say('好的，需要时随时可以开通')
    },
    onLeave(): void {
      if (!goBack()) replaceWith('/pages/contract/index')
    },
  },
})
