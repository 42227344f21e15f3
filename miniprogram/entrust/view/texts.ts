// What else the card says: its buttons, and the question before it closes a contract; and what fills the places of its words.
// Of codes, no more is shown than the last six characters of a request id.
import type { ButtonName } from '../journey/buttons'
import type { Contract, Journey, Kind, State } from '../journey/state'
import type { AgreementText, Settings, Terms } from '../merchantShapes'
import { formatDate, formatTime, placesOf, productName, say } from './places'
import { STATES, type Words } from './states'

const BUTTONS = {
  open: '开通{product}',
  decline: '暂不开通',
  go: '前往微信支付',
  goAgain: '重新前往',
  goOn: '继续开通',
  refresh: '刷新结果',
  retry: '重试',
  contact: '联系客服',
  manage: '关闭{product}',
  close: '关闭{product}',
  keep: '再想想',
  confirmClose: '确认关闭',
  closeAgain: '再次关闭',
  again: '重新开通',
  leave: '返回',
  leaveSigned: '完成',
  leaveUnsure: '先离开',
  leaveOldClient: '知道了',
}

const QUESTION: Words = { title: '关闭{product}？', body: '{afterClosing}' }

/** Everything a merchant may say otherwise, by group and name. */
export const CARD_WORDS: Readonly<Record<string, object>> = Object.assign(
  { buttons: BUTTONS, question: QUESTION },
  STATES,
)

type CardWord = `${Kind | 'question'}.${keyof Words}` | `buttons.${keyof typeof BUTTONS}`

/** What a merchant says in place of ours. */
export type CardWords = Readonly<Partial<Record<CardWord, string>>>

/** Names in the checkout, which has the words: it is a subpackage, and who does without it has this file all the same. */
export type CheckoutState =
  | 'loading'
  | 'unpaid'
  | 'underContract'
  | 'preparing'
  | 'paying'
  | 'confirming'
  | 'unsure'
  | 'paid'
  | 'closed'
  | 'refunded'
  | 'notFound'
  | 'unavailable'
  | 'oldClient'
  | 'busy'
  | 'offline'
  | 'slow'
  | 'systemError'
export type CheckoutButton =
  | 'pay'
  | 'payUnder'
  | 'payByPassword'
  | 'leave'
  | 'leavePaid'
  | 'leaveUnpaid'
  | 'refresh'
  | 'retry'
  | 'refreshSign'
  | 'manage'
  | 'openContract'
type CheckoutWord =
  | `${CheckoutState}.${keyof Words}`
  | `buttons.${CheckoutButton}`
  | `sign.${'asking' | 'signed' | 'notSigned' | 'unsure'}`
  | 'offer.text'
  | 'under.text'
export type CheckoutWords = Readonly<Partial<Record<CheckoutWord, string>>>

/** All that a merchant gives the card. */
export interface Merchant {
  terms: Terms
  agreement: AgreementText
  words: CardWords
  settings: Settings
}

type Voice = Pick<Merchant, 'terms' | 'words'>

/** The second way to close, inside WeChat. */
export const wayInWechat = (terms: Terms): string =>
  `也可在微信内关闭：我 > 服务 > 钱包 > 支付设置 > ${productName(terms)}`

export function wordsOf(state: State, contract: Contract | undefined, { terms, words }: Voice): Words {
  const { kind } = state
  const places = Object.assign(placesOf(terms), placesOfContract(contract, terms), placesOfState(state))
  const { title, body } = STATES[kind]
  return { title: say(title, words, `${kind}.title`, places), body: say(body, words, `${kind}.body`, places) }
}

function placesOfContract(contract: Contract | undefined, { businessType }: Terms): object {
  const isRecurring = businessType === 'recurring'
  const { signedAtMs, terminatedAtMs, contractExpiresAtMs } = Object(contract) as Partial<Contract>
  return {
    signed:
      signedAtMs === undefined
        ? isRecurring
          ? '到期自动扣款'
          : '限额内付款无需输入密码'
        : `${formatTime(signedAtMs)} 开通`,
    until: contractExpiresAtMs === undefined ? '' : `\n有效期至 ${formatDate(contractExpiresAtMs)}`,
    afterwards: isRecurring ? '之后不会再自动扣款' : '之后付款需输入密码',
    closed: terminatedAtMs === undefined ? '' : `${formatTime(terminatedAtMs)} 关闭\n`,
  }
}

/** What a state of the card or of the checkout may bring to its words. */
interface StateFields {
  kind: string
  secondsLeft?: number
  isRestrictedEntry?: boolean
  isOtherSigner?: boolean
  requestId?: string
  problems?: readonly string[]
}

export const placesOfState = ({
  secondsLeft = 0,
  isRestrictedEntry,
  isOtherSigner,
  requestId,
  problems,
}: StateFields): object => ({
  secondsLeft,
  wait: secondsLeft < 60 ? ` ${secondsLeft} 秒` : `约 ${Math.ceil(secondsLeft / 60)} 分钟`,
  why: isRestrictedEntry ? '请从微信里直接打开本小程序后再开通' : '你仍可用其他方式付款',
  lapsed: isOtherSigner ? '微信支付账号与当前账号不一致，请用本人微信重新开通' : '请重新开通',
  id: requestId && ` · 客服编号 ${requestId.slice(-6)}`,
  problems: problems?.join('; '),
})

/** The sheet of S10. One question, two equal buttons. */
export function closeQuestion({ terms, words }: Voice): Words {
  const afterClosing =
    terms.businessType === 'recurring'
      ? '关闭后到期不再自动扣款，已付费的服务可用到期满。'
      : '关闭后每次付款需输入密码。\n已完成服务的待付金额仍需结清。'
  const places = Object.assign(placesOf(terms), { afterClosing })
  return {
    title: say(QUESTION.title, words, 'question.title', places),
    body: say(QUESTION.body, words, 'question.body', places),
  }
}

/** @returns what a button says in this state, or undefined where it has no place among the buttons */
export function labelOf(button: ButtonName, journey: Journey, { terms, words }: Voice): string | undefined {
  const name = labelName(button, journey)
  return name && say(BUTTONS[name], words, `buttons.${name}`, placesOf(terms))
}

function labelName(button: ButtonName, { state: { kind }, purpose }: Journey): keyof typeof BUTTONS | undefined {
  switch (button) {
    case 'go':
      return kind === 'refused' ? 'goAgain' : kind === 'notSigned' ? 'goOn' : 'go'
    case 'goByNavigator':
      return 'go'
    case 'manage':
      return purpose === 'manage' ? 'close' : 'manage'
    case 'leave':
      if (kind === 'alreadySigned' || kind === 'terminated') return 'leaveSigned'
      if (kind === 'signed' && purpose === 'sign') return 'leaveSigned'
      if (kind === 'unsure') return 'leaveUnsure'
      return kind === 'oldClient' ? 'leaveOldClient' : 'leave'
    case 'agree':
    case 'read':
    case 'stopReading':
      return undefined
    default:
      return button
  }
}
