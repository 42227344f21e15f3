// From a journey to what is on the screen. Everything the page shows is made here, so WXML has nothing to decide.
import { agreementOf, type Agreement } from '../merchant/agreement'
import { buttonsOf, type ButtonName } from '../journey/buttons'
import { jumpTarget } from '../steps/openSignPage'
import type { JumpTarget } from '../ports'
import type { Settings } from '../merchant/settings'
import type { Journey, Kind } from '../journey/state'
import { riskText, termRows, type TermRow } from './termRows'
import {
  AGREE_FIRST,
  AGREE_LEAD,
  closeQuestion,
  documentNames,
  labelOf,
  STEP_NAMES,
  wayInWechat,
  wordsOf,
  type Words,
} from './texts'
import type { Terms } from '../merchant/terms'

export interface View {
  kind: Kind
  /** None where the terms are not complete: then anything may be missing. */
  brand: BrandView | null
  title: string
  body: string
  mark: Mark
  steps: readonly StepView[]
  rows: readonly TermRow[]
  risk: string
  note: string
  agree: AgreeView | null
  buttons: readonly ButtonView[]
  sheet: { words: Words; buttons: readonly ButtonView[] } | null
  reader: Agreement | null
  /** Passed to CSS, which multiplies every type size by it. */
  fontScale: number
}

export interface BrandView {
  name: string
  logo: string
  /** Stands in for a missing logo. */
  initial: string
  servicePhone: string
}

/** Sign and word together tell a state: never colour alone. */
export type Mark = 'none' | 'wait' | 'done' | 'alert'

/** `spoken` is the whole sentence; on the screen each document's name stays in one piece. */
export interface AgreeView {
  isAgreed: boolean
  lead: string
  documents: readonly string[]
  spoken: string
  hint: string
}

export interface StepView {
  name: string
  look: 'done' | 'now' | 'next'
  /** For screen readers, which cannot see dots. */
  spoken: string
}

export interface ButtonView {
  name: ButtonName
  label: string
  /** A whole sentence, for screen readers. */
  spoken: string
  look: 'main' | 'plain' | 'danger'
  isBusy: boolean
  /** The button is a `<navigator>` that jumps by itself. */
  target: JumpTarget | null
}

/** Everything else did not go as it should. */
const MARKS: Partial<Record<Kind, Mark>> = {
  loading: 'wait',
  unsigned: 'none',
  preparing: 'wait',
  leaving: 'wait',
  ready: 'done',
  away: 'wait',
  confirming: 'wait',
  signed: 'done',
  alreadySigned: 'done',
  askClose: 'done',
  closing: 'wait',
  terminated: 'done',
}

const STEP_SPOKEN: Readonly<Record<StepView['look'], string>> = { done: '已完成', now: '进行中', next: '未开始' }

/** Which of the three steps a state belongs to; the others show none. */
const STEP_OF: Partial<Record<Kind, number>> = {
  preparing: 1,
  leaving: 1,
  ready: 1,
  refused: 1,
  away: 2,
  confirming: 2,
}

export interface Surroundings {
  terms: Terms
  settings: Pick<Settings, 'extraDataFields'>
  fontScale: number
}

export function toView(journey: Journey, { terms, settings, fontScale }: Surroundings): View {
  const { state, contract } = journey
  const { kind } = state
  const isSigned = kind === 'signed' || kind === 'askClose' || kind === 'alreadySigned'
  const { title, body } = wordsOf(state, contract, terms)
  const buttons = buttonViews(journey, terms, settings)
  return {
    kind,
    brand: kind === 'misconfigured' ? null : brandOf(terms),
    title,
    body,
    mark: MARKS[kind] ?? 'alert',
    steps: stepsOf(STEP_OF[kind]),
    rows: isSigned || kind === 'unsigned' ? termRows(terms) : [],
    risk: kind === 'unsigned' ? riskText(terms) : '',
    note: isSigned || kind === 'closeUnsure' ? wayInWechat(terms) : '',
    agree: state.kind === 'unsigned' ? agreeOf(journey, state.asksToAgree, terms) : null,
    buttons: kind === 'askClose' ? [] : buttons,
    sheet: kind === 'askClose' ? { words: closeQuestion(terms), buttons } : null,
    reader: state.kind === 'unsigned' && state.isReading ? agreementOf(terms) : null,
    fontScale,
  }
}

const brandOf = ({ brand, logo, servicePhone }: Terms): BrandView => ({
  name: brand,
  logo,
  initial: brand.slice(0, 1),
  servicePhone,
})

function agreeOf({ isAgreed }: Journey, asksToAgree: boolean, terms: Terms): AgreeView {
  const documents = documentNames(terms)
  const hint = asksToAgree ? AGREE_FIRST : ''
  return { isAgreed, lead: AGREE_LEAD, documents, spoken: AGREE_LEAD + documents.join(''), hint }
}

function stepsOf(now: number | undefined): StepView[] {
  if (now === undefined) return []
  return STEP_NAMES.map((name, at) => {
    const look = at < now ? 'done' : at === now ? 'now' : 'next'
    return { name, look, spoken: `第${at + 1}步，${name}，${STEP_SPOKEN[look]}` }
  })
}

function buttonViews(journey: Journey, terms: Terms, settings: Pick<Settings, 'extraDataFields'>): ButtonView[] {
  const { state, held } = journey
  const isByNavigator = state.kind === 'ready' && state.by === 'navigator'
  return buttonsOf(journey).flatMap((name, at) => {
    const label = labelOf(name, journey, terms)
    if (label === undefined) return []
    const isBusy = state.kind === 'closeUnsure' && state.isAsking
    const target = isByNavigator && name === 'goByNavigator' && held ? jumpTarget(held.session, settings) : null
    return [{ name, label, spoken: `${label}，按钮`, look: lookOf(name, at), isBusy, target }]
  })
}

/** The first button is the way on, except where it only asks again. Closing is never the one that catches the eye. */
function lookOf(name: ButtonName, at: number): ButtonView['look'] {
  if (name === 'confirmClose') return 'danger'
  return at > 0 || name === 'refresh' || name === 'keep' || name === 'manage' ? 'plain' : 'main'
}
