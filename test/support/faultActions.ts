// What can happen in any random history: small steps of users, WeChat Pay and bad luck.
import * as fc from 'fast-check'
import type { DatabaseFault } from './databaseFaults'
import type { WechatPayControl } from '../../sandbox/wechatpay/standIn'

type AnswerFault = Parameters<WechatPayControl['armFault']>[0]['fault']

/** Done by a user or to a user's contract. `who` is the index of the person. */
const PERSONAL = [
  'ask',
  'query',
  'close',
  'sign',
  'refuse',
  'fail',
  'lapse',
  'age',
  'closeInWechat',
  'letTimePass',
  'redeliver',
  'repeat',
] as const
export type Personal = (typeof PERSONAL)[number]
/** What can be under way at the same time. */
const TOGETHER: readonly Personal[] = ['ask', 'query', 'close', 'sign', 'closeInWechat', 'redeliver', 'repeat']

export type Action =
  | { kind: 'personal'; who: number; what: Personal }
  | { kind: 'together'; all: { who: number; what: Personal }[] }
  /** Strikes after some more database requests, of whichever function. */
  | { kind: 'database'; after: number; how: DatabaseFault }
  | { kind: 'kill'; after: number }
  | { kind: 'upstream'; fault: AnswerFault; times: 1 | 2 }
  | { kind: 'upstreamDown' }
  | { kind: 'notifications'; how: 'hold' | 'release' | 'releaseLastFirst' | 'dropNext' }
  | { kind: 'recover' }

const UPSTREAM_FAULTS: readonly AnswerFault[] = [
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'serverError', status: 500, when: 'after' },
  { kind: 'tooManyRequests', retryAfterSec: 0 },
  { kind: 'htmlBody', status: 404 },
  { kind: 'wrongSignature' },
]

/** What else may happen, or may not, where a test is about more, or about time that passes for all. */
interface Repertoire<More> {
  personal?: readonly Personal[]
  more?: readonly fc.WeightedArbitrary<More>[]
  /** Of things that happen. */
  most?: number
}

export const actions = <More = never>(
  people: number,
  { personal = PERSONAL, more = [], most = 24 }: Repertoire<More> = {},
): fc.Arbitrary<(Action | More)[]> => {
  const who = fc.nat({ max: people - 1 })
  const after = fc.nat({ max: 12 })
  const constant = <T extends string>(...values: readonly T[]) => fc.constantFrom(...values)
  const one: fc.Arbitrary<Action | More> = fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('personal' as const), who, what: constant(...personal) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('together' as const),
        all: fc.array(fc.record({ who, what: constant(...TOGETHER) }), { minLength: 2, maxLength: 4 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('database' as const),
        after,
        how: constant('reset', 'lost', 'error', 'conflict', 'down'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), after }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('upstream' as const),
        fault: fc.constantFrom(...UPSTREAM_FAULTS),
        times: fc.constantFrom<1 | 2>(1, 2),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'upstreamDown' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('notifications' as const),
        how: constant('hold', 'release', 'releaseLastFirst', 'dropNext'),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'recover' as const }) },
    ...more,
  )
  return fc.array(one, { minLength: 8, maxLength: most, ...(more.length > 0 && { size: 'max' }) })
}
