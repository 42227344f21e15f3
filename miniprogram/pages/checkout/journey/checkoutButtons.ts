// Which buttons a state has, in their order. The reducer takes no other tap, so a second one on 支付 finds nothing to do.
import type { Kind, SignState, State } from './checkoutState'

export type ButtonName = 'pay' | 'payUnder' | 'payByPassword' | 'leave' | 'refresh' | 'retry' | SignButtonName

/** On the line of the signing. */
type SignButtonName = 'refreshSign' | 'manage' | 'openContract'

const BUTTONS: Readonly<Record<Kind, readonly ButtonName[]>> = {
  loading: [],
  unpaid: ['pay', 'leave'],
  underContract: ['payUnder', 'payByPassword', 'leave'],
  preparing: [],
  paying: ['refresh'],
  confirming: ['refresh', 'leave'],
  unsure: ['refresh', 'leave'],
  paid: ['leave'],
  closed: ['leave'],
  refunded: ['leave'],
  notFound: ['leave'],
  unavailable: ['leave'],
  busy: ['leave'],
  offline: ['retry', 'leave'],
  slow: ['refresh', 'leave'],
  systemError: ['retry', 'leave'],
  oldClient: ['leave'],
}

const SIGN_BUTTONS: Readonly<Record<SignState, SignButtonName | undefined>> = {
  none: undefined,
  asking: undefined,
  signed: 'manage',
  notSigned: 'openContract',
  unsure: 'refreshSign',
}

const FIXED: readonly ButtonName[] = ['payUnder', 'leave']

export const buttonsOf = (state: State): readonly ButtonName[] =>
  state.kind === 'underContract' && state.isFixed ? FIXED : BUTTONS[state.kind]

export const signButtonOf = (state: State): SignButtonName | undefined =>
  state.kind === 'paid' ? SIGN_BUTTONS[state.sign] : undefined

export const hasButton = (state: State, button: ButtonName): boolean =>
  buttonsOf(state).includes(button) || signButtonOf(state) === button
