// The reducer as a table: state, event, next state, what is to be done.
import {
  buttonsOf,
  signButtonOf,
  type ButtonName,
} from '../../../../../miniprogram/pages/checkout/journey/checkoutButtons'
import { newCheckout } from '../../../../../miniprogram/pages/checkout/journey/checkout'
import type { CheckoutEvent } from '../../../../../miniprogram/pages/checkout/journey/checkoutEvents'
import type {
  Checkout,
  Kind,
  SignState,
  State,
  UnpaidWord,
} from '../../../../../miniprogram/pages/checkout/journey/checkoutState'
import type { TroubleKind } from '../../../../../miniprogram/entrust/asking/rejection'
import {
  after,
  answered,
  ASKING,
  checkoutIn,
  deeds,
  KINDS,
  orderOf,
  PAID_HINT,
  PAYMENT,
  STATES,
  TO_PAY,
  TO_PAY_ONLY,
  TO_PAY_UNDER,
  WAITING,
} from '../../../support/checkouts'
import { CODE, NOW, trouble } from '../../../support/journeys'

type Row = [from: Kind | State, more: Partial<Checkout>, event: CheckoutEvent, to: object, does: string[]]

const tapped = (button: ButtonName): CheckoutEvent => ({
  type: 'tapped',
  button,
})
const closed = (how: 'success' | 'cancelled' | 'failed'): CheckoutEvent => ({ type: 'cashierClosed', how })
const started = (more: object = {}): CheckoutEvent => ({
  type: 'started',
  hasOrder: true,
  isSupported: true,
  out_contract_code: undefined,
  ...more,
})
const sign = (state: SignState): State => ({ kind: 'paid', sign: state })
/** As far as the plan of asking goes. */
const LAST = { ...WAITING, polling: { sinceMs: NOW, asked: 7, denials: 0 } }
const OPEN = { cashier: 'open' } as const

const check = ([from, more, event, to, does]: Row): void => {
  const step = after(checkoutIn(from, more), event)
  expect(step.page.state).toMatchObject(to)
  expect(deeds(step)).toEqual(does)
}

const named = (rows: Row[]): [string, Row][] =>
  rows.map((row) => {
    const [from, more, event, to] = row
    const name = typeof from === 'string' ? from : JSON.stringify(from)
    return [`${name} ${JSON.stringify(more)}, ${JSON.stringify(event)} -> ${JSON.stringify(to)}`, row]
  })

describe('the start', () => {
  it.each(
    named([
      ['loading', {}, started(), { kind: 'loading' }, ['queryOrder']],
      ['loading', {}, started({ hasOrder: false }), { kind: 'notFound' }, []],
      ['loading', {}, started({ isSupported: false }), { kind: 'oldClient' }, []],
      ['loading', WAITING, answered.order('unpaid'), { kind: 'unpaid', word: 'none' }, ['stopPolling', 'queryHolder']],
      ['loading', WAITING, answered.order('paid'), sign('none'), []],
      ['loading', WAITING, answered.order('closed'), { kind: 'closed' }, ['stopPolling']],
      ['loading', WAITING, answered.order('refunded'), { kind: 'refunded' }, ['stopPolling']],
      ['loading', WAITING, answered.order('unknown'), { kind: 'confirming' }, ['queryOrder']],
      ['loading', WAITING, { type: 'waited', ticket: 7 }, { kind: 'slow' }, []],
    ]),
  )('%s', (_, row) => check(row))

  it.each<[TroubleKind, Kind]>([
    ['offline', 'offline'],
    ['slow', 'slow'],
    ['inProgress', 'slow'],
    ['busy', 'busy'],
    ['systemError', 'systemError'],
    ['unreadable', 'systemError'],
    ['notFound', 'notFound'],
    ['unavailable', 'unavailable'],
    ['notSigned', 'unavailable'],
  ])('tells of trouble: %s', (kind, to) => {
    expect(after(checkoutIn('loading', WAITING), answered.orderTrouble(kind)).page.state.kind).toBe(to)
    const failed = answered.payment({ kind: 'trouble', trouble: trouble(kind) })
    expect(after(checkoutIn('preparing', WAITING), failed).page.state.kind).toBe(to)
  })
})

describe('paying', () => {
  it.each(
    named([
      ['unpaid', {}, tapped('pay'), { kind: 'preparing' }, ['preparePayment']],
      ['unpaid', {}, tapped('leave'), { kind: 'unpaid' }, ['leave']],
      ['preparing', WAITING, tapped('pay'), { kind: 'preparing' }, []],
      ['preparing', WAITING, answered.payment(TO_PAY), { kind: 'paying' }, ['keepOffer', 'requestPayment']],
      ['preparing', WAITING, answered.payment(TO_PAY_ONLY), { kind: 'paying' }, ['keepOffer', 'requestPayment']],
      // The user has gone elsewhere meanwhile.
      [
        'preparing',
        { ...WAITING, isHidden: true },
        answered.payment(TO_PAY),
        { kind: 'unpaid', word: 'none' },
        ['queryOrder'],
      ],
      ['preparing', WAITING, answered.payment(TO_PAY, 6), { kind: 'preparing' }, []],
      [
        'preparing',
        WAITING,
        answered.payment({ kind: 'notPayable' }),
        { kind: 'loading', isRefused: true },
        ['queryOrder'],
      ],
      [{ kind: 'loading', isRefused: true }, WAITING, answered.order('paid'), sign('none'), []],
      [{ kind: 'loading', isRefused: true }, WAITING, answered.order('unpaid'), { kind: 'unavailable' }, []],
      ['preparing', WAITING, { type: 'waited', ticket: 7 }, { kind: 'slow' }, []],
      ['paying', OPEN, tapped('pay'), { kind: 'paying' }, []],
      ['paying', OPEN, closed('success'), { kind: 'confirming' }, ['queryOrder']],
      ['paying', OPEN, closed('cancelled'), { kind: 'unpaid', word: 'cancelled' }, ['queryOrder']],
      ['paying', OPEN, closed('failed'), { kind: 'unpaid', word: 'failed' }, ['queryOrder']],
      // What nobody asked for.
      ['unpaid', {}, closed('success'), { kind: 'unpaid' }, []],
      // Asked quietly after a cancel.
      [{ kind: 'unpaid', word: 'cancelled' }, WAITING, answered.order('unpaid'), { word: 'cancelled' }, []],
      [{ kind: 'unpaid', word: 'cancelled' }, WAITING, answered.order('unknown'), { word: 'cancelled' }, []],
      [{ kind: 'unpaid', word: 'cancelled' }, WAITING, answered.orderTrouble('offline'), { word: 'cancelled' }, []],
      [{ kind: 'unpaid', word: 'cancelled' }, WAITING, { type: 'waited', ticket: 7 }, { word: 'cancelled' }, []],
      [{ kind: 'unpaid', word: 'cancelled' }, WAITING, answered.order('paid'), sign('none'), []],
    ]),
  )('%s', (_, row) => check(row))

  it('hands on the parameters of the server as they are', () => {
    const { effects } = after(checkoutIn('preparing', WAITING), answered.payment(TO_PAY))
    expect(effects).toEqual([
      { do: 'keepOffer', out_contract_code: CODE },
      { do: 'requestPayment', payment: PAYMENT },
    ])
  })

  it('never opens a cashier with an answer that came after its time', () => {
    const { page: checkout } = after(checkoutIn('preparing', WAITING), { type: 'waited', ticket: 7 })
    const late = after(checkout, answered.payment(TO_PAY))
    expect(late.page.state.kind).toBe('slow')
    expect(deeds(late)).toEqual([])
  })
})

describe('under the contract', () => {
  const inForce: Partial<Checkout> = { order: { ...orderOf('unpaid'), contract: 'inForce' } }
  const placed: Partial<Checkout> = { order: { ...orderOf('unpaid'), contract: 'placed' } }
  const under = (word: UnpaidWord, isFixed = false): State => ({ kind: 'underContract', word, isFixed })
  const cancelled = under('cancelled', true)

  it.each(
    named([
      // Who has a contract is offered none, so nobody asks.
      ['loading', WAITING, answered.orderUnder('inForce'), under('none'), ['stopPolling']],
      ['loading', WAITING, answered.orderUnder('placed'), under('none', true), ['stopPolling']],
      ['underContract', inForce, tapped('payUnder'), { kind: 'preparing' }, ['preparePayment']],
      ['underContract', inForce, tapped('payByPassword'), { kind: 'preparing' }, ['preparePayment']],
      ['underContract', inForce, tapped('leave'), under('none'), ['leave']],
      ['unpaid', {}, tapped('payUnder'), { kind: 'unpaid' }, []],
      [under('none', true), placed, tapped('payByPassword'), under('none', true), []],
      [
        'preparing',
        { ...WAITING, ...inForce },
        answered.payment(TO_PAY_UNDER),
        { kind: 'paying' },
        ['keepOffer', 'requestPayment'],
      ],
      ['paying', { ...OPEN, ...placed }, closed('success'), { kind: 'confirming' }, ['queryOrder']],
      ['paying', { ...OPEN, ...placed }, closed('cancelled'), cancelled, ['queryOrder']],
      ['paying', { ...OPEN, ...placed }, closed('failed'), under('failed', true), ['queryOrder']],
      ['confirming', { ...WAITING, ...placed, cashier: 'succeeded' }, answered.order('paid'), sign('none'), []],
      // Asked quietly: as it was, or it ended meanwhile, or was signed.
      [cancelled, WAITING, answered.orderUnder('placed'), cancelled, []],
      [cancelled, WAITING, answered.order('unpaid'), { kind: 'unpaid', word: 'cancelled' }, []],
      [{ kind: 'unpaid', word: 'failed' }, WAITING, answered.orderUnder('inForce'), under('failed'), []],
    ]),
  )('%s', (_, row) => check(row))

  it.each([
    ['payUnder', true],
    ['payByPassword', false],
  ] as const)('%s asks for a payment under the contract: %s', (button, under) => {
    expect(after(checkoutIn('underContract', inForce), tapped(button)).effects).toMatchObject([{ under }])
  })

  it('placed with the password after all, the next try is an ordinary one', () => {
    const preparing = checkoutIn('preparing', { ...WAITING, ...inForce })
    const step = after(preparing, answered.payment(TO_PAY_ONLY), closed('cancelled'))
    expect(step.page.state).toEqual({ kind: 'unpaid', word: 'cancelled' })
  })

  it('placed under it, the password is no choice any more', () => {
    const preparing = checkoutIn('preparing', { ...WAITING, ...inForce })
    const step = after(preparing, answered.payment(TO_PAY_UNDER), closed('failed'))
    expect(step.page.state).toEqual(under('failed', true))
    expect(buttonsOf(step.page.state)).toEqual(['payUnder', 'leave'])
  })

  it.each(['confirming', 'unsure'] as const)('an answer that knows nothing takes nothing back: %s', (kind) => {
    const asked = after(checkoutIn(kind, { ...WAITING, ...OPEN, ...placed }), answered.order('unknown'))
    expect(asked.page.order).toEqual(placed.order)
    expect(after(asked.page, closed('cancelled')).page.state).toEqual(cancelled)
  })

  it('and the next try after a quiet one is under it, as the page says', () => {
    const quiet = after(checkoutIn(cancelled, { ...WAITING, ...placed }), answered.order('unknown'))
    expect(quiet.page).toMatchObject({ state: cancelled, order: placed.order })
  })
})

describe('confirming', () => {
  it.each(
    named([
      ['confirming', { ...WAITING, ...PAID_HINT }, answered.order('paid'), ASKING, ['querySign']],
      ['confirming', { ...WAITING, cashier: 'succeeded' }, answered.order('paid'), sign('none'), []],
      [
        'confirming',
        { ...WAITING, ...PAID_HINT, isHidden: true },
        answered.order('paid'),
        ASKING,
        // Asked when the page is shown.
        [],
      ],
      // Once is enough.
      ['loading', { ...WAITING, mayBeOffered: false }, answered.order('unpaid'), { kind: 'unpaid' }, ['stopPolling']],
      ['confirming', { ...WAITING, ...PAID_HINT }, answered.order('unpaid'), { kind: 'confirming' }, ['queryLater']],
      ['confirming', { ...WAITING, ...PAID_HINT }, answered.order('unknown'), { kind: 'confirming' }, ['queryLater']],
      ['confirming', { ...LAST, ...PAID_HINT }, answered.order('unpaid'), { kind: 'unsure' }, []],
      ['confirming', { ...LAST, ...PAID_HINT }, answered.order('unknown'), { kind: 'unsure' }, []],
      [
        'confirming',
        { ...WAITING, ...PAID_HINT, isHidden: true },
        answered.order('unpaid'),
        { kind: 'confirming' },
        [],
      ],
      ['confirming', { ...WAITING, ...PAID_HINT }, answered.order('closed'), { kind: 'closed' }, ['stopPolling']],
      // No cashier has been open: the server's "unpaid" is the state of things.
      ['confirming', WAITING, answered.order('unpaid'), { kind: 'unpaid' }, ['stopPolling', 'queryHolder']],
      ['confirming', WAITING, answered.orderTrouble('offline'), { kind: 'confirming' }, ['queryLater']],
      ['confirming', LAST, answered.orderTrouble('offline'), { kind: 'unsure' }, []],
      ['confirming', WAITING, answered.orderTrouble('notFound'), { kind: 'notFound' }, []],
      ['confirming', WAITING, answered.orderTrouble('unreadable'), { kind: 'systemError' }, []],
      ['confirming', WAITING, { type: 'waited', ticket: 7 }, { kind: 'unsure' }, []],
      ['confirming', { ticket: 7 }, { type: 'pollDue', ticket: 7 }, { kind: 'confirming' }, ['queryOrder']],
      ['confirming', { ticket: 7 }, { type: 'pollDue', ticket: 6 }, { kind: 'confirming' }, []],
      ['confirming', { ticket: 7, isHidden: true }, { type: 'pollDue', ticket: 7 }, { kind: 'confirming' }, []],
      ['confirming', WAITING, tapped('refresh'), { kind: 'confirming' }, []],
      ['confirming', {}, tapped('refresh'), { kind: 'confirming' }, ['queryOrder']],
      // The answer came after all.
      ['unsure', { ...WAITING, ...PAID_HINT }, answered.order('paid'), ASKING, ['querySign']],
      ['unsure', { ...WAITING, ...PAID_HINT }, answered.order('unpaid'), { kind: 'unsure' }, []],
      ['unsure', PAID_HINT, tapped('refresh'), { kind: 'confirming' }, ['queryOrder']],
      ['slow', WAITING, answered.order('unpaid'), { kind: 'unpaid' }, ['stopPolling', 'queryHolder']],
      ['slow', WAITING, answered.orderTrouble('offline'), { kind: 'slow' }, []],
      ['slow', {}, tapped('refresh'), { kind: 'loading' }, ['queryOrder']],
      ['systemError', {}, tapped('retry'), { kind: 'loading' }, ['queryOrder']],
      // A cashier may be open, or have taken the money: it is not offered again.
      ['loading', { ...WAITING, ...PAID_HINT }, answered.order('unpaid'), { kind: 'unsure' }, []],
      ['loading', { ...WAITING, ...OPEN }, answered.order('unpaid'), { kind: 'unsure' }, []],
    ]),
  )('%s', (_, row) => check(row))

  it('asks again after a wait the server wants', () => {
    const { effects } = after(checkoutIn('confirming', WAITING), answered.orderTrouble('busy'))
    expect(effects).toMatchObject([{ do: 'queryLater', atLeastMs: 3_000 }])
  })
})

describe('the page goes and comes', () => {
  const hidden = { isHidden: true }
  it.each(
    named([
      ['paying', OPEN, { type: 'hidden' }, { kind: 'paying' }, ['stopPolling']],
      ['paying', { ...OPEN, ...hidden }, { type: 'shown' }, { kind: 'confirming' }, ['queryOrder']],
      ['confirming', hidden, { type: 'shown' }, { kind: 'confirming' }, ['queryOrder']],
      ['unsure', hidden, { type: 'shown' }, { kind: 'confirming' }, ['queryOrder']],
      ['unpaid', hidden, { type: 'shown' }, { kind: 'unpaid' }, []],
      // The first show of all.
      ['paying', OPEN, { type: 'shown' }, { kind: 'paying' }, []],
      // WeChat's word on the cashier came after the page was shown.
      ['confirming', { ...WAITING, ...OPEN }, closed('success'), { kind: 'confirming' }, ['queryOrder']],
      [
        'confirming',
        { ...WAITING, ...OPEN },
        closed('cancelled'),
        { kind: 'unpaid', word: 'cancelled' },
        ['queryOrder'],
      ],
      ['unsure', OPEN, closed('cancelled'), { kind: 'unpaid', word: 'cancelled' }, ['queryOrder']],
      ['closed', OPEN, closed('success'), { kind: 'closed' }, []],
      // Paid is paid, whatever the cashier says; the offer may only now have been answered.
      [sign('none'), OPEN, closed('cancelled'), sign('none'), []],
      [sign('notSigned'), { ...OPEN, out_contract_code: CODE }, closed('success'), ASKING, ['querySign']],
      // The line of the signing is asked for at every show.
      [sign('asking'), { ...PAID_HINT, ...hidden }, { type: 'shown' }, ASKING, ['querySign']],
      [sign('unsure'), { ...PAID_HINT, ...hidden }, { type: 'shown' }, ASKING, ['querySign']],
      [sign('notSigned'), { ...PAID_HINT, ...hidden }, { type: 'shown' }, ASKING, ['querySign']],
      [sign('signed'), { ...PAID_HINT, ...hidden }, { type: 'shown' }, ASKING, ['querySign']],
      [sign('none'), hidden, { type: 'shown' }, sign('none'), []],
    ]),
  )('%s', (_, row) => check(row))
})

describe('the line of the signing', () => {
  const waiting = { ...WAITING, ...PAID_HINT }
  const last = { ...LAST, ...PAID_HINT }
  const denied = (denials: number): Partial<Checkout> => ({ ...waiting, polling: { sinceMs: NOW, asked: 5, denials } })
  it.each(
    named([
      [ASKING, waiting, answered.sign('signed'), sign('signed'), ['stopPolling', 'keepOffer']],
      [ASKING, waiting, answered.sign('none'), sign('notSigned'), ['stopPolling', 'keepOffer']],
      [ASKING, waiting, answered.sign('terminated'), sign('notSigned'), ['stopPolling', 'keepOffer']],
      [ASKING, waiting, answered.sign('closing'), sign('unsure'), ['stopPolling']],
      [ASKING, waiting, answered.sign('inProgress'), ASKING, ['queryLater']],
      [ASKING, waiting, answered.sign('unknown'), ASKING, ['queryLater']],
      [ASKING, denied(3), answered.sign('inProgress'), ASKING, ['queryLater']],
      [ASKING, denied(4), answered.sign('inProgress'), sign('notSigned'), ['stopPolling', 'keepOffer']],
      [ASKING, denied(4), answered.sign('unknown'), ASKING, ['queryLater']],
      [ASKING, last, answered.sign('unknown'), sign('unsure'), ['stopPolling']],
      [ASKING, last, answered.signTrouble('offline'), sign('unsure'), ['stopPolling']],
      [ASKING, waiting, answered.signTrouble('offline'), ASKING, ['queryLater']],
      [ASKING, waiting, answered.signTrouble('unreadable'), sign('unsure'), ['stopPolling']],
      [ASKING, waiting, answered.signTrouble('notFound'), sign('none'), ['stopPolling', 'keepOffer']],
      [ASKING, waiting, answered.signTrouble('unavailable'), sign('unsure'), ['stopPolling']],
      [ASKING, waiting, answered.sign('signed', 6), ASKING, []],
      [ASKING, waiting, { type: 'waited', ticket: 7 }, sign('unsure'), ['stopPolling']],
      [ASKING, { ...PAID_HINT, ticket: 7 }, { type: 'pollDue', ticket: 7 }, ASKING, ['querySign']],
      [sign('notSigned'), { ...PAID_HINT, ticket: 7 }, { type: 'pollDue', ticket: 7 }, sign('notSigned'), []],
      [sign('unsure'), waiting, answered.sign('signed'), sign('signed'), ['stopPolling', 'keepOffer']],
      [sign('unsure'), waiting, answered.sign('unknown'), sign('unsure'), []],
      [sign('unsure'), PAID_HINT, tapped('refreshSign'), ASKING, ['querySign']],
      [sign('signed'), PAID_HINT, tapped('manage'), sign('signed'), ['openPage']],
      [sign('signed'), PAID_HINT, tapped('leave'), sign('signed'), ['leave']],
      // Not on the page there.
      [sign('notSigned'), PAID_HINT, tapped('manage'), sign('notSigned'), []],
      [ASKING, PAID_HINT, tapped('refreshSign'), ASKING, []],
    ]),
  )('%s', (_, row) => check(row))

  it('is answered only once the cashier is closed: until then the offer is kept', () => {
    const open = after(checkoutIn(ASKING, { ...denied(4), cashier: 'open' }), answered.sign('inProgress'))
    expect(deeds(open)).toEqual(['stopPolling'])
    const closed = after(checkoutIn(ASKING, denied(4)), answered.sign('inProgress'))
    expect(closed.effects).toContainEqual({ do: 'keepOffer', out_contract_code: undefined })
  })

  it('is taken up after a start in the middle, and asked about once the order is paid', () => {
    const { page: checkout } = after(newCheckout(), started({ out_contract_code: CODE }))
    const { effects } = after(checkout, answered.order('paid', checkout.ticket))
    expect(effects).toEqual([{ do: 'querySign', ticket: checkout.ticket + 1, out_contract_code: CODE }])
  })

  it("is gone for good where the contract is not this user's", () => {
    const { page: checkout } = after(checkoutIn(ASKING, waiting), answered.signTrouble('notFound'))
    expect(checkout.out_contract_code).toBeUndefined()
  })

  it('asks about the very contract that was offered', () => {
    const { effects } = after(checkoutIn('confirming', { ...WAITING, ...PAID_HINT }), answered.order('paid'))
    expect(effects).toEqual([{ do: 'querySign', ticket: 8, out_contract_code: CODE }])
  })
})

describe('busy', () => {
  const busyUntil = (untilMs: number): State => ({ ...STATES.busy, untilMs })
  it.each(
    named([
      [busyUntil(NOW + 1_500), {}, { type: 'ticked' }, { kind: 'busy', secondsLeft: 2 }, ['tickLater']],
      [busyUntil(NOW), {}, { type: 'ticked' }, { kind: 'loading' }, ['queryOrder']],
      ['unpaid', {}, { type: 'ticked' }, { kind: 'unpaid' }, []],
    ]),
  )('%s', (_, row) => check(row))

  it('counts down from what the server said', () => {
    const { page: checkout, effects } = after(checkoutIn('loading', WAITING), answered.orderTrouble('busy'))
    expect(checkout.state).toMatchObject({ kind: 'busy', untilMs: NOW + 3_000, secondsLeft: 3 })
    expect(effects).toEqual([{ do: 'tickLater' }])
  })
})

describe('buttons', () => {
  it('are the only taps a state takes', () => {
    for (const kind of KINDS) {
      for (const button of ['pay', 'refresh', 'retry', 'leave', 'refreshSign', 'manage'] as const) {
        const checkout = checkoutIn(kind)
        if (buttonsOf(checkout.state).includes(button) || signButtonOf(checkout.state) === button) continue
        expect(after(checkout, tapped(button))).toEqual({ page: checkout, effects: [] })
      }
    }
  })
})

it('begins with nothing paid, nothing asked, and no offer', () => {
  expect(newCheckout()).toMatchObject({
    state: { kind: 'loading' },
    order: undefined,
    cashier: 'closed',
    out_contract_code: undefined,
  })
  expect(orderOf('unpaid').total).toBe(1250)
})
