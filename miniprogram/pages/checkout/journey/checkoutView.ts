// From a checkout to what is on the screen. Everything the page shows is made here, so WXML has nothing to decide.
import type { OrderOutput } from '../../../../typings/contract/callables'
import type { Terms } from '../../../entrust/merchantShapes'
import type { Mark } from '../../../entrust/view/states'
import type { TermRow } from '../../../entrust/view/termRows'
import { buttonsOf, signButtonOf, type ButtonName } from './checkoutButtons'
import type { Checkout, Kind, SignState, State } from './checkoutState'
import { SIGN_MARKS, STATES } from './checkoutStates'
import { formatFen, labelOf, offerText, signText, wordsOf, type Voice } from './checkoutTexts'

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
interface SignView {
  kind: SignState
  text: string
  mark: Mark
  button: ButtonView | null
}

interface ButtonView {
  name: ButtonName
  label: string
  /** A whole sentence, for screen readers. */
  spoken: string
  look: 'main' | 'plain'
}

export function toView({ state, order }: Checkout, voice: Voice, fontScale: number): View {
  const { terms } = voice
  const { title, body } = wordsOf(state, order, voice)
  return {
    kind: state.kind,
    title,
    body,
    mark: STATES[state.kind].mark,
    amount: order ? formatFen(order.total) : '',
    rows: order ? rowsOf(order, terms) : [],
    note: state.kind === 'unpaid' ? offerText(voice) : '',
    sign: signOf(state, voice),
    buttons: buttonsOf(state).map((name, at) => buttonView(name, at, state, order, voice)),
    servicePhone: terms.servicePhone,
    fontScale,
  }
}

const rowsOf = ({ description, out_trade_no }: OrderOutput, { payee }: Terms): TermRow[] => [
  { name: '收款方', value: payee },
  { name: '商品', value: description },
  { name: '订单号', value: out_trade_no },
]

function signOf(state: State, voice: Voice): SignView | null {
  if (state.kind !== 'paid' || state.sign === 'none') return null
  const { sign } = state
  const name = signButtonOf(state)
  const button = name === undefined ? null : buttonView(name, 1, state, undefined, voice)
  return { kind: sign, text: signText(sign, voice), mark: SIGN_MARKS[sign], button }
}

/** The first button is the way on, except where it only asks again. */
function buttonView(
  name: ButtonName,
  at: number,
  state: State,
  order: OrderOutput | undefined,
  voice: Voice,
): ButtonView {
  const label = labelOf(name, state, order, voice)
  return { name, label, spoken: `${label}，按钮`, look: at > 0 || name === 'refresh' ? 'plain' : 'main' }
}
