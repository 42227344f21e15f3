// What happens in the histories of proofs beside what happens in those of the flow tests: time that passes, the timer, clocks that
// differ, a merchant's server with moods, and notifications that lie.
import * as fc from 'fast-check'
import type { ReceiverMood } from '../../support/changeReceiver'
import { actions, type Action, type Personal } from '../../support/faultActions'
import { moneyActions, type MoneyAction } from './moneyActions'

export type ProveAction =
  | Action
  | { kind: 'timer'; atOnce: 1 | 2 }
  | { kind: 'pass'; ms: number }
  | { kind: 'clocks'; driftsMs: number[] }
  | { kind: 'receiver'; mood: ReceiverMood }
  | { kind: 'lie'; how: 'altered' | 'unmapped' | 'forged' | 'wrongKey'; who: number }
  /** Of what has not happened, in a notification or in the next answer: the `which`-th name in it is another's. */
  | { kind: 'falseWord'; by: 'notification' | 'answer'; who: number; which: number }
  /** A user who has come to sign, and what becomes of it then. */
  | { kind: 'journey'; who: number; then: readonly Personal[] }
  | { kind: 'slowDatabase' }
  | MoneyAction

/** Time passes for all, and is not written into records. */
const PERSONAL: readonly Personal[] = [
  'ask',
  'ask',
  'ask',
  'query',
  'close',
  'sign',
  'sign',
  'sign',
  'sign',
  'refuse',
  'fail',
  'lapse',
  'closeInWechat',
  'redeliver',
  'repeat',
]

const SECOND = 1000
const MINUTE = 60 * SECOND

type More = Exclude<ProveAction, Action>

const AFTER_SIGNING: readonly (readonly Personal[])[] = [[], [], ['query'], ['close'], ['closeInWechat', 'ask']]

export const proveActions = (people: number): fc.Arbitrary<ProveAction[]> => {
  const is = <Kind extends string>(kind: Kind) => fc.constant(kind)
  const who = fc.nat({ max: people - 1 })
  const journey = fc.record({ kind: is('journey'), who, then: fc.constantFrom(...AFTER_SIGNING) })
  const more: fc.WeightedArbitrary<More>[] = [
    { weight: 8, arbitrary: journey },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: is('falseWord'),
        by: fc.constantFrom('notification' as const, 'answer' as const),
        who,
        which: fc.nat({ max: 30 }),
      }),
    },
    { weight: 5, arbitrary: fc.record({ kind: is('timer'), atOnce: fc.constantFrom<1 | 2>(1, 1, 2) }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: is('pass'),
        ms: fc.constantFrom(
          SECOND,
          3 * SECOND,
          25 * SECOND,
          MINUTE,
          3 * MINUTE,
          20 * MINUTE,
          70 * MINUTE,
          140 * MINUTE,
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: is('clocks'),
        driftsMs: fc.array(fc.integer({ min: -MINUTE, max: MINUTE }), { minLength: 1, maxLength: 4 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: is('receiver'),
        mood: fc.constantFrom<ReceiverMood>('takes', 'fails', 'redirects', 'breaks'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: is('lie'),
        how: fc.constantFrom('altered' as const, 'unmapped' as const, 'forged' as const, 'wrongKey' as const),
        who,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: is('slowDatabase') }) },
    ...moneyActions(who),
  ]
  // The first comes to sign whatever happens: without a contract there is little to go wrong.
  const all = fc
    .tuple(journey, fc.nat({ max: 1 }), actions<More>(people, { personal: PERSONAL, more, most: 40 }))
    .map(([first, which, then]) => [
      first,
      { kind: 'sell' as const, who: first.who, which, how: 'once' as const },
      ...then,
    ])
  // One of each seed is drawn: it is not to be a small one.
  return fc.noBias(all)
}
