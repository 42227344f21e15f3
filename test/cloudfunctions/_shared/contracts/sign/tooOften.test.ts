// How often one user may have codes made, contracts closed and WeChat Pay asked.
import { askContract } from '../../../../../cloudfunctions/_shared/contracts/ask/askContract'
import { appPreEntrustSign } from '../../../../../cloudfunctions/_shared/contracts/sign/appPreEntrustSign'
import { preEntrustSign } from '../../../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import { payRedirectSign } from '../../../../../cloudfunctions/_shared/orders/payRedirectSign'
import {
  aCombineReply,
  aContract,
  aSlot,
  codeOf,
  COMBINE,
  HOUR,
  MINUTE,
  NOW,
  SESSION,
  TEXT_HASH,
} from '../../../../support/builders'
import { fakeOrderDeps, OUT_TRADE_NO, placed } from '../../../../support/buildersOrders'
import { ACCEPTED, given, refused, tells, UNREACHABLE } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'

const { caller, deps, renew, sign, query, close } = oneUser()
const outcome = async (work: Promise<object>): Promise<unknown> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error as { code?: string }).code ?? error,
  )
/** Each call a second after the one before. */
async function calls(count: number, call: () => Promise<object>): Promise<unknown[]> {
  const seen: unknown[] = []
  for (let index = 0; index < count; index++) {
    seen.push(await outcome(call()))
    deps.clock.now += 1000
  }
  return seen
}
const countOf = (seen: unknown[], what: string) => seen.filter((one) => one === what).length
const forEver = <T>(list: T[], item: T) => list.push(...Array.from({ length: 200 }, () => item))

describe('new codes', () => {
  beforeEach(() => {
    forEver(deps.gateway.preSigns, refused(400, 'INVALID_REQUEST'))
    forEver(deps.gateway.queries, refused(404, 'RESOURCE_NOT_EXISTS'))
  })

  it('five a minute: then the user is told how long to wait', async () => {
    const seen = await calls(40, sign)
    expect(deps.gateway.made.filter((call) => call === 'preSign')).toHaveLength(5)
    expect(countOf(seen, 'RATE_LIMITED')).toBeGreaterThanOrEqual(30)
    await expect(sign()).rejects.toMatchObject({ retryAfterMs: expect.any(Number) as number })
    deps.clock.now += MINUTE
    await outcome(sign())
    expect(deps.gateway.made.filter((call) => call === 'preSign')).toHaveLength(6)
  })

  it('twenty a day', async () => {
    for (let hour = 0; hour < 22; hour++) {
      await outcome(sign())
      deps.clock.now += HOUR
    }
    expect(deps.store.all('contracts')).toHaveLength(20)
    await expect(sign()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 2 * HOUR })
    expect(deps.store.all('contracts')).toHaveLength(20)
  })

  it('of the app too, whatever it wishes to attach', async () => {
    renew(COMBINE)
    forEver(deps.gateway.queries, refused(404, 'RESOURCE_NOT_EXISTS'))
    forEver(deps.gateway.preSigns, ({ _id }) => ({ kind: 'accepted', reply: aCombineReply(_id) }) as const)
    let count = 0
    const seen = await calls(12, async () => appPreEntrustSign({ attach: `n=${++count}` }, { userId: 'u1' }, deps))
    expect([countOf(seen, 'ok'), countOf(seen, 'RATE_LIMITED')]).toEqual([5, 7])
  })

  it('of one user are no others’', async () => {
    await calls(10, sign)
    const other = preEntrustSign({ consent: { textHash: TEXT_HASH } }, { openid: 'oBob' }, deps)
    await expect(other).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
  })

  it('too many are no reason not to pay', async () => {
    const shop = fakeOrderDeps()
    shop.orderGateway.places.push(placed)
    const counters = { newCodes: Array.from({ length: 5 }, () => NOW) }
    shop.store.seed('contract_slots', { ...aSlot(aContract()), attempts: {}, counters })
    const answer = await payRedirectSign({ out_trade_no: OUT_TRADE_NO }, caller, shop)
    expect(answer).toMatchObject({ presigned: false, payment: { signType: 'RSA' } })
    expect(shop.gateway.made).toEqual([])
  })
})

it('a request of unknown outcome is repeated thirty times a minute at most', async () => {
  forEver(deps.gateway.preSigns, UNREACHABLE)
  const seen = await calls(40, sign)
  // The first one made the code.
  expect([countOf(seen, 'WECHATPAY_UNREACHABLE'), countOf(seen, 'RATE_LIMITED')]).toEqual([31, 9])
})

describe('closings', () => {
  beforeEach(() => given(deps, aContract({ state: 'SIGNED' })))

  it('five a minute', async () => {
    forEver(deps.gateway.terminations, refused(400, 'INVALID_REQUEST'))
    forEver(deps.gateway.queries, tells('SIGNED'))
    const seen = await calls(12, close)
    expect([countOf(seen, 'ok'), countOf(seen, 'RATE_LIMITED')]).toEqual([5, 7])
    expect(await deps.store.read('contracts', codeOf())).toHaveProperty('terminateRequestedAtMs')
  })

  it('counts no question that confirms our own', async () => {
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close()).toMatchObject({ state: 'terminated' })
    expect(await deps.store.read('contracts', codeOf())).not.toHaveProperty('askedAtMs')
  })
})

describe('questions', () => {
  beforeEach(() => {
    given(deps, aContract({ state: 'PRESIGNED', session: SESSION }))
    forEver(deps.gateway.queries, tells('NOT_SIGNED'))
  })

  it('thirty a minute, and what the record answers in between is none', async () => {
    for (let call = 0; call < 30; call++) {
      await query()
      expect(await query()).toMatchObject({ state: 'inProgress' })
      deps.clock.now += 1500
    }
    await expect(query()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 15_000 })
    expect(deps.gateway.made).toHaveLength(30)
    deps.clock.now += 15_000
    expect(await query()).toMatchObject({ state: 'inProgress' })
  })

  it('of our own are not counted, and not refused', async () => {
    const contract = aContract({
      state: 'PRESIGNED',
      session: SESSION,
      askedAtMs: Array.from({ length: 30 }, () => NOW),
    })
    deps.store.seed('contracts', contract)
    expect(await askContract(contract, deps, { isOurs: true })).toMatchObject({ answer: 'notSigned' })
    expect((await deps.store.read('contracts', codeOf()))?.askedAtMs).toHaveLength(30)
  })

  it('a card that goes through its plan again and again never has too many', async () => {
    for (let round = 0; round < 6; round++) {
      let at = 0
      for (const next of [0, 1000, 2000, 4000, 7000, 12_000, 20_000]) {
        deps.clock.now += next - at
        at = next
        expect(await query()).toMatchObject({ state: 'inProgress' })
      }
    }
  })
})
