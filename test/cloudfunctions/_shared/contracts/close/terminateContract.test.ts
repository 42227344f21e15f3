import { terminateContract } from '../../../../../cloudfunctions/_shared/contracts/close/terminateContract'
import type { CallOutcome } from '../../../../../cloudfunctions/_shared/kernel/ports'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, codeOf, COMBINE, HOUR, MINUTE, NOW, OPENID, SESSION } from '../../../../support/builders'
import { ACCEPTED, deadlineFrom, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'

/** The same termination is sent at most once in this time. */
const RESEND_MS = MINUTE / 2

const { deps, renew, query, stored, ...user } = oneUser()

const close = async (remark?: string) => user.close(codeOf(), remark)
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
      renew()
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
    renew()
    given()
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    await close()
    expect(deps.gateway.calls[0]?.remark).toBe('用户在小程序内关闭')
  })

  it('does not say mini-program of what was signed from an app', async () => {
    const app = { userId: 'u1' }
    renew(COMBINE)
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
    expect(await stored()).toMatchObject({ nextQueryAtMs: NOW + 3000, queryCount: 1 })
    deps.clock.now += 2999
    expect(await query(codeOf())).toMatchObject({ state: 'closing' })
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

  it('sends it again only when it is still in force, half a minute later', async () => {
    given({ terminateRequestedAtMs: NOW - RESEND_MS })
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

  it.each([refused(403, 'NO_AUTH'), { kind: 'rateLimited' } as const, tells('TERMINATE_PENDING')])(
    'is closing, and sends nothing, while WeChat Pay does not say whether it is in force: %p',
    async (outcome) => {
      given({ terminateRequestedAtMs: NOW - RESEND_MS })
      deps.gateway.queries.push(outcome)
      expect(await close()).toMatchObject({ state: 'closing' })
      expect(await stored()).toMatchObject({ terminateRequestedAtMs: NOW - RESEND_MS })
      expect(deps.gateway.made).toEqual(['query'])
    },
  )
})

/** What WeChat Pay may answer to a termination that does not take effect. */
const NOT_TAKEN: [string, CallOutcome<unknown>][] = [
  ['200', ACCEPTED],
  ['500, or nothing', UNREACHABLE],
  ['a wrong signature', UNTRUSTED],
  ['a signed 403', refused(403, 'NO_AUTH')],
  ['an unsigned 403', refused(403, 'NO_AUTH', false)],
  ['a signed 400', refused(400, 'INVALID_REQUEST')],
  ['429', { kind: 'rateLimited', retryAfterMs: 2000 }],
]

describe('a termination answered with', () => {
  it.each(NOT_TAKEN)('%s, of a contract still in force, is closing: the wish stands', async (_, outcome) => {
    given()
    deps.gateway.terminations.push(outcome)
    if (outcome.kind !== 'rateLimited') deps.gateway.queries.push(tells('SIGNED'))
    expect(await close('不再使用')).toMatchObject({ state: 'closing' })
    expect(await stored()).toMatchObject({
      state: 'SIGNED',
      terminateRequestedAtMs: NOW,
      terminateSentAtMs: NOW,
      terminateTries: 1,
      terminateRemark: '不再使用',
      dueAtMs: NOW + RESEND_MS,
    })
    expect(deps.gateway.made.filter((call) => call === 'terminate')).toHaveLength(1)
  })

  it('a refusal, of a contract that has ended already, is no failure', async () => {
    given()
    deps.gateway.terminations.push(refused(400, 'INVALID_REQUEST'))
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close()).toMatchObject({ state: 'terminated' })
  })

  it('a refusal that no query can explain is closing', async () => {
    given()
    deps.gateway.terminations.push(refused(400, 'INVALID_REQUEST'))
    deps.gateway.queries.push(UNREACHABLE)
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(await stored()).toMatchObject({ terminateRequestedAtMs: NOW })
  })

  it('429 is not asked about: nothing was accepted', async () => {
    given()
    deps.gateway.terminations.push({ kind: 'rateLimited' })
    await close()
    expect(deps.gateway.made).toEqual(['terminate'])
  })
})

describe('a wish that did not take effect', () => {
  const ask = async () => query(codeOf())
  const posts = () => deps.gateway.calls.filter(({ call }) => call === 'terminate')
  const wished = (changes: Partial<ContractRecord> = {}) =>
    given({
      terminateRequestedAtMs: NOW - RESEND_MS,
      terminateSentAtMs: NOW - RESEND_MS,
      terminateTries: 1,
      terminateRemark: '不再使用',
      ...changes,
    })

  it.each(NOT_TAKEN)('but got %s is sent again by whoever asks, half a minute later', async (_, outcome) => {
    given()
    deps.gateway.terminations.push(outcome, ACCEPTED)
    if (outcome.kind !== 'rateLimited') deps.gateway.queries.push(tells('SIGNED'))
    await close('不再使用')
    deps.clock.now += RESEND_MS
    deps.gateway.queries.push(tells('SIGNED'), tells('TERMINATED'))
    expect(await ask()).toMatchObject({ state: 'terminated' })
    expect(posts().map(({ remark }) => remark)).toEqual(['不再使用', '不再使用'])
  })

  it('is not sent again before', async () => {
    wished({ terminateSentAtMs: NOW - RESEND_MS + 1 })
    deps.gateway.queries.push(tells('SIGNED'), tells('SIGNED'))
    expect(await ask()).toMatchObject({ state: 'closing' })
    given({ ...((await stored()) as object), nextQueryAtMs: NOW })
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(posts()).toEqual([])
  })

  it('keeps its remark and its time, whatever is said when it is wished again', async () => {
    wished()
    deps.gateway.queries.push(tells('SIGNED'), tells('SIGNED'))
    deps.gateway.terminations.push(ACCEPTED)
    expect(await close('other words')).toMatchObject({ state: 'closing' })
    expect(posts()).toMatchObject([{ remark: '不再使用' }])
    expect(await stored()).toMatchObject({
      terminateRequestedAtMs: NOW - RESEND_MS,
      terminateSentAtMs: NOW,
      terminateTries: 2,
      dueAtMs: NOW + 2 * MINUTE,
    })
  })

  it.each<[string, Partial<ContractRecord>]>([
    ['was written, and never sent', {}],
    ['bears a time that is not yet', { terminateRequestedAtMs: NOW + HOUR }],
    ['was sent at a time that is not yet', { terminateSentAtMs: NOW + HOUR, terminateTries: 1 }],
  ])('and %s is sent all the same', async (_, changes) => {
    given({ terminateRequestedAtMs: NOW - RESEND_MS, ...changes })
    deps.gateway.queries.push(tells('SIGNED'), tells('TERMINATED'))
    deps.gateway.terminations.push(ACCEPTED)
    expect(await ask()).toMatchObject({ state: 'terminated' })
    expect(posts()).toMatchObject([{ remark: '用户在小程序内关闭' }])
  })

  it('is sent half a minute after its commit, when the answer to that was lost', async () => {
    given()
    // The count is kept, and then the wish: only of the second nobody hears.
    deps.store.failAfter(1, 'writeAnswer')
    await expect(close()).rejects.toThrow('writeAnswer')
    expect(posts()).toEqual([])
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(posts()).toEqual([])
    deps.clock.now += RESEND_MS
    deps.gateway.queries.push(tells('SIGNED'), tells('TERMINATED'))
    deps.gateway.terminations.push(ACCEPTED)
    expect(await ask()).toMatchObject({ state: 'terminated' })
  })

  it('is sent once by ten who ask or wish at the same moment', async () => {
    wished()
    deps.gateway.queries.push(...Array.from({ length: 20 }, () => tells('SIGNED')))
    deps.gateway.terminations.push(ACCEPTED)
    const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => (at % 2 ? ask() : close())))
    expect(answers.every(({ state }) => state === 'closing')).toBe(true)
    expect(posts()).toHaveLength(1)
  })

  it('is not sent for one that has ended meanwhile', async () => {
    wished()
    deps.gateway.queries.push((contract) => {
      deps.store.seed('contracts', { ...contract, state: 'TERMINATED' })
      return tells('SIGNED')(contract)
    })
    expect(await ask()).toMatchObject({ state: 'terminated' })
    expect(posts()).toEqual([])
  })

  it.each([UNREACHABLE, UNTRUSTED, refused(403, 'NO_AUTH'), tells('NOT_SIGNED'), tells('TERMINATE_PENDING')])(
    'is not sent without the word that it is in force: %p',
    async (outcome) => {
      wished()
      deps.gateway.queries.push(outcome)
      expect(await ask()).toMatchObject({ state: 'closing' })
      expect(posts()).toEqual([])
    },
  )

  it('is an alert from the fourth try', async () => {
    for (const terminateTries of [2, 3, 4]) {
      wished({ terminateTries })
      deps.gateway.queries.push(tells('SIGNED'), tells('SIGNED'))
      deps.gateway.terminations.push(refused(403, 'NO_AUTH'))
      await ask()
    }
    expect(deps.logged.filter(({ level }) => level === 'alert')).toMatchObject([
      { fields: { out_contract_code: codeOf(), tries: 4 } },
      { fields: { out_contract_code: codeOf(), tries: 5 } },
    ])
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
    [tells('TO_BE_RENEWED'), 'WECHATPAY_UNTRUSTED'],
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

it.each([UNREACHABLE, tells('NOT_SIGNED'), refused(404, 'NOT_FOUND')])(
  'closes what a notification signs while it is asked about: %p',
  async (outcome) => {
    given({ state: 'PRESIGNED', nextQueryAtMs: NOW + 1500 })
    deps.sleep = async (ms) => {
      deps.clock.now += ms
      given({ state: 'SIGNED' })
      await Promise.resolve()
    }
    deps.gateway.queries.push(outcome, tells('TERMINATED'))
    deps.gateway.terminations.push(ACCEPTED)
    expect(await close()).toMatchObject({ state: 'terminated' })
  },
)

it('stores no wish for a contract that ends just now', async () => {
  given({ state: 'PRESIGNED' })
  deps.gateway.queries.push((contract) => {
    deps.store.seed('contracts', { ...contract, state: 'TERMINATED' })
    return tells('SIGNED')(contract)
  })
  expect(await close()).toMatchObject({ state: 'terminated' })
  expect(deps.gateway.made).toEqual(['query'])
})
