import { readOffer, type Offer } from '../../../../../miniprogram/pages/checkout/journey/offer'
import { NUMBER } from '../../../support/checkouts'
import { CODE, NOW } from '../../../support/journeys'

const OFFER: Offer = { out_trade_no: NUMBER, out_contract_code: CODE, sinceMs: NOW }
const LIFE_MS = (2 * 60 + 10) * 60_000

it('is read back for its own order', () => {
  expect(readOffer(OFFER, NUMBER, NOW)).toBe(CODE)
  expect(readOffer(OFFER, NUMBER, NOW + LIFE_MS - 1)).toBe(CODE)
})

it.each([
  ['nothing', ''],
  ['null', null],
  ['text', 'offer'],
  ['an order without a code', { out_trade_no: NUMBER, sinceMs: NOW }],
  ['a code that is no text', { ...OFFER, out_contract_code: 7 }],
  ['a time that is none', { ...OFFER, sinceMs: '0' }],
  ['another order', { ...OFFER, out_trade_no: 'order-0002' }],
  ['one that is too old', { ...OFFER, sinceMs: NOW - LIFE_MS }],
  ['one from a clock that was set back', { ...OFFER, sinceMs: NOW + 1 }],
])('is none where storage holds %s', (_, stored) => {
  expect(readOffer(stored, NUMBER, NOW)).toBeUndefined()
})
