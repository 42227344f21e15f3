import { terminateContract } from '../../../../../cloudfunctions/_shared/contracts/close/terminateContract'
import { queryContract } from '../../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, codeOf, COMBINE, NOW, OPENID, SESSION } from '../../../../support/builders'
import {
  ACCEPTED,
  deadlineFrom,
  fakeDeps,
  refused,
  tells,
  UNREACHABLE,
  UNTRUSTED,
  type FakeDeps,
} from '../../../../support/fakeDeps'

const caller = { openid: OPENID }

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps()
})

const close = async (remark?: string) =>
  terminateContract({ out_contract_code: codeOf(), ...(remark !== undefined && { remark }) }, caller, deps)
const stored = () => deps.store.read('contracts', codeOf())
const given = (changes: Partial<ContractRecord> = {}) =>
  deps.store.seed('contracts', aContract({ state: 'SIGNED', session: SESSION, ...(changes as object) }))

describe('closing a signed contract', () => {
  it('writes the wish down, tells WeChat Pay, and believes only the query', async () => {
    given()
    let before: ContractRecord | undefined
    deps.gateway.terminations.push(async () => {
      before = await stored()
      return ACCEPTED
    })
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close()).toMatchObject({ state: 'terminated', terminatedAtMs: Date.UTC(2026, 10, 21, 3, 0, 0, 120) })
    expect(before).toMatchObject({ state: 'SIGNED', terminateRequestedAtMs: NOW })
    expect(deps.gateway.made).toEqual(['terminate', 'query'])
    expect(deps.store.all('contract_outbox')).toMatchObject([{ state: 'TERMINATED' }])
  })

  it('is still closing after a 200 that no query has confirmed', async () => {
    given()
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(await stored()).toMatchObject({ state: 'SIGNED', terminateRequestedAtMs: NOW })
  })

  it.each([UNREACHABLE, UNTRUSTED])(
    'is closing after an unclear outcome, or closed if the query says so: %p',
    async (outcome) => {
      given()
      deps.gateway.terminations.push(outcome)
      deps.gateway.queries.push(UNREACHABLE)
      expect(await close()).toMatchObject({ state: 'closing' })
      deps = fakeDeps()
      given()
      deps.gateway.terminations.push(outcome)
      deps.gateway.queries.push(tells('TERMINATED'))
      expect(await close()).toMatchObject({ state: 'terminated' })
    },
  )

  it('gives the reason, or a reason of ours', async () => {
    given()
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    await close('不再使用')
    expect(deps.gateway.calls[0]?.remark).toBe('不再使用')
    deps = fakeDeps()
    given()
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    await close()
    expect(deps.gateway.calls[0]?.remark).toBe('用户在小程序内关闭')
  })

  it('does not say mini-program of what was signed from an app', async () => {
    const app = { userId: 'u1' }
    deps = fakeDeps(COMBINE)
    const contract = aContract({ ...app, scene: 'app', state: 'SIGNED', openid: OPENID }, COMBINE)
    deps.store.seed('contracts', contract)
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    await terminateContract({ out_contract_code: contract._id }, app, deps)
    expect(deps.gateway.calls[0]?.remark).toBe('用户在App内关闭')
  })

  it('is asked about at once though the page has just asked, and that is a turn for everyone else', async () => {
    given({ nextQueryAtMs: NOW + 1200 })
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(deps.slept).toEqual([])
    expect(await stored()).toMatchObject({ nextQueryAtMs: NOW + 1500, queryCount: 1 })
    deps.clock.now += 1499
    expect(await queryContract({ out_contract_code: codeOf() }, caller, deps)).toMatchObject({ state: 'closing' })
    expect(deps.gateway.made).toEqual(['terminate', 'query'])
  })

  it('leaves the confirmation to a later call when the time of the function is nearly over', async () => {
    given()
    deps.deadline = deadlineFrom(deps)
    deps.gateway.terminations.push(() => {
      deps.clock.now += 15_501
      return ACCEPTED
    })
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(deps.gateway.made).toEqual(['terminate'])
  })
})

describe('closing once more', () => {
  it('at the same moment sends nothing twice: the second asks first', async () => {
    given()
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'), tells('TERMINATED'))
    const answers = await Promise.all([close(), close()])
    expect(answers).toMatchObject([{ state: 'terminated' }, { state: 'terminated' }])
    expect(deps.gateway.made.filter((call) => call === 'terminate')).toHaveLength(1)
  })

  it('answers terminated without a call when it has ended', async () => {
    given({ state: 'TERMINATED', terminatedAtMs: 7 })
    expect(await close()).toMatchObject({ state: 'terminated', terminatedAtMs: 7 })
    expect(deps.gateway.made).toEqual([])
  })

  it('asks first while closing, and sends nothing when it has ended', async () => {
    given({ terminateRequestedAtMs: NOW - 5 })
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close()).toMatchObject({ state: 'terminated' })
    expect(deps.gateway.made).toEqual(['query'])
  })

  it('sends it again only when it is still in force', async () => {
    given({ terminateRequestedAtMs: NOW - 5 })
    deps.gateway.queries.push(tells('SIGNED'), tells('TERMINATED'))
    deps.gateway.terminations.push(ACCEPTED)
    expect(await close()).toMatchObject({ state: 'terminated' })
    expect(deps.gateway.made).toEqual(['query', 'terminate', 'query'])
    expect(deps.slept).toEqual([])
  })

  it('waits for its turn before it asks whether the last request took effect', async () => {
    given({ terminateRequestedAtMs: NOW - 5, nextQueryAtMs: NOW + 1200 })
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close()).toMatchObject({ state: 'terminated' })
    expect(deps.slept).toEqual([1200])
  })

  it('sends nothing while it is not known whether the last request took effect', async () => {
    given({ terminateRequestedAtMs: NOW - 5 })
    deps.gateway.queries.push(UNREACHABLE)
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(deps.gateway.made).toEqual(['query'])
  })

  it('tells why it could not go on when WeChat Pay refuses to say', async () => {
    given({ terminateRequestedAtMs: NOW - 5 })
    deps.gateway.queries.push(refused(403, 'NO_AUTH'))
    await expect(close()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(await stored()).toMatchObject({ terminateRequestedAtMs: NOW - 5 })
  })
})

describe('a refusal', () => {
  it('that is signed, of a contract still in force, takes the wish back', async () => {
    given()
    deps.gateway.terminations.push(refused(403, 'NO_AUTH'))
    deps.gateway.queries.push(tells('SIGNED'))
    await expect(close()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(await stored()).not.toHaveProperty('terminateRequestedAtMs')
  })

  it('that is not signed is told, and the wish stays', async () => {
    given()
    deps.gateway.terminations.push(refused(403, 'NO_AUTH', false))
    deps.gateway.queries.push(tells('SIGNED'))
    await expect(close()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(await stored()).toMatchObject({ terminateRequestedAtMs: NOW })
  })

  it('of a contract that has ended already is no failure', async () => {
    given()
    deps.gateway.terminations.push(refused(400, 'INVALID_REQUEST'))
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close()).toMatchObject({ state: 'terminated' })
  })

  it('that no query can explain leaves it closing', async () => {
    given()
    deps.gateway.terminations.push(refused(400, 'INVALID_REQUEST'))
    deps.gateway.queries.push(UNREACHABLE)
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(await stored()).toMatchObject({ terminateRequestedAtMs: NOW })
  })

  it('for asking too often tells how long to wait, and keeps the wish', async () => {
    given()
    deps.gateway.terminations.push({ kind: 'rateLimited', retryAfterMs: 2000 })
    await expect(close()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 2000 })
    expect(await stored()).toMatchObject({ terminateRequestedAtMs: NOW })
  })
})

describe('closing what is not signed on record', () => {
  it.each(['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED'] as const)(
    'is refused when %s and not signed, after asking',
    async (state) => {
      given({ state })
      deps.gateway.queries.push(tells('NOT_SIGNED'))
      await expect(close()).rejects.toMatchObject({ code: 'NOT_SIGNED' })
      expect(deps.gateway.made).toEqual(['query'])
    },
  )

  it('goes through when WeChat Pay says it is signed', async () => {
    given({ state: 'PRESIGNED' })
    deps.gateway.queries.push(tells('SIGNED'), tells('TERMINATED'))
    deps.gateway.terminations.push(ACCEPTED)
    expect(await close()).toMatchObject({ state: 'terminated' })
  })

  it.each([
    [UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
    [UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
    [tells('SIGN_FAILED'), 'WECHATPAY_UNTRUSTED'],
  ])('is not refused as never signed while that is not known: %p', async (outcome, code) => {
    given({ state: 'PRESIGNED' })
    deps.gateway.queries.push(outcome)
    await expect(close()).rejects.toMatchObject({ code })
    expect(await stored()).not.toHaveProperty('terminateRequestedAtMs')
  })
})

it('does not find a contract of somebody else', async () => {
  deps.store.seed('contracts', aContract({ _id: codeOf(), state: 'SIGNED', openid: 'oBob' }))
  await expect(close()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(deps.gateway.made).toEqual([])
})

it('stores no wish for a contract that ends just now', async () => {
  given({ state: 'PRESIGNED' })
  deps.gateway.queries.push((contract) => {
    deps.store.seed('contracts', { ...contract, state: 'TERMINATED' })
    return tells('SIGNED')(contract)
  })
  expect(await close()).toMatchObject({ state: 'terminated' })
  expect(deps.gateway.made).toEqual(['query'])
})
