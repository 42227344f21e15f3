// What fills the words of a state, and what else the checkout says.
import type { OrderOutput } from '../../../../typings/contract/callables'
import { checkWords } from '../../../entrust/consent/checkTerms'
import type { Terms } from '../../../entrust/merchantShapes'
import { formatTime, placesOf, say } from '../../../entrust/view/places'
import type { Words } from '../../../entrust/view/states'
import { placesOfState, type CheckoutButton, type CheckoutWords } from '../../../entrust/view/texts'
import type { ButtonName } from './checkoutButtons'
import type { Checkout, Kind, SignState, State, UnpaidWord } from './checkoutState'
import { STATES } from './checkoutStates'

/** What is offered, and in which words. */
export interface Voice {
  terms: Terms
  words: CheckoutWords
}

/** Words that do not fit are told to the developer, and ours are shown: an order can be paid in any words. */
export function voiceOf(terms: Terms, words: CheckoutWords, warn: (text: string) => void): Voice {
  const problems = checkWords(
    words,
    Object.assign({ buttons: BUTTONS, sign: SIGNS, offer: OFFER, under: UNDER }, STATES),
    terms,
  )
  problems.forEach(warn)
  return { terms, words: problems.length > 0 ? {} : words }
}

/** @param fen a whole number @returns such as ¥12.50 */
export const formatFen = (fen: number): string => `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

const UNPAID: Readonly<Record<UnpaidWord, string>> = {
  none: '请核对后支付',
  cancelled: '你取消了支付，可以随时再付',
  failed: '这次支付没有完成，可以再试',
}

/** The same, under the contract. */
const UNPAID_UNDER: Readonly<Record<UnpaidWord, string>> = Object.assign({}, UNPAID, {
  none: '确认后直接付款，无需输入密码',
  failed: '这次支付没有完成，可以再试，或使用密码支付',
})

function lastOf(state: State): string {
  if (state.kind === 'unpaid') return UNPAID[state.word]
  if (state.kind !== 'underContract') return ''
  // Where it cannot be paid with the password, that is not proposed.
  return (state.isFixed && state.word !== 'none' ? UNPAID : UNPAID_UNDER)[state.word]
}

export function wordsOf(state: State, order: OrderOutput | undefined, { terms, words }: Voice): Words {
  const { kind } = state
  const { title, body } = STATES[kind]
  const paidAtMs = order?.paidAtMs
  const places = Object.assign(placesOf(terms), placesOfState(state), {
    last: lastOf(state),
    paid: paidAtMs === undefined ? '微信支付已确认收款' : `${formatTime(paidAtMs)} 支付`,
  })
  return { title: say(title, words, `${kind}.title`, places), body: say(body, words, `${kind}.body`, places) }
}

/** Said before the payment, because the offer is WeChat Pay's own and comes after it. */
const OFFER = { text: '支付后微信支付可能会邀请你开通{product}，你可以不开通' }

/** Under the contract, too, WeChat decides. */
const UNDER = { text: '微信支付仍可能要求输入密码' }

/** What is said below the order; empty where there is nothing to say. */
export function noteOf({ state: { kind }, mayBeOffered }: Checkout, { terms, words }: Voice): string {
  if (kind === 'underContract') return say(UNDER.text, words, 'under.text', placesOf(terms))
  return kind === 'unpaid' && mayBeOffered ? say(OFFER.text, words, 'offer.text', placesOf(terms)) : ''
}

/** Nothing where nothing is to be said of signing. */
const SIGNS: Readonly<Record<SignState, string>> = {
  none: '',
  asking: '正在查询开通结果',
  signed: '已开通{product}',
  notSigned: '未开通{product}',
  unsure: '开通结果还在确认中',
}

export const signText = (sign: SignState, { terms, words }: Voice): string =>
  sign === 'none' ? '' : say(SIGNS[sign], words, `sign.${sign}`, placesOf(terms))

const BUTTONS: Readonly<Record<CheckoutButton, string>> = {
  pay: '支付{price}',
  payUnder: '{product}{price}',
  payByPassword: '使用密码支付',
  leave: '返回',
  leavePaid: '完成',
  leaveUnpaid: '暂不支付',
  refresh: '刷新结果',
  retry: '重试',
  refreshSign: '刷新',
  manage: '管理{product}',
  openContract: '去开通',
}

export function labelOf(button: ButtonName, { kind }: State, order: OrderOutput | undefined, voice: Voice): string {
  const { terms, words } = voice
  const name = button === 'leave' ? leaveLabel(kind) : button
  const places = Object.assign(placesOf(terms), { price: order ? ` ${formatFen(order.total)}` : '' })
  return say(BUTTONS[name], words, `buttons.${name}`, places)
}

const leaveLabel = (kind: Kind): CheckoutButton =>
  kind === 'paid' ? 'leavePaid' : kind === 'unpaid' || kind === 'underContract' ? 'leaveUnpaid' : 'leave'
