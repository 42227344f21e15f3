// The card as a component, whoever's values it shows: those of merchant/ (index.ts), or what an app configured.
import type { ButtonName } from '../../entrust/journey/buttons'
import type { JourneyEvent } from '../../entrust/journey/events'
import { newJourney } from '../../entrust/journey/journey'
import type { CallFunction, Terms } from '../../entrust/merchantShapes'
import { startJourney, type RunningJourney } from '../../entrust/startJourney'
import { jumpFailure } from '../../entrust/steps/openSignPage'
import type { Merchant } from '../../entrust/view/texts'
import { toView } from '../../entrust/view/toView'
import { listenToApp } from '../../wx/appEvents'
import { enterOptions, fontScale } from '../../wx/device'
import { callPhone } from '../../wx/page'
import { entryOf, phonePorts } from '../../wx/phonePorts'

/** What a card on a page has beside its data. */
interface Running {
  journey: RunningJourney
  stopListening: () => void
}

const cards = new WeakMap<object, Running>()

const send = (card: object, event: JourneyEvent): void => {
  cards.get(card)?.journey.send(event)
}

/** Where a card has its values from. */
export interface CardSource extends Merchant {
  /** In place of WeChat's own. */
  callFunction?: CallFunction | undefined
  /** What keeps it from being shown at all, one sentence each. */
  problems?: readonly string[]
}

const NOT_ON_SKYLINE = '本卡片不支持 Skyline，请在所在页面的 JSON 里写 "renderer": "webview"'

/** @param own read for each card anew */
export function defineCard(own: () => CardSource): void {
  /** Of whatever shape: the journey checks every field before anyone can sign. */
  const orOwn = (given: unknown): Terms => (given ?? own().terms) as Terms
  const merchantWith = (terms: unknown): Merchant => Object.assign({}, own(), { terms: orOwn(terms) })

  Component({
    properties: {
      /** `sign` (default), or `manage` for a page of settings. */
      purpose: { type: String, value: 'sign' },
      /** One of `others`, to be shown and closed in place of the current contract. Read once. */
      out_contract_code: { type: String, value: '' },
      /** Takes the place of terms.ts where terms differ between users; same shape. */
      terms: null,
      /** Shown on WeChat Pay's page; a neutral label by default. Never a nickname. */
      displayAccount: { type: String, value: '' },
    },

    data: { view: toView(newJourney('sign'), merchantWith(null), 1) },

    observers: {
      terms(terms: unknown): void {
        cards.get(this)?.journey.changeTerms(orOwn(terms))
      },
    },

    lifetimes: {
      attached(): void {
        const { purpose, out_contract_code, displayAccount } = this.data
        const terms: unknown = this.data.terms
        const { settings, callFunction, problems = [] } = own()
        const journey: RunningJourney = startJourney(
          {
            purpose: purpose === 'manage' || out_contract_code !== '' ? 'manage' : 'sign',
            chosen: out_contract_code === '' ? undefined : { out_contract_code },
            merchant: merchantWith(terms),
            displayAccount,
          },
          entryOf(enterOptions(), callFunction, this.renderer === 'skyline' ? [NOT_ON_SKYLINE] : problems),
          phonePorts({
            settings,
            callFunction,
            tell: ({ name, detail }) => {
              this.triggerEvent(name, detail)
            },
            comeBack: (options) => {
              journey.shown(options)
            },
          }),
          (current, merchant) => {
            this.setData({ view: toView(current, merchant, fontScale()) })
          },
        )
        const stopListening = listenToApp({
          shown: journey.shown,
          hidden: () => {
            journey.send({ type: 'hidden' })
          },
        })
        cards.set(this, { journey, stopListening })
      },
      detached(): void {
        const card = cards.get(this)
        card?.stopListening()
        card?.journey.stop()
        cards.delete(this)
      },
    },

    pageLifetimes: {
      show(): void {
        cards.get(this)?.journey.shown()
      },
      hide(): void {
        send(this, { type: 'hidden' })
      },
    },

    methods: {
      /** Every button. The jump to WeChat Pay happens within this very call: after an `await` it could lose the tap. */
      onTap({ currentTarget }: WechatMiniprogram.TouchEvent): void {
        const { button } = currentTarget.dataset as { button: ButtonName }
        send(this, { type: 'tapped', button })
      },
      /** The number itself. */
      onCall(): void {
        callPhone(this.data.view.brand?.servicePhone ?? '')
      },
      /** The way back of the phone closes what lies over the card, and not the page. */
      onBack(): void {
        const { sheet, reader } = this.data.view
        if (sheet) send(this, { type: 'tapped', button: 'keep' })
        if (reader) send(this, { type: 'tapped', button: 'stopReading' })
      },
      onNavigatorSuccess(): void {
        send(this, { type: 'jumped' })
      },
      onNavigatorFail({ detail }: WechatMiniprogram.CustomEvent<{ errMsg?: string }>): void {
        send(this, { type: 'jumpFailed', reason: jumpFailure(detail.errMsg ?? '') })
      },
      /** Keeps a tap on a sheet from what lies under it. */
      ignore(): void {
        return
      },
    },
  })
}
