// What happens to money in the histories: sold under a contract or at the cashier, given back, refused, and told otherwise than it is.
import * as fc from 'fast-check'
import type { WechatPayControl } from '../../../sandbox/wechatpay/standIn'

export type MoneyAction =
  /** Under the contract: charged by the server, or paid by the user without a password. The same `which` is the same number. */
  | { kind: 'sell'; who: number; which: number; how: 'once' | 'twiceAtOnce' | 'otherAmount' }
  /** A user who signs, buys, and is given back: one part after the other, or too many at once. */
  | { kind: 'purchase'; who: number; which: number; then: readonly Part[] | { overAfter: number } }
  /** WeChat Pay takes so long over a charge that the platform ends the call. */
  | { kind: 'chargeHangs'; who: number; which: number; when: 'before' | 'after' }
  | { kind: 'order'; who: number; which: number; what: 'place' | 'pay' | 'payTold' | 'query' | 'close' }
  | { kind: 'giveBack'; who: number; which: number; number: number; part: Part; atOnce: 1 | 2 }
  /** Three numbers at once, any two of which come to more than was paid; one request to the database is late. */
  | { kind: 'giveBackOver'; who: number; which: number; number: number; after: number }
  | { kind: 'settleRefund'; which: number; status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED' }
  | { kind: 'switches'; switches: Switched }
  /** Of money, and not true: in a notification of a refund, or in the next answer about a charge or a refund. */
  | { kind: 'falseMoney'; by: 'notification' | 'chargeAnswer' | 'refundAnswer'; which: number }
  | { kind: 'lostMoneyAnswer'; of: 'charge' | 'question' | 'reverse' | 'refund'; when: 'before' | 'after' }

export type Part = 'half' | 'rest' | 'all' | 'twoThirds' | 'tooMuch'

type Switched = Parameters<WechatPayControl['setSwitches']>[0]

const SWITCHES: readonly Switched[] = [
  { payer: 'noBalance' },
  { payer: 'riskRefused' },
  { payer: 'pays' },
  { refunds: 'abnormal' },
  { refunds: 'close' },
  { refunds: 'notEnough' },
  { refunds: 'succeed' },
  { reverseUnknown: 'noted' },
  { contractNotExistStatus: 400 },
]

const AFTER_BUYING: readonly (readonly Part[])[] = [
  [],
  ['half', 'rest'],
  ['half'],
  ['all', 'half'],
  ['tooMuch', 'rest'],
]

const SALES = 2
const REFUNDS = 3

export function moneyActions(who: fc.Arbitrary<number>): fc.WeightedArbitrary<MoneyAction>[] {
  const is = <Kind extends string>(kind: Kind) => fc.constant(kind)
  const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
  const which = fc.nat({ max: SALES - 1 })
  const when = oneOf('before' as const, 'after' as const)
  const [ofSale, number] = [fc.nat({ max: 2 * SALES - 1 }), fc.nat({ max: REFUNDS - 1 })]
  /** Requests to the database: each call makes about a dozen. */
  const after = fc.nat({ max: 30 })
  return [
    {
      weight: 5,
      arbitrary: fc.record({
        ...{ kind: is('sell'), who, which },
        how: oneOf('once' as const, 'once' as const, 'twiceAtOnce' as const, 'otherAmount' as const),
      }),
    },
    {
      weight: 9,
      arbitrary: fc.record({
        ...{ kind: is('purchase'), who, which },
        then: fc.oneof(
          { weight: 3, arbitrary: oneOf(...AFTER_BUYING) },
          { weight: 2, arbitrary: fc.record({ overAfter: after }) },
        ),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: is('giveBackOver'), who, which: ofSale, number, after }),
    },
    { weight: 2, arbitrary: fc.record({ kind: is('chargeHangs'), who, which, when }) },
    {
      weight: 4,
      arbitrary: fc.record({
        ...{ kind: is('order'), who, which },
        what: oneOf<'place' | 'pay' | 'payTold' | 'query' | 'close'>(
          'place',
          'pay',
          'pay',
          'payTold',
          'query',
          'close',
        ),
      }),
    },
    {
      weight: 9,
      arbitrary: fc.record({
        ...{ kind: is('giveBack'), who, which: ofSale, number },
        part: oneOf<Part>('half', 'half', 'rest', 'all', 'tooMuch'),
        atOnce: oneOf<1 | 2>(1, 1, 2),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        ...{ kind: is('settleRefund'), which: fc.nat({ max: 5 }) },
        status: oneOf('SUCCESS' as const, 'ABNORMAL' as const, 'CLOSED' as const),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: is('switches'), switches: oneOf(...SWITCHES) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: is('falseMoney'),
        by: oneOf('notification' as const, 'chargeAnswer' as const, 'refundAnswer' as const),
        which: fc.nat({ max: 5 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: is('lostMoneyAnswer'),
        of: oneOf('charge' as const, 'question' as const, 'reverse' as const, 'refund' as const),
        when,
      }),
    },
  ]
}
