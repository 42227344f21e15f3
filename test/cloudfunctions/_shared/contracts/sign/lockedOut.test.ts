// Nobody is locked out by an unfinished signing, and nobody signs twice: what WeChat Pay says after a session, and from when
// on a new code may follow it.
import { queryContract } from '../../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { release } from '../../../../../cloudfunctions/_shared/admin/release'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { listed } from '../../../../../cloudfunctions/_shared/contracts/userSlot'
import {
  aCombineReply,
  aContract,
  aSlot,
  codeOf,
  COMBINE,
  HOUR,
  MINUTE,
  NOW,
  OPENID,
  SESSION,
} from '../../../../support/builders'
import { given, opened, refused, tells, UNREACHABLE, UNTRUSTED, type FakeGateway } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'

type Answer = FakeGateway['queries'][number]

const { deps, renew, sign, query, stored } = oneUser()
/** An attempt whose session was over so long ago. */
const overFor = (ms: number, changes: object = {}) =>
  given(deps, aContract({ state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW - ms }, ...changes }))
const wait = (retryAfterMs: number) => ({ code: 'RATE_LIMITED', retryAfterMs })
/** WeChat Pay says it each time it is asked. */
const says = (answer: Answer) => deps.gateway.queries.push(...Array.from({ length: 8 }, () => answer))

describe('says that it was never signed', () => {
  it.each<[string, Answer]>([
    ['NOT_SIGNED', tells('NOT_SIGNED')],
    ['a signed 404', refused(404, 'WHATEVER')],
    ['"no such contract"', refused(400, 'CONTRACT_NOT_EXIST')],
    ['a code of the settings', refused(400, 'PAPAY_NOTHING')],
  ])('by %s: a new code ten minutes after the session, and not before', async (_, answer) => {
    deps.settings = { ...deps.settings, notSignedCodes: ['PAPAY_NOTHING'] }
    overFor(10 * MINUTE - 1)
    says(answer)
    await expect(sign()).rejects.toMatchObject(wait(1))
    expect(deps.gateway.made).toEqual(['query'])
    deps.clock.now += 1500
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2) })
  })

  it('in the last minutes of the session, it is not handed out any more, and no other either', async () => {
    overFor(-(5 * MINUTE - 1))
    says(tells('NOT_SIGNED'))
    await expect(sign()).rejects.toMatchObject(wait(15 * MINUTE - 1))
  })

  it('of a request nobody ever had an answer to, as of one that had', async () => {
    given(deps, aContract({ createdAtMs: NOW - 2 * HOUR }))
    says(refused(404, 'RESOURCE_NOT_EXISTS'))
    await expect(sign()).rejects.toMatchObject(wait(10 * MINUTE))
    expect(await query()).toMatchObject({ state: 'none' })
    deps.clock.now += 10 * MINUTE
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })
})

describe('a user who tries again and again without an answer', () => {
  const NEW_URL = 'https://pay.example.com/moved'
  const retry = async () => expect(sign()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
  const bodies = () => deps.gateway.calls.flatMap(({ call, contract }) => (call === 'preSign' ? [contract] : []))

  it.each([1, 2, 4])('sends the old body for two hours, and then one of today: %i tries an hour', async (perHour) => {
    deps.gateway.preSigns.push(...Array.from({ length: 2 * perHour }, () => UNREACHABLE), opened)
    says(refused(404, 'NOT_FOUND'))
    for (let tries = 0; tries < 2 * perHour; tries++) {
      await retry()
      deps.clock.now += HOUR / perHour
    }
    deps.settings = { ...deps.settings, notifyUrl: NEW_URL }
    // The last one may have opened a session.
    const lastSentMs = deps.clock.now - HOUR / perHour
    const waitMs = lastSentMs + 2 * HOUR + 10 * MINUTE - deps.clock.now
    await expect(sign()).rejects.toMatchObject(wait(waitMs))
    expect(bodies()).toHaveLength(2 * perHour)
    deps.clock.now += waitMs
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
    expect(bodies().map(({ _id }) => _id)).toEqual([...Array.from({ length: 2 * perHour }, () => codeOf()), codeOf(2)])
    expect(bodies().at(-1)?.request).toMatchObject({ notify_url: NEW_URL })
  })

  it('signs once, where one of them was signed after all', async () => {
    deps.gateway.preSigns.push(UNREACHABLE, UNREACHABLE)
    await retry()
    deps.clock.now += HOUR
    await retry()
    deps.clock.now += HOUR
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf() })
  })
})

it('of two sessions of one user the second is gone on with when the first was signed late, and closed', async () => {
  renew()
  deps.store.seed('contracts', aContract({ state: 'PRESIGNED', session: SESSION }))
  given(deps, aContract({ state: 'PRESIGNED', session: SESSION, attemptNo: 2 }))
  deps.gateway.queries.push(tells('SIGNED'))
  await queryContract({ out_contract_code: codeOf(1) }, { openid: OPENID }, deps)
  expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf(1) })
  deps.clock.now += MINUTE
  deps.gateway.queries.push(tells('TERMINATED'))
  await queryContract({ out_contract_code: codeOf(1) }, { openid: OPENID }, deps)
  expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2) })
  expect(deps.store.all('contracts')).toHaveLength(2)
})

describe('SIGN_FAILED', () => {
  it.each([
    ['while the session lasts', -90 * MINUTE],
    ['after it', MINUTE],
  ])('%s spends the code at once: the session goes to nobody any more, and a new code follows', async (_, overMs) => {
    overFor(overMs)
    says(tells('SIGN_FAILED'))
    expect(await query()).toEqual({ state: 'none', out_contract_code: codeOf() })
    expect(await stored()).toMatchObject({ state: 'EXPIRED', evidence: [{ what: 'SIGN_FAILED' }] })
    deps.clock.now += 1500
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2), ...SESSION, expiresAtMs: NOW + 2 * HOUR + 1500 })
  })

  it('is remembered, whatever is said afterwards', async () => {
    overFor(-90 * MINUTE)
    deps.gateway.queries.push(tells('SIGN_FAILED'), tells('NOT_SIGNED'))
    await query()
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })

  it('of another contract proves nothing', async () => {
    overFor(MINUTE)
    says(tells('SIGN_FAILED', { openid: 'oBob' }))
    expect(await query()).toMatchObject({ state: 'unknown' })
    expect(await stored()).toMatchObject({ state: 'PRESIGNED' })
  })
})

describe('refuses the question with a code nobody knows', () => {
  const refusal = refused(400, 'PAPAY_WHATEVER')

  it('twice, ten minutes apart, after the session: a new code, and a person is told', async () => {
    overFor(HOUR)
    says(refusal)
    await expect(sign()).rejects.toMatchObject(wait(10 * MINUTE))
    deps.clock.now += 10 * MINUTE - 1
    await expect(sign()).rejects.toMatchObject(wait(1))
    expect(deps.logged).toEqual([])
    deps.clock.now += 1500
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
    expect(deps.logged).toEqual([
      {
        level: 'alert',
        event: 'refused time and again: taken as not signed',
        fields: { out_contract_code: codeOf(), httpStatus: 400, apiCode: 'PAPAY_WHATEVER' },
      },
    ])
  })

  it('is unknown to the page until then, and over from then on: it has a way on', async () => {
    overFor(0)
    says(refusal)
    expect(await query()).toMatchObject({ state: 'unknown' })
    deps.clock.now += 10 * MINUTE
    expect(await query()).toMatchObject({ state: 'none' })
    expect(await stored()).toMatchObject({ state: 'EXPIRED', evidence: [{ what: 'PAPAY_WHATEVER' }] })
  })

  it('counts from the end of the session at the earliest', async () => {
    overFor(-HOUR)
    says(refusal)
    await expect(query()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    deps.clock.now += 30 * MINUTE
    await expect(query()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(await stored()).toMatchObject({ state: 'PRESIGNED' })
    deps.clock.now += 40 * MINUTE - 1
    await expect(sign()).rejects.toMatchObject(wait(1))
  })

  it.each<[string, Answer]>([
    ['another code', refused(400, 'PAPAY_OTHER')],
    ['another status', refused(422, 'PAPAY_WHATEVER')],
    ['a state of the contract', tells('TO_BE_RENEWED')],
  ])('and %s between two that agree: they do not', async (_, between) => {
    overFor(HOUR)
    deps.gateway.queries.push(refusal, between)
    await query()
    deps.clock.now += 5 * MINUTE
    await query()
    deps.clock.now += 5 * MINUTE
    says(refusal)
    await expect(sign()).rejects.toMatchObject(wait(10 * MINUTE))
  })

  it.each<[string, Answer]>([
    ['no answer', UNREACHABLE],
    ['429', { kind: 'rateLimited' }],
    ['403', refused(403, 'NO_AUTH')],
  ])('and %s between them: they do', async (_, between) => {
    overFor(HOUR)
    deps.gateway.queries.push(refusal, between, refusal)
    await query()
    deps.clock.now += 5 * MINUTE
    await query().catch(() => undefined)
    deps.clock.now += 5 * MINUTE
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })
})

describe('says what is no word about the code', () => {
  it.each<[string, Answer, string]>([
    ['401', refused(401, 'SIGN_ERROR'), 'WECHATPAY_REJECTED'],
    ['403', refused(403, 'NO_AUTH'), 'WECHATPAY_REJECTED'],
    ['403 with a code of the settings', refused(403, 'PAPAY_NOTHING'), 'WECHATPAY_REJECTED'],
    ['403 and "not found"', refused(403, 'NOT_FOUND'), 'WECHATPAY_REJECTED'],
    ['409', refused(409, 'PAPAY_WHATEVER'), 'WECHATPAY_REJECTED'],
    ['an unsigned 400', refused(400, 'PAPAY_WHATEVER', false), 'WECHATPAY_REJECTED'],
    ['an unsigned code of the settings', refused(400, 'PAPAY_NOTHING', false), 'WECHATPAY_REJECTED'],
    ['429', { kind: 'rateLimited' }, 'RATE_LIMITED'],
    ['no answer', UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
    ['an answer of nobody', UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
    ['TO_BE_RENEWED', tells('TO_BE_RENEWED'), 'WECHATPAY_UNTRUSTED'],
    ['TERMINATE_PENDING', tells('TERMINATE_PENDING'), 'WECHATPAY_UNTRUSTED'],
    ['a new state', tells('FROZEN'), 'WECHATPAY_UNTRUSTED'],
  ])('%s: no new code, however often and however long', async (_, answer, code) => {
    deps.settings = { ...deps.settings, notSignedCodes: ['PAPAY_NOTHING'] }
    overFor(HOUR)
    says(answer)
    for (let days = 0; days < 3; days++) {
      await expect(sign()).rejects.toMatchObject({ code })
      deps.clock.now += 24 * HOUR
    }
    expect(deps.store.all('contracts')).toHaveLength(1)
  })

  it.each<[string, Answer]>([
    ['401', refused(401, 'SIGN_ERROR')],
    ['403', refused(403, 'NO_AUTH')],
    ['TO_BE_RENEWED', tells('TO_BE_RENEWED')],
    ['a new state', tells('FROZEN')],
  ])('%s is unknown to the page, until a person releases the code', async (_, answer) => {
    overFor(HOUR)
    says(answer)
    expect(await query()).toMatchObject({ state: 'unknown' })
    await release({ out_contract_code: codeOf() }, deps)
    deps.clock.now += 1500
    expect(await query()).toEqual({ state: 'none', out_contract_code: codeOf() })
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })

  it('a code that a notification names after its release is asked about first, and released once more where that tells nothing', async () => {
    overFor(HOUR)
    says(tells('FROZEN'))
    await release({ out_contract_code: codeOf() }, deps)
    const released = await deps.store.read('contracts', codeOf())
    deps.clock.now += HOUR
    // What an authentic notification that proves nothing leaves (notify/aboutContract.ts).
    deps.store.seed('contracts', { ...released, setAsideAtMs: deps.clock.now } as ContractRecord)
    deps.clock.now += HOUR
    await expect(sign()).rejects.toMatchObject({ code: 'WECHATPAY_UNTRUSTED' })
    deps.clock.now += HOUR
    await release({ out_contract_code: codeOf() }, deps)
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })
})

describe('past its end a contract (combine-papay)', () => {
  const ended = (changes: object = {}): ContractRecord =>
    aContract({ state: 'SIGNED', signedAtMs: 1, contractExpiresAtMs: NOW, ...changes }, COMBINE)
  const until = (ms: number) => tells('SIGNED', { contract_expired_time: new Date(ms).toISOString() })
  beforeEach(() => {
    renew(COMBINE)
  })

  it('that was extended is in force again, and has its place back', async () => {
    given(deps, ended())
    deps.gateway.queries.push(until(NOW + HOUR))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf(1, COMBINE) })
    expect(deps.gateway.made).toEqual(['query'])
  })

  it('that was extended behind a later attempt has its place back', async () => {
    given(deps, ended())
    deps.store.seed('contracts', aContract({ attemptNo: 2, state: 'PRESIGNED', session: SESSION }, COMBINE))
    const [slot] = deps.store.all('contract_slots')
    const attempts = { 'combine-papay:12535': { currentCode: codeOf(2, COMBINE), attemptNo: 2, leaseUntilMs: 0 } }
    if (slot) deps.store.seed('contract_slots', { ...slot, attempts })
    deps.gateway.queries.push(until(NOW + HOUR))
    await query(codeOf(1, COMBINE))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf(1, COMBINE) })
  })

  it.each([1, 7])(
    'is followed by a new code once each of %i was asked about, and is asked about no more',
    async (count) => {
      const past = Array.from({ length: count }, (_, index) =>
        ended({ attemptNo: index + 1, contractExpiresAtMs: NOW - HOUR * (count - index) }),
      )
      past.forEach((one) => deps.store.seed('contracts', one))
      const last = past.at(-1)
      if (last) deps.store.seed('contract_slots', past.reduce(listed, aSlot(last)))
      deps.gateway.queries.push(tells('SIGNED'), tells('SIGNED'), ...past.map(() => tells('SIGNED')))
      deps.gateway.preSigns.push(({ _id }) => ({ kind: 'accepted', reply: aCombineReply(_id) }))
      const signing = async () => {
        deps.clock.now += 1500
        return sign().catch((error: unknown) => error)
      }
      const told = [await signing(), await signing()]
      expect(told.at(-1)).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(count + 1, COMBINE) })
      expect(deps.gateway.made.filter((call) => call === 'query').length).toBeLessThanOrEqual(count + 2)
      expect(deps.store.all('contract_slots')).toMatchObject([{ inForce: [] }])
    },
  )

  it('whose question is refused with a code nobody knows is followed by a code once that was said twice, not before', async () => {
    const before = ended({ contractExpiresAtMs: NOW - HOUR, session: { ...SESSION, expiresAtMs: NOW - 24 * HOUR } })
    given(deps, before)
    says(refused(400, 'PAPAY_WHATEVER'))
    await expect(sign()).rejects.toMatchObject(wait(10 * MINUTE))
    deps.clock.now += 10 * MINUTE - 1
    await expect(sign()).rejects.toMatchObject(wait(1))
    deps.clock.now += 1500
    deps.gateway.preSigns.push(({ _id }) => ({ kind: 'accepted', reply: aCombineReply(_id) }))
    expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2, COMBINE) })
    expect(deps.logged.filter(({ level }) => level === 'alert')).toHaveLength(1)
    expect(await deps.store.read('contracts', before._id)).toMatchObject({ state: 'SIGNED' })
  })

  it('takes no place from the attempt that followed it, whatever else is told of it', async () => {
    const before = ended()
    given(deps, before)
    deps.gateway.queries.push(tells('SIGNED', { contract_id: null }))
    deps.gateway.preSigns.push(({ _id }) => ({ kind: 'accepted', reply: aCombineReply(_id) }))
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2, COMBINE) })
    deps.gateway.queries.push(tells('SIGNED'))
    deps.clock.now += 1500
    await query(before._id)
    // Still asked about: what was told is no proof that there is no later end.
    deps.gateway.queries.push(tells('SIGNED'))
    deps.clock.now += 1500
    expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2, COMBINE) })
  })

  it('that was extended after all is listed again', async () => {
    given(deps, ended())
    deps.gateway.queries.push(tells('SIGNED'))
    deps.gateway.preSigns.push(({ _id }) => ({ kind: 'accepted', reply: aCombineReply(_id) }))
    expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2, COMBINE) })
    deps.gateway.queries.push(until(NOW + HOUR))
    deps.clock.now += 1500
    await query(codeOf(1, COMBINE))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf(1, COMBINE) })
  })

  it.each<[string, Answer]>([
    ['no answer', UNREACHABLE],
    ['a state nobody knows', tells('TO_BE_RENEWED')],
  ])('is followed by no code after %s', async (_, answer) => {
    given(deps, ended())
    deps.gateway.queries.push(answer)
    await expect(sign()).rejects.toThrow()
    expect(deps.store.all('contracts')).toHaveLength(1)
  })
})
