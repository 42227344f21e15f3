// From a checkout to what is on the screen. Everything the page shows is made here, so WXML has nothing to decide.
import type { OrderOutput } from '../../../../typings/contract/callables'
import type { Terms } from '../../../entrust/merchantShapes'
import type { Mark } from '../../../entrust/view/states'
import { productName } from '../../../entrust/view/places'
import { lineOf, linesOf, type Line } from '../../../entrust/view/lines'
import { rowViews, typeOf, type RowView, type TypeView } from '../../../entrust/view/looks'
import { buttonsOf, signButtonOf, type ButtonName } from './checkoutButtons'
import type { Checkout, Kind, SignState, State } from './checkoutState'
import { SIGN_MARKS, STATES } from './checkoutStates'
import { formatFen, labelOf, noteOf, signText, wordsOf, type Voice } from './checkoutTexts'

export interface View {
  kind: Kind
  title: string
  body: string
  mark: Mark
  /** As the card's. */
  moments: readonly Kind[]
  /** Such as ¥12.50; empty while it is not known. */
  amount: string
  rows: readonly RowView[]
  /** Title, body and note, as lines that break between words alone. */
  lines: { title: Line; body: readonly Line[]; note: Line }
  note: string
  sign: SignView | null
  buttons: readonly ButtonView[]
  servicePhone: string
  type: TypeView
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
  look: 'main' | 'plain' | 'text'
}

export function toView(checkout: Checkout, voice: Voice, fontScale: number): View {
  const { state, order } = checkout
  const { terms } = voice
  const note = noteOf(checkout, voice)
  const { title, body } = wordsOf(state, order, voice)
  return {
    kind: state.kind,
    title,
    body,
    mark: STATES[state.kind].mark,
    moments: [state.kind],
    amount: order ? formatFen(order.total) : '',
    rows: order ? rowsOf(order, state, terms) : [],
    note,
    lines: { title: lineOf(title), body: linesOf(body), note: lineOf(note) },
    sign: signOf(state, voice),
    buttons: buttonsOf(state).map((name, at) => buttonView(name, at, state, order, voice)),
    servicePhone: terms.servicePhone,
    type: typeOf(fontScale),
  }
}

const rowsOf = ({ description, out_trade_no }: OrderOutput, { kind }: State, terms: Terms): RowView[] =>
  rowViews(
    [
      { name: '收款方', value: terms.payee },
      { name: '商品', value: description },
      { name: '订单号', value: out_trade_no },
    ].concat(kind === 'underContract' ? [{ name: '付款方式', value: `${productName(terms)}（已开通）` }] : []),
  )

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
  return { name, label, spoken: `${label}，按钮`, look: lookOf(name, at, state) }
}

/** 暂不支付 is a button like any other; where nothing else can be done, leaving is. */
function lookOf(name: ButtonName, at: number, state: State): ButtonView['look'] {
  if (at > 0 && name === 'leave' && !('word' in state && at === 1)) return 'text'
  return at > 0 || name === 'refresh' ? 'plain' : 'main'
}
