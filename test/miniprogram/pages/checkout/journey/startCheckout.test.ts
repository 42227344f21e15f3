// The checkout over a phone whose clock, network and cashier do what the test says.
import {
  startCheckout,
  type CheckoutPorts,
  type RunningCheckout,
} from '../../../../../miniprogram/pages/checkout/journey/startCheckout'
import type { ButtonName } from '../../../../../miniprogram/pages/checkout/journey/checkoutButtons'
import type { Offer } from '../../../../../miniprogram/pages/checkout/journey/offer'
import type { Checkout } from '../../../../../miniprogram/pages/checkout/journey/checkoutState'
import { NUMBER, orderOf, PAYMENT } from '../../../support/checkouts'
import { fakePhone, type FakePhone } from '../../../support/fakePhone'
import { CODE, NOW } from '../../../support/journeys'

let phone: FakePhone
let shown: Checkout[]
let close: ((errMsg: string) => void) | undefined
let log: string[]
let kept: Offer | undefined
let checkout: RunningCheckout

function start(out_trade_no: unknown = NUMBER, storedOffer?: unknown): void {
  phone = fakePhone()
  shown = []
  close = undefined
  kept = undefined
  log = phone.log
  const ports: CheckoutPorts = {
    ...phone.ports,
    requestPayment: (payment, closed) => {
      expect(payment).toEqual(PAYMENT)
      log.push('cashier')
      close = closed
    },
    keepOffer: (offer) => {
      log.push(offer ? 'keepOffer' : 'dropOffer')
      kept = offer
    },
    leave: () => void log.push('leave'),
    openPage: (page) => void log.push(`open ${page}`),
  }
  checkout = startCheckout({ out_trade_no, isSupported: true, storedOffer, businessType: 'perUse' }, ports, (current) =>
    shown.push(current),
  )
}

const kinds = (): string[] => shown.map(({ state }) => (state.kind === 'paid' ? `paid ${state.sign}` : state.kind))
const answer = async (result: object): Promise<void> => {
  phone.lastCall().answer({ ok: true, ...result })
  await phone.advance(0)
}
const tap = (button: ButtonName): void => {
  checkout.send({ type: 'tapped', button })
}

async function payTo(end: string, presigned = true): Promise<void> {
  start()
  await answer(orderOf('unpaid'))
  tap('pay')
  await answer({ payment: PAYMENT, presigned, ...(presigned && { out_contract_code: CODE }) })
  close?.(end)
}

it('pays, confirms, and tells what became of the offer', async () => {
  await payTo('requestPayment:ok')
  await answer(orderOf('paid'))
  expect(phone.lastCall()).toMatchObject({ name: 'queryContract', data: { out_contract_code: CODE } })
  await answer({ state: 'signed', out_contract_code: CODE })
  tap('manage')
  tap('leave')
  expect(kinds()).toEqual(['loading', 'unpaid', 'preparing', 'paying', 'confirming', 'paid asking', 'paid signed'])
  expect(log).toEqual([
    'call queryOrder',
    // What the user has already, before anything is said of an offer.
    'call queryContract',
    'call payRedirectSign',
    'keepOffer',
    'cashier',
    'call queryOrder',
    'call queryContract',
    'dropOffer',
    'open contract',
    'leave',
  ])
  // Nothing is left to run: not even the wait for an answer that has come.
  expect(phone.timers()).toBe(0)
})

it('pays under the contract at one tap, by the word of the server, and asks nothing of signing', async () => {
  start()
  await answer({ ...orderOf('unpaid'), contract: 'inForce' })
  tap('payUnder')
  await answer({ payment: PAYMENT, with: 'contract' })
  close?.('requestPayment:ok')
  await answer(orderOf('paid'))
  expect(kinds()).toEqual(['loading', 'underContract', 'preparing', 'paying', 'confirming', 'paid none'])
  expect(log).toEqual(['call queryOrder', 'call payWithContract', 'dropOffer', 'cashier', 'call queryOrder'])
})

it('says nothing of signing, and asks nothing, where the pre-sign did not work', async () => {
  await payTo('requestPayment:ok', false)
  await answer(orderOf('paid'))
  expect(kinds().at(-1)).toBe('paid none')
  expect(phone.calls.filter(({ name }) => name === 'queryContract')).toEqual([expect.objectContaining({ data: {} })])
})

it('stores the offer before the cashier opens, and takes it up after a start in the middle', async () => {
  await payTo('requestPayment:ok')
  expect(kept).toEqual({ out_trade_no: NUMBER, out_contract_code: CODE, sinceMs: phone.ports.nowMs() })
  start(NUMBER, kept)
  await answer(orderOf('paid'))
  expect(phone.lastCall()).toMatchObject({ name: 'queryContract', data: { out_contract_code: CODE } })
  await answer({ state: 'signed', out_contract_code: CODE })
  expect(kinds()).toEqual(['loading', 'paid asking', 'paid signed'])
  expect(log.at(-1)).toBe('dropOffer')
})

it('drops the offer of an earlier try where the next one has none', async () => {
  await payTo('requestPayment:fail cancel', false)
  expect(log).toContain('dropOffer')
})

it('says nothing of an offer that belongs to another order, and drops one to another user', async () => {
  const offer: Offer = { out_trade_no: NUMBER, out_contract_code: CODE, sinceMs: NOW }
  start('order-0002', offer)
  await answer(orderOf('paid'))
  expect(kinds().at(-1)).toBe('paid none')
  start(NUMBER, offer)
  await answer(orderOf('paid'))
  phone.lastCall().answer({ ok: false, error: { code: 'NOT_FOUND', message: 'm', requestId: 'r' } })
  await phone.advance(0)
  expect(kinds().at(-1)).toBe('paid none')
  expect(log.at(-1)).toBe('dropOffer')
})

it('makes one payment of two taps, within the first', async () => {
  start()
  await answer(orderOf('unpaid'))
  tap('pay')
  expect(kinds().at(-1)).toBe('preparing')
  tap('pay')
  await answer({ payment: PAYMENT, presigned: false })
  tap('pay')
  expect(log.filter((line) => line === 'call payRedirectSign' || line === 'cashier')).toEqual([
    'call payRedirectSign',
    'cashier',
  ])
})

it('asks at 0, 1, 2, 4, 7, 12 and 20 s, and then leaves it to the user', async () => {
  await payTo('requestPayment:ok')
  const from = phone.calls.length - 1
  const startMs = phone.ports.nowMs()
  const times = [phone.ports.nowMs() - startMs]
  for (const ms of [1_000, 1_000, 2_000, 3_000, 5_000, 8_000]) {
    await answer(orderOf('unpaid'))
    await phone.advance(ms)
    times.push(phone.ports.nowMs() - startMs)
    expect(phone.calls.length - from).toBe(times.length)
  }
  await answer(orderOf('unpaid'))
  expect(times).toEqual([0, 1_000, 2_000, 4_000, 7_000, 12_000, 20_000])
  expect(kinds().at(-1)).toBe('unsure')
  await phone.advance(60_000)
  expect(phone.calls.length - from).toBe(7)
  expect(phone.timers()).toBe(0)
})

it('stops asking while hidden, and asks again when shown', async () => {
  await payTo('requestPayment:ok')
  await answer(orderOf('unpaid'))
  checkout.send({ type: 'hidden' })
  expect(phone.timers()).toBe(0)
  const { length } = phone.calls
  await phone.advance(60_000)
  expect(phone.calls).toHaveLength(length)
  checkout.send({ type: 'shown' })
  expect(phone.calls).toHaveLength(length + 1)
})

it('tells of a call without an answer after ten seconds', async () => {
  start()
  await phone.advance(10_000)
  expect(kinds()).toEqual(['loading', 'slow'])
  await answer(orderOf('unpaid'))
  expect(kinds().at(-1)).toBe('unpaid')
})

it('counts down where the server wants a wait, then asks', async () => {
  start()
  const error = { code: 'RATE_LIMITED', message: 'm', requestId: 'r', retryAfterMs: 2_000 }
  phone.lastCall().answer({ ok: false, error })
  await phone.advance(2_000)
  expect(kinds()).toEqual(['loading', 'busy', 'busy', 'loading'])
})

it('keeps the reason of a failed payment for the developer, and is silent about a cancel', async () => {
  await payTo('requestPayment:fail cancel')
  expect(kinds().at(-1)).toBe('unpaid')
  expect(phone.warnings).toEqual([])
  await payTo('requestPayment:fail jsapi has no permission')
  expect(shown.at(-1)?.state).toEqual({ kind: 'unpaid', word: 'failed' })
  expect(phone.warnings).toEqual(['requestPayment:fail jsapi has no permission'])
})

it.each([null, '', 'short', 'not a number of an order'])('calls nothing without an order number: %p', (given) => {
  start(given)
  expect(kinds()).toEqual(['notFound'])
  expect(phone.calls).toEqual([])
})

it('is silent once it is stopped', async () => {
  start()
  const { length } = shown
  checkout.stop()
  expect(phone.timers()).toBe(0)
  await answer(orderOf('unpaid'))
  expect(shown).toHaveLength(length)
})
