// From a journey to what is on the screen. Everything the page shows is made here, so WXML has nothing to decide.
import { buttonsOf, type ButtonName } from '../journey/buttons'
import { jumpTarget, type JumpTarget } from '../steps/openSignPage'
import type { Terms } from '../merchantShapes'
import type { Journey, Kind } from '../journey/state'
import { lineOf, linesOf, type Line } from './lines'
import { rowViews, typeOf, type RowView, type TypeView } from './looks'
import { productName } from './places'
import { STATES, type Mark, type Words } from './states'
import { agreementOf, priceOf, riskText, termRows, type Agreement, type Price } from './termRows'
import { closeQuestion, labelOf, wayInWechat, wordsOf, type Merchant } from './texts'

export interface View {
  kind: Kind
  /** None where the terms are not complete: then anything may be missing. */
  brand: BrandView | null
  title: string
  body: string
  mark: Mark
  /** The state once more, as the only item of a list: another one is drawn anew, and comes in as such. */
  moments: readonly Kind[]
  steps: readonly StepView[]
  price: Price | null
  rows: readonly RowView[]
  /** The buttons stay at hand while the rows are read. Where they hide rows, the risk stands above these. */
  isFootStuck: boolean
  risk: string
  /** Title, body and risk, as lines that break between words alone. */
  lines: { title: Line; body: readonly Line[]; risk: Line }
  note: string
  agree: AgreeView | null
  buttons: readonly ButtonView[]
  sheet: { words: Words; lines: readonly Line[]; buttons: readonly ButtonView[] } | null
  reader: Agreement | null
  type: TypeView
}

interface BrandView {
  name: string
  logo: string
  /** Stands in for a missing logo. */
  initial: string
  servicePhone: string
}

/** `spoken` is the whole sentence; on the screen each document's name stays in one piece. */
interface AgreeView {
  isAgreed: boolean
  lead: string
  documents: readonly string[]
  spoken: string
  hint: string
}

interface StepView {
  name: string
  line: Line
  look: 'done' | 'now' | 'next'
  /** For screen readers, which cannot see dots. */
  spoken: string
}

interface ButtonView {
  name: ButtonName
  label: string
  /** A whole sentence, for screen readers. */
  spoken: string
  look: 'main' | 'plain' | 'danger' | 'text'
  isBusy: boolean
  /** The button is a `<navigator>` that jumps by itself. */
  target: JumpTarget | null
}

const STEP_NAMES = ['同意协议', '微信支付确认', '开通完成'] as const
/** Nothing is complete while the result is awaited. */
const STEP_NAMES_NOW: Readonly<Record<number, string>> = { 3: '等待结果' }

const STEP_SPOKEN: Readonly<Record<StepView['look'], string>> = { done: '已完成', now: '进行中', next: '未开始' }

export function toView(journey: Journey, merchant: Merchant, fontScale: number): View {
  const { terms, agreement } = merchant
  const { state, contract, chosen, purpose } = journey
  const { kind } = state
  const { mark, step, shows } = STATES[kind]
  const hasSheet = shows.includes('sheet')
  const { title, body } = wordsOf(state, contract, merchant)
  // The terms are those of today: of another contract they may be wrong.
  const hasRows = shows.includes('rows') && !chosen
  const price = hasRows ? priceOf(terms) : null
  const risk = shows.includes('risk') ? riskText(terms) : ''
  const buttons = buttonViews(journey, merchant)
  return {
    kind,
    brand: shows.includes('brand') ? brandOf(terms) : null,
    title,
    body,
    mark,
    moments: [kind],
    steps: step === 0 ? [] : stepsOf(step),
    price,
    rows: hasRows ? rowViews(termRows(terms)) : [],
    isFootStuck: hasRows && (mark !== 'none' || price !== null || purpose === 'manage'),
    risk,
    lines: { title: lineOf(title), body: linesOf(body), risk: lineOf(risk) },
    note: shows.includes('note') ? wayInWechat(terms) : '',
    agree: state.kind === 'unsigned' ? agreeOf(journey, state.asksToAgree, terms) : null,
    buttons: hasSheet ? [] : buttons,
    sheet: hasSheet ? sheetOf(closeQuestion(merchant), buttons) : null,
    reader: state.kind === 'unsigned' && state.isReading ? agreementOf(agreement, terms) : null,
    type: typeOf(fontScale),
  }
}

const sheetOf = (words: Words, buttons: readonly ButtonView[]): View['sheet'] => ({
  words,
  lines: linesOf(words.body),
  buttons,
})

const brandOf = ({ brand: name, logo, servicePhone }: Terms): BrandView => ({
  name,
  logo,
  initial: name.slice(0, 1),
  servicePhone,
})

function agreeOf({ isAgreed }: Journey, asksToAgree: boolean, terms: Terms): AgreeView {
  const lead = '我已阅读并同意'
  const documents = [`《${productName(terms)}服务说明》`, '《委托扣款协议》']
  return { isAgreed, lead, documents, spoken: lead + documents.join(''), hint: asksToAgree ? '请先阅读并勾选协议' : '' }
}

const stepsOf = (now: number): StepView[] =>
  STEP_NAMES.map((name, at) => {
    const step = at + 1
    const look = step < now ? 'done' : step === now ? 'now' : 'next'
    const said = (look === 'now' && STEP_NAMES_NOW[step]) || name
    return { name: said, line: lineOf(said), look, spoken: `第${step}步，${said}，${STEP_SPOKEN[look]}` }
  })

function buttonViews(journey: Journey, merchant: Merchant): ButtonView[] {
  const { state, held } = journey
  const isByNavigator = state.kind === 'ready' && state.by === 'navigator'
  return buttonsOf(journey).flatMap((name, at) => {
    const label = labelOf(name, journey, merchant)
    if (label === undefined) return []
    const isBusy = name === 'closeAgain' && state.kind === 'closeUnsure' && state.isAsking
    const target =
      isByNavigator && name === 'goByNavigator' && held ? jumpTarget(held.session, merchant.settings) : null
    return [{ name, label, spoken: `${label}，按钮`, look: lookOf(name, at, state.kind), isBusy, target }]
  })
}

const PLAIN: readonly ButtonName[] = ['refresh', 'keep', 'manage', 'closeAgain']

/** The first button is the way on, except where it only asks again. Closing is never the one that catches the eye. */
function lookOf(name: ButtonName, at: number, kind: Kind): ButtonView['look'] {
  if (name === 'confirmClose') return 'danger'
  if (at > 0 && (name === 'leave' || name === 'again')) return 'text'
  // 完成 is a way on; 返回 alone is none.
  if (name === 'leave' && STATES[kind].mark === 'alert') return 'plain'
  return at > 0 || PLAIN.includes(name) ? 'plain' : 'main'
}
