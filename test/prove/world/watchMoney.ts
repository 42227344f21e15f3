// One more promise, watched at every moment: money is on record as taken or given back only once it is, WeChat Pay is asked to charge a
// number once, and what is asked to be given back never comes to more than was paid.
import type { LocalWechat } from '../../../sandbox/localWechat'
import { Seen } from '../../support/agreeWatch'

type Stored = Readonly<Record<string, unknown>>
type Watched = Pick<LocalWechat, 'cloud' | 'wechatPay'>

/** What each state of a record needs at WeChat Pay. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  payments: { PAID: ['SUCCESS', 'REFUND'], REFUNDED: ['SUCCESS', 'REFUND'] },
  charges: { PAID: ['SUCCESS'], REVERSED: ['none', 'REVOKED'], REFUSED: ['none'] },
  refunds: { PROCESSING: ['PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED'], ...same('SUCCESS', 'ABNORMAL', 'CLOSED') },
}

/** One that could not be paid out may come to another end behind it. */
function same(...ends: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(ends.map((end) => [end, end === 'ABNORMAL' ? ['ABNORMAL', 'SUCCESS', 'CLOSED'] : [end]]))
}

const GIVES_NOTHING = ['REFUSED', 'CLOSED']
const CHARGE_PATH = /\/combine-papay\/transactions$/

/** @returns every promise that was broken */
export function watchMoney({ cloud, wechatPay }: Watched): Seen {
  const broken = new Seen()
  const upstream = upstreamStates(wechatPay)
  const refunds = new Map<string, Stored>()
  cloud.events.on('write', ({ collection, id, after }) => {
    if (after === undefined || !(collection in NEEDED)) return
    const [state, held] = [String(after['state']), upstream.get(`${collection} ${id}`) ?? 'none']
    const possible = NEEDED[collection]?.[state]
    if (possible?.includes(held) === false)
      broken.add(`${collection} ${id} became ${state} while WeChat Pay holds ${held}`)
    if (collection !== 'refunds') return
    refunds.set(String(id), after)
    broken.add(...aboveWhatWasPaid(after, [...refunds.values()]))
  })
  const charged = new Set<string>()
  wechatPay.events.on('request', ({ requestId, method, path }) => {
    if (method !== 'POST' || !CHARGE_PATH.test(path)) return
    const body = wechatPay.recorded.exchange(requestId)?.body.toString() ?? ''
    const number = /"combine_out_trade_no":"([^"]+)"/.exec(body)?.[1] ?? ''
    if (charged.has(number)) broken.add(`WeChat Pay was asked twice to charge ${number}`)
    charged.add(number)
  })
  return broken
}

/** As it is from the moment it happens. */
function upstreamStates({ events }: LocalWechat['wechatPay']): ReadonlyMap<string, string> {
  const states = new Map<string, string>()
  events.on('paid', ({ out_trade_no, trade_state }) => states.set(`payments ${out_trade_no}`, trade_state))
  for (const event of ['charged', 'reversed'] as const)
    events.on(event, ({ combine_out_trade_no: number, state }) => states.set(`charges ${number}`, state))
  events.on('refund', ({ out_refund_no, status }) => states.set(`refunds ${out_refund_no}`, status))
  return states
}

/** Whatever is counted elsewhere: by the refunds themselves, which are written before they are sent. */
function aboveWhatWasPaid(refund: Stored, all: readonly Stored[]): string[] {
  const order = refund['out_trade_no']
  const given = all.filter((one) => one['out_trade_no'] === order && !GIVES_NOTHING.includes(String(one['state'])))
  const sum = given.reduce((fen, one) => fen + amountOf(one).refund, 0)
  const { total } = amountOf(refund)
  return sum > total ? [`${sum} fen of the ${total} of order ${String(order)} are to be given back`] : []
}

const amountOf = ({ request }: Stored) => (request as { amount: { refund: number; total: number } }).amount
