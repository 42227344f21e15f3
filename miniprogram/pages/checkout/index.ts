// A plain checkout: /pages/checkout/index?out_trade_no=... The user pays an order, and sees afterwards whether password-free
// payment was opened in WeChat Pay's own page. A subpackage, so that who has a checkout of their own need not carry it.
import { settings } from '../../entrust/merchant/settings'
import { terms } from '../../entrust/merchant/terms'
import { checkoutWords } from '../../entrust/merchant/words'
import type { AskingPorts } from '../../entrust/asking/ports'
import { isSupported, fontScale } from '../../wx/device'
import { callPhone, goTo, leave, requestPayment, setTitle } from '../../wx/page'
import { askingPorts } from '../../wx/phonePorts'
import { storageEntry } from '../../wx/storage'
import type { ButtonName } from './journey/checkoutButtons'
import { newCheckout } from './journey/checkout'
import type { CheckoutEvent } from './journey/checkoutEvents'
import type { Offer } from './journey/offer'
import { startCheckout, type CheckoutPorts, type RunningCheckout } from './journey/startCheckout'
import { voiceOf } from './journey/checkoutTexts'
import { toView } from './journey/checkoutView'

const offerEntry = storageEntry<Offer>('offer')

const own: Omit<CheckoutPorts, keyof AskingPorts> = {
  requestPayment,
  keepOffer: offerEntry.keep,
  leave,
  openPage: (page) => {
    goTo(`/pages/${page}/index`)
  },
}

const ports: CheckoutPorts = Object.assign(askingPorts(settings), own)

const running = new WeakMap<object, RunningCheckout>()

const send = (page: object, event: CheckoutEvent): void => {
  running.get(page)?.send(event)
}

Component({
  data: { view: toView(newCheckout(), { terms, words: {} }, 1) },

  methods: {
    onLoad({ out_trade_no }: { out_trade_no?: string }): void {
      setTitle('订单支付')
      const voice = voiceOf(terms, checkoutWords, ports.warn)
      const checkout = startCheckout(
        {
          out_trade_no,
          isSupported: isSupported(),
          storedOffer: offerEntry.read(),
          businessType: terms.businessType,
        },
        ports,
        (current) => {
          this.setData({ view: toView(current, voice, fontScale()) })
        },
      )
      running.set(this, checkout)
    },
    onShow(): void {
      send(this, { type: 'shown' })
    },
    onHide(): void {
      send(this, { type: 'hidden' })
    },
    onUnload(): void {
      running.get(this)?.stop()
      running.delete(this)
    },
    onCall(): void {
      callPhone(terms.servicePhone)
    },
    /** Every button. The checkout has changed its state when this returns: a second tap on 支付 finds none. */
    onTap({ currentTarget }: WechatMiniprogram.TouchEvent): void {
      const { button } = currentTarget.dataset as { button: ButtonName }
      send(this, { type: 'tapped', button })
    },
  },
})
