// From a checkout to what is on the screen. Everything the page shows is made here, so WXML has nothing to decide.
import type { OrderOutput } from '../../../../typings/contract/callables'
import type { Terms } from '../../../entrust/merchant/terms'
import type { TermRow } from '../../../entrust/view/termRows'
import type { Mark } from '../../../entrust/view/toView'
import { buttonsOf, signButtonOf, type ButtonName } from './checkoutButtons'
import type { Checkout, Kind, SignState, State } from './checkoutState'
import { formatFen, labelOf, offerText, signText, wordsOf } from './checkoutTexts'

export interface View {
  kind: Kind
  title: string
  body: string
  mark: Mark
  /** Such as ¥12.50; empty while it is not known. */
  amount: string
  rows: readonly TermRow[]
  note: string
  sign: SignView | null
  buttons: readonly ButtonView[]
  servicePhone: string
  /** Passed to CSS, which multiplies every type size by it. */
  fontScale: number
}

/** A line of its own after the payment. */
export interface SignView {
  kind: SignState
  text: string
  mark: Mark
  button: ButtonView | null
}

export interface ButtonView {
  name: ButtonName
  label: string
  /** A whole sentence, for screen readers. */
  spoken: string
  look: 'main' | 'plain'
}

/** Everything else did not go as it should. */
const MARKS: Partial<Record<Kind, Mark>> = {
  loading: 'wait',
  unpaid: 'none',
  preparing: 'wait',
  paying: 'wait',
  confirming: 'wait',
  paid: 'done',
}

const SIGN_MARKS: Readonly<Record<SignState, Mark>> = {
  none: 'none',
  asking: 'wait',
  signed: 'done',
  notSigned: 'none',
  unsure: 'alert',
}

export function toView({ state, order }: Checkout, terms: Terms, fontScale: number): View {
  const { title, body } = wordsOf(state, order, terms)
  return {
    kind: state.kind,
    title,
    body,
    mark: MARKS[state.kind] ?? 'alert',
    amount: order ? formatFen(order.total) : '',
    rows: order ? rowsOf(order, terms) : [],
    note: state.kind === 'unpaid' ? offerText(terms) : '',
    sign: signOf(state, terms),
    buttons: buttonsOf(state).map((name, at) => buttonView(name, at, state, order, terms)),
    servicePhone: terms.servicePhone,
    fontScale,
  }
}

const rowsOf = ({ description, out_trade_no }: OrderOutput, { payee }: Terms): TermRow[] => [
  { name: '收款方', value: payee },
  { name: '商品', value: description },
  { name: '订单号', value: out_trade_no },
]

function signOf(state: State, terms: Terms): SignView | null {
  if (state.kind !== 'paid' || state.sign === 'none') return null
  const { sign } = state
  const name = signButtonOf(state)
  const button = name === undefined ? null : buttonView(name, 1, state, undefined, terms)
  return { kind: sign, text: signText(sign, terms), mark: SIGN_MARKS[sign], button }
}

/** The first button is the way on, except where it only asks again. */
function buttonView(
  name: ButtonName,
  at: number,
  state: State,
  order: OrderOutput | undefined,
  terms: Terms,
): ButtonView {
  const label = labelOf(name, state, order, terms)
  return { name, label, spoken: `${label}，按钮`, look: at > 0 || name === 'refresh' ? 'plain' : 'main' }
}
