// What the server's answers do. Only here can a checkout become paid, and its user be told that they have signed.
import { DENIALS_BELIEVED, type StatusAnswer } from '../../../entrust/asking/confirmEntrust'
import { but, enter, pollOn, stay, then } from '../../../entrust/asking/machine'
import { waitOf, type Trouble } from '../../../entrust/asking/trouble'
import type { OrderAnswer, PaymentAnswer } from './checkoutEvents'
import { askSign, backToUnpaid, confirm, inTrouble, knowSign, load, unpaid, type Step } from './checkoutMoves'
import type { Checkout, State, UnpaidWord } from './checkoutState'

export function onOrderAnswer(before: Checkout, answer: OrderAnswer, nowMs: number): Step {
  if (answer.kind === 'trouble') return withoutOrder(before, answer.trouble, nowMs)
  const { order } = answer
  // Who knows nothing takes nothing back: how it was placed stays known.
  const checkout = but(before, { order: (order.state === 'unknown' && before.order) || order })
  switch (order.state) {
    case 'paid':
      return askSign(checkout, nowMs)
    case 'closed':
    case 'refunded':
      return enter(checkout, { kind: order.state }, { do: 'stopPolling' })
    case 'unpaid':
      return stillUnpaid(checkout)
    case 'unknown':
      return isFirstWord(checkout) ? confirm(checkout, nowMs) : notYet(checkout, 0)
  }
}

/** Asked for by a page that shows nothing of the order yet. */
const isFirstWord = ({ state: { kind } }: Checkout): boolean => kind === 'loading' || kind === 'slow'

function stillUnpaid(checkout: Checkout): Step {
  const { state, cashier } = checkout
  // The cashier may have taken the money a moment ago: it is not opened a second time.
  if (cashier !== 'closed') return isFirstWord(checkout) ? enter(checkout, { kind: 'unsure' }) : notYet(checkout, 0)
  if ('word' in state) return stillInWay(checkout, state)
  if (state.kind === 'loading' && state.isRefused) return enter(checkout, { kind: 'unavailable' })
  const first: Step = enter(checkout, unpaid(checkout, 'none'), { do: 'stopPolling' })
  const isAsked = checkout.mayBeOffered !== undefined || first.page.state.kind === 'underContract'
  return isAsked ? first : then(first, (current) => stay(current, { do: 'queryHolder' }))
}

/** Asked quietly. Where the contract has ended meanwhile, or been signed, it is paid in another way. */
function stillInWay(checkout: Checkout, { kind, word }: Extract<State, { word: UnpaidWord }>): Step {
  const next = unpaid(checkout, word)
  return next.kind === kind ? stay(checkout) : enter(checkout, next)
}

function withoutOrder(checkout: Checkout, trouble: Trouble, nowMs: number): Step {
  switch (checkout.state.kind) {
    case 'confirming':
      return trouble.kind === 'notFound' || trouble.kind === 'unreadable'
        ? inTrouble(checkout, trouble, nowMs)
        : notYet(checkout, waitOf(trouble))
    case 'loading':
      return inTrouble(checkout, trouble, nowMs)
    default:
      // The answer came late, or to a question nobody sees, and brought nothing.
      return stay(checkout)
  }
}

/** The asking goes on, or ends without an answer. */
const notYet = (checkout: Checkout, atLeastMs: number): Step =>
  checkout.state.kind === 'confirming'
    ? (pollOn(checkout, 0, atLeastMs) ?? enter(checkout, { kind: 'unsure' }))
    : stay(checkout)

export function onPaymentAnswer(before: Checkout, answer: PaymentAnswer, nowMs: number): Step {
  const checkout = answer.kind === 'payment' ? placedAs(before, answer) : before
  switch (answer.kind) {
    case 'payment': {
      const { payment, out_contract_code } = answer
      // The user has gone to another page meanwhile: no cashier is to open over that one.
      if (checkout.isHidden) return backToUnpaid(checkout, 'none')
      const open = but(checkout, { cashier: 'open', out_contract_code })
      return enter(open, { kind: 'paying' }, { do: 'keepOffer', out_contract_code }, { do: 'requestPayment', payment })
    }
    case 'notPayable':
      return load(checkout, true)
    case 'trouble':
      return inTrouble(checkout, answer.trouble, nowMs)
  }
}

/** A number stays as it was placed. */
const placedAs = (checkout: Checkout, { isUnder }: { isUnder: boolean }): Checkout =>
  but(checkout, {
    order: checkout.order && Object.assign({}, checkout.order, { contract: isUnder ? 'placed' : undefined }),
  })

export function onSignAnswer(checkout: Checkout, answer: StatusAnswer): Step {
  if (answer.kind === 'trouble') return withoutSign(checkout, answer.trouble)
  switch (answer.status.state) {
    case 'signed':
      return knowSign(checkout, 'signed')
    case 'none':
    case 'terminated':
      return knowSign(checkout, 'notSigned')
    case 'closing':
      return knowSign(checkout, 'unsure')
    case 'inProgress':
      return notYetSigned(checkout, true, 0)
    case 'unknown':
      return notYetSigned(checkout, false, 0)
  }
}

function withoutSign(checkout: Checkout, trouble: Trouble): Step {
  switch (trouble.kind) {
    case 'notFound':
      // What storage held was another account's.
      return knowSign(but(checkout, { out_contract_code: undefined }), 'none')
    case 'unreadable':
    case 'unavailable':
      return knowSign(checkout, 'unsure')
    default:
      return notYetSigned(checkout, false, waitOf(trouble))
  }
}

function notYetSigned(checkout: Checkout, isDenial: boolean, atLeastMs: number): Step {
  const { state, polling } = checkout
  // An answer that came late and brought nothing.
  if (state.kind !== 'paid' || state.sign !== 'asking') return stay(checkout)
  const denials = polling.denials + (isDenial ? 1 : 0)
  if (denials >= DENIALS_BELIEVED) return knowSign(checkout, 'notSigned')
  return pollOn(checkout, denials, atLeastMs) ?? knowSign(checkout, 'unsure')
}
