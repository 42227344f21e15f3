// Whatever happens, in whatever order: what must never be.
import fc from 'fast-check'
import {
  buttonsOf,
  signButtonOf,
  type ButtonName,
} from '../../../../../miniprogram/pages/checkout/journey/checkoutButtons'
import { newCheckout, step } from '../../../../../miniprogram/pages/checkout/journey/checkout'
import type { CheckoutEvent, Effect } from '../../../../../miniprogram/pages/checkout/journey/checkoutEvents'
import type { Checkout, Kind, SignState } from '../../../../../miniprogram/pages/checkout/journey/checkoutState'
import { answered, KINDS, TO_PAY, TO_PAY_ONLY, TO_PAY_UNDER } from '../../../support/checkouts'
import { NOW, trouble, TROUBLE_KINDS } from '../../../support/journeys'

const BUTTONS: readonly ButtonName[] = [
  'pay',
  'payUnder',
  'payByPassword',
  'leave',
  'refresh',
  'retry',
  'refreshSign',
  'manage',
]

const troubleKind = fc.constantFrom(...TROUBLE_KINDS)

/** An event, or how it follows from the checkout: an answer to the very call that waits is what mostly comes. */
type Happening = (checkout: Checkout) => CheckoutEvent

/** Which calls were made, by ticket: an answer is always one to its own call. */
type Calls = Map<number, CheckoutEvent['type']>

const CALLS: Partial<Record<Effect['do'], CheckoutEvent['type']>> = {
  queryOrder: 'orderAnswered',
  preparePayment: 'paymentAnswered',
  querySign: 'signAnswered',
}

/** What mostly comes next: the way to the cashier and back. */
function usual({ state, ticket, isWaiting }: Checkout, isGood: boolean): CheckoutEvent {
  switch (state.kind) {
    case 'loading':
      return answered.order('unpaid', ticket)
    case 'unpaid':
      return { type: 'tapped', button: 'pay' }
    case 'underContract':
      return { type: 'tapped', button: 'payUnder' }
    case 'preparing':
      return answered.payment(TO_PAY, ticket)
    case 'paying':
      return { type: 'cashierClosed', how: 'success' }
    case 'confirming':
      return isWaiting ? answered.order(isGood ? 'paid' : 'unknown', ticket) : { type: 'pollDue', ticket }
    case 'paid':
      return isWaiting ? answered.sign(isGood ? 'unknown' : 'inProgress', ticket) : { type: 'pollDue', ticket }
    default:
      return { type: 'ticked' }
  }
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.boolean().map(
      (isGood): Happening =>
        (checkout) =>
          usual(checkout, isGood),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.nat().map((at): Happening => ({ state }) => {
      const buttons = [...buttonsOf(state), ...[signButtonOf(state) ?? []].flat()]
      return { type: 'tapped', button: buttons[at % (buttons.length || 1)] ?? 'pay' }
    }),
  },
  fc.constantFrom(...BUTTONS).map((button): Happening => () => ({ type: 'tapped', button })),
  {
    weight: 3,
    arbitrary: fc.constantFrom('unpaid', 'paid', 'closed', 'refunded', 'unknown' as const).map(
      (state): Happening =>
        ({ ticket }) =>
          answered.order(state, ticket),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('none', 'inProgress', 'signed', 'closing', 'terminated', 'unknown' as const).map(
      (state): Happening =>
        ({ ticket }) =>
          answered.sign(state, ticket),
    ),
  },
  fc.constantFrom('inForce', 'placed' as const).map(
    (contract): Happening =>
      ({ ticket }) =>
        answered.orderUnder(contract, ticket),
  ),
  fc.constantFrom(TO_PAY, TO_PAY_ONLY, TO_PAY_UNDER, { kind: 'notPayable' as const }).map(
    (answer): Happening =>
      ({ ticket }) =>
        answered.payment(answer, ticket),
  ),
  troubleKind.map(
    (kind): Happening =>
      ({ ticket }) =>
        answered.orderTrouble(kind, ticket),
  ),
  troubleKind.map(
    (kind): Happening =>
      ({ ticket }) =>
        answered.signTrouble(kind, ticket),
  ),
  troubleKind.map(
    (kind): Happening =>
      ({ ticket }) =>
        answered.payment({ kind: 'trouble', trouble: trouble(kind) }, ticket),
  ),
  // Late ones.
  fc.nat(9).map(
    (ticket): Happening =>
      () =>
        answered.order('paid', ticket),
  ),
  fc.nat(9).map(
    (ticket): Happening =>
      () =>
        answered.sign('signed', ticket),
  ),
  fc.nat(9).map(
    (ticket): Happening =>
      () =>
        answered.payment(TO_PAY, ticket),
  ),
  fc
    .constantFrom('success', 'cancelled', 'failed' as const)
    .map((how): Happening => () => ({ type: 'cashierClosed', how: how as never })),
  fc.constant<Happening>(() => ({ type: 'shown' })),
  fc.constant<Happening>(() => ({ type: 'hidden' })),
  fc.constant<Happening>(({ ticket }) => ({ type: 'waited', ticket })),
  fc.constant<Happening>(({ ticket }) => ({ type: 'pollDue', ticket })),
  fc.constant<Happening>(() => ({ type: 'ticked' })),
)

interface Moment {
  before: Checkout
  event: CheckoutEvent
  after: Checkout
  effects: readonly Effect[]
}

/** What can happen at all: an answer to a call that was made, the end of a cashier that was opened. */
function mayHappen(event: CheckoutEvent, calls: Calls, isOpen: boolean): boolean {
  if (event.type === 'cashierClosed') return isOpen
  return 'answer' in event && 'ticket' in event ? calls.get(event.ticket) === event.type : true
}

const history = fc
  .array(fc.tuple(happening, fc.constantFrom(10, 3_000, 1_000_000)), { maxLength: 60, size: 'max' })
  .map((happenings): Moment[] => {
    let nowMs = NOW
    let before = newCheckout()
    let isOpen = false
    const moments: Moment[] = []
    const calls: Calls = new Map()
    const advance = (event: CheckoutEvent): void => {
      if (!mayHappen(event, calls, isOpen)) return
      const { page: after, effects } = step(before, event, nowMs)
      if (event.type === 'cashierClosed') isOpen = false
      for (const effect of effects) {
        const type = CALLS[effect.do]
        if (type && 'ticket' in effect) calls.set(effect.ticket, type)
        if (effect.do === 'requestPayment') isOpen = true
      }
      moments.push({ before, event, after, effects })
      before = after
    }
    advance({ type: 'started', hasOrder: true, isSupported: true, out_contract_code: undefined })
    for (const [next, ms] of happenings) {
      nowMs += ms
      advance(next(before))
    }
    return moments
  })

/** fast-check shows the shortest history that breaks a rule. */
const always = (rule: (moments: readonly Moment[]) => void): void => {
  fc.assert(fc.property(history, rule), { numRuns: 500 })
}

const did = (effects: readonly Effect[], name: Effect['do']): boolean => effects.some((effect) => effect.do === name)
const signOf = ({ state }: Checkout): SignState => (state.kind === 'paid' ? state.sign : 'none')

/** The server's word in an event, where it answers the call that waits. */
function word({ before, event }: Moment): string | undefined {
  if (!('answer' in event && 'ticket' in event) || !before.isWaiting || event.ticket !== before.ticket) return undefined
  if (event.answer.kind === 'order') return `order ${event.answer.order.state}`
  return event.answer.kind === 'status' ? `sign ${event.answer.status.state}` : event.answer.kind
}

describe('whatever happens', () => {
  it('these histories come through every state, and every word on the signing', () => {
    const seen = new Set<Kind>()
    const signs = new Set<SignState>()
    for (const moments of fc.sample(history, { numRuns: 800, seed: 1 })) {
      for (const { after } of moments) {
        seen.add(after.state.kind)
        if (after.state.kind === 'paid') signs.add(after.state.sign)
      }
    }
    // Support is a matter of the start alone.
    expect(KINDS.filter((kind) => !seen.has(kind))).toEqual(['oldClient'])
    expect([...signs].sort()).toEqual(['asking', 'none', 'notSigned', 'signed', 'unsure'])
  })

  it('paid is shown only on the word of the server, and stays', () => {
    always((moments) => {
      for (const moment of moments) {
        const [from, to] = [moment.before.state.kind, moment.after.state.kind]
        if (to === 'paid' && from !== 'paid') expect(word(moment)).toBe('order paid')
        if (from === 'paid') expect(to).toBe('paid')
      }
    })
  })

  it('signed is shown only on the word of the server', () => {
    always((moments) => {
      for (const moment of moments) {
        const isNew = signOf(moment.after) === 'signed' && signOf(moment.before) !== 'signed'
        if (isNew) expect(word(moment)).toBe('sign signed')
      }
    })
  })

  it('nothing is said of signing where WeChat Pay makes no offer', () => {
    always((moments) => {
      let hasOffer = false
      for (const { event, after, effects } of moments) {
        if (did(effects, 'requestPayment') && event.type === 'paymentAnswered') {
          hasOffer = event.answer.kind === 'payment' && event.answer.out_contract_code !== undefined
        }
        if (!hasOffer) expect(signOf(after)).toBe('none')
        if (!hasOffer) expect(did(effects, 'querySign')).toBe(false)
      }
    })
  })

  it('an offer is stored before its cashier opens, and until its answer is known', () => {
    always((moments) => {
      let stored: string | undefined
      for (const { after, effects } of moments) {
        for (const effect of effects) {
          if (effect.do === 'keepOffer') stored = effect.out_contract_code
          if (effect.do === 'requestPayment') expect(stored).toBe(after.out_contract_code)
        }
        const isAsked = after.cashier === 'open' || signOf(after) === 'unsure'
        if (isAsked && after.order?.state !== 'paid') expect(stored).toBe(after.out_contract_code)
      }
    })
  })

  it('two payments are never asked for at once, nor a second after a success', () => {
    always((moments) => {
      let isOpen = false
      let hasSucceeded = false
      let preparing: number | undefined
      for (const { event, after, effects } of moments) {
        if (event.type === 'cashierClosed') {
          isOpen = false
          hasSucceeded ||= event.how === 'success'
        }
        if (did(effects, 'preparePayment')) {
          expect(event.type === 'tapped' && event.button).toMatch(/^pay/)
          expect(isOpen || hasSucceeded).toBe(false)
          preparing = after.ticket
        }
        if (did(effects, 'requestPayment')) {
          expect(isOpen || hasSucceeded).toBe(false)
          // One cashier for one tap, and only on a page that is seen.
          expect(event).toMatchObject({ type: 'paymentAnswered', ticket: preparing })
          expect(after.isHidden).toBe(false)
          isOpen = true
          preparing = undefined
        }
      }
    })
  })

  it('nothing is asked for under the contract but at the tap that says so, and no password where it is no choice', () => {
    always((moments) => {
      for (const { before, event, effects } of moments) {
        const made = effects.find((effect) => effect.do === 'preparePayment')
        if (!made || event.type !== 'tapped') continue
        expect('under' in made && made.under).toBe(event.button === 'payUnder')
        if (event.button === 'payUnder') expect(before.order?.contract).toBeDefined()
        if (event.button === 'payByPassword') expect(before.order?.contract).toBe('inForce')
      }
    })
  })

  it('no state is without a way out', () => {
    always((moments) => {
      let isTicking = false
      let isPolling = false
      for (const { event, after, effects } of moments) {
        isTicking = (isTicking && event.type !== 'ticked') || did(effects, 'tickLater')
        isPolling =
          (isPolling && event.type !== 'pollDue' && !did(effects, 'stopPolling')) || did(effects, 'queryLater')
        const { state, isWaiting, isHidden } = after
        expect(buttonsOf(state).length > 0 || isWaiting || isTicking).toBe(true)
        if (state.kind === 'loading' || state.kind === 'preparing') expect(isWaiting).toBe(true)
        if (state.kind === 'busy') expect(isTicking).toBe(true)
        // What says that it is asking, asks; on a hidden page it will when that is shown.
        const isAsking = state.kind === 'confirming' || signOf(after) === 'asking'
        if (isAsking && !isHidden) expect(isWaiting || isPolling).toBe(true)
      }
    })
  })

  it('at most seven questions are asked in a row', () => {
    always((moments) => {
      for (const { after } of moments) expect(after.polling.asked).toBeLessThanOrEqual(7)
    })
  })

  it('no timer is set for a page that is hidden', () => {
    always((moments) => {
      for (const { after, effects } of moments) if (after.isHidden) expect(did(effects, 'queryLater')).toBe(false)
    })
  })
})
