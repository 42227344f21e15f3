// One more promise, for worlds in which time passes for all: no second code while the first may still be signed, or is.
import type { AgreementView } from '../../../sandbox/wechatpay/agreement'
import { Seen, type Watched } from '../../support/agreeWatch'

const CHANGES = ['session', 'signed', 'terminated', 'failed', 'lapsed'] as const
const OF_USER = ['openid', 'sub_openid', 'userId', 'appid', 'service_id', 'plan_id', 'sub_mchid']

type Stored = Readonly<Record<string, unknown>>

/** @returns every code that was begun too early */
export function watchNewCodes({ cloud, records, wechatPay }: Watched): Seen {
  const early = new Seen()
  const upstream = new Map<string, AgreementView>()
  for (const event of CHANGES) wechatPay.events.on(event, (view) => upstream.set(view.out_contract_code, view))
  // A session that is not on record was handed to nobody, and nobody can sign it.
  const mayStillBe = ({ _id, session }: Stored): boolean => {
    const held = upstream.get(String(_id))
    return held?.contract_state === 'SIGNED' || (held?.session === 'open' && session !== undefined)
  }
  cloud.events.on('write', ({ collection, id, before, after = {} }) => {
    if (collection !== 'contracts' || before !== undefined) return
    const isEarlier = (other: Stored) =>
      other['_id'] !== id &&
      Number(other['attemptNo']) <= Number(after['attemptNo']) &&
      OF_USER.every((name) => other[name] === after[name])
    const others = records.all('contracts').then((all) => all.filter(isEarlier).filter(mayStillBe))
    early.look(others.then((all) => all.map(({ _id }) => `${id} was begun while ${String(_id)} is open or signed`)))
  })
  return early
}
