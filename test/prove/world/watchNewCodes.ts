// One more promise, for worlds in which time passes for all: no second code while the first may still be signed, or is.
import type { AgreementView } from '../../../sandbox/wechatpay/agreement'
import type { Watched } from '../../support/agreeWatch'

const CHANGES = ['session', 'signed', 'terminated', 'failed', 'lapsed'] as const
const OF_USER = ['openid', 'sub_openid', 'userId', 'appid', 'service_id', 'plan_id', 'sub_mchid']

/** @returns a list that grows with every code that was begun too early */
export function watchNewCodes({ cloud, wechatPay }: Watched): string[] {
  const broken: string[] = []
  const upstream = new Map<string, AgreementView>()
  for (const event of CHANGES) wechatPay.events.on(event, (view) => upstream.set(view.out_contract_code, view))
  // A session that is not on record was handed to nobody, and nobody can sign it.
  const mayStillBe = ({ _id, session }: { _id: unknown; session?: unknown }): boolean => {
    const held = upstream.get(String(_id))
    return held?.contract_state === 'SIGNED' || (held?.session === 'open' && session !== undefined)
  }
  cloud.events.on('write', ({ collection, id, before, after = {} }) => {
    if (collection !== 'contracts' || before !== undefined) return
    const isOfUser = (other: Readonly<Record<string, unknown>>) => OF_USER.every((name) => other[name] === after[name])
    const others = cloud.db.find('contracts').filter((other) => other._id !== id && isOfUser(other))
    const early = others.filter(mayStillBe).map(({ _id }) => String(_id))
    broken.push(...early.map((code) => `${id} was begun while ${code} is open or signed`))
  })
  return broken
}
