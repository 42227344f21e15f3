import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, codeOf, COMBINE, HOUR, NOW, SESSION, slotIdFor } from '../../../../support/builders'
import { given, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'
import { attemptOf } from '../../../../support/slotViews'

const { deps, renew, query, stored } = oneUser()
const slot = () => deps.store.read('contract_slots', slotIdFor(deps.settings))
const presigned = (changes = {}) => aContract({ state: 'PRESIGNED', session: SESSION, ...changes }, deps.settings)

describe('whose contract', () => {
  it('is none before the first attempt, without a call', async () => {
    expect(await query()).toEqual({ state: 'none' })
    expect(deps.gateway.made).toEqual([])
  })

  it.each([
    ['somebody else', { openid: 'oBob' }],
    ['another merchant number', { mchid: '1900000110' }],
    ['another mini-program', { appid: 'wxother' }],
  ])('is not found when it belongs to %s, like one that never was', async (_, changes) => {
    deps.store.seed('contracts', presigned({ _id: 'theirs', ...changes }))
    const told = await query('theirs').catch((error: unknown) => error)
    const never = await query('never').catch((error: unknown) => error)
    expect(told).toMatchObject({ code: 'NOT_FOUND' })
    expect(told).toEqual(never)
    expect(deps.gateway.made).toEqual([])
  })

  it('is the current one by default, or an older one by its code', async () => {
    deps.store.seed('contracts', presigned({ state: 'TERMINATED', terminatedAtMs: 9 }))
    given(deps, presigned({ attemptNo: 2 }))
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    expect(await query()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2) })
    expect(await query(codeOf(1))).toMatchObject({ state: 'terminated', terminatedAtMs: 9 })
  })
})

describe('an answer', () => {
  it('that it is signed is written down with slot and outbox row, and told', async () => {
    given(deps, presigned())
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await query()).toEqual({
      state: 'signed',
      out_contract_code: codeOf(),
      signedAtMs: Date.UTC(2026, 10, 21, 2, 5),
    })
    expect(await stored()).toMatchObject({ state: 'SIGNED', contract_id: '123124412412423431' })
    expect(deps.store.all('contract_outbox')).toMatchObject([{ _id: `${codeOf()}:SIGNED`, tries: 0 }])
  })

  it('that it has ended is told for good: no call is made about it again', async () => {
    given(deps, presigned({ state: 'SIGNED' }))
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await query()).toMatchObject({ state: 'terminated', terminatedAtMs: Date.UTC(2026, 10, 21, 3, 0, 0, 120) })
    deps.clock.now += HOUR
    expect(await query()).toMatchObject({ state: 'terminated' })
    expect(deps.gateway.made).toEqual(['query'])
  })

  it('that it is not signed leaves an open session open, and ends one that is over', async () => {
    given(deps, presigned())
    deps.gateway.queries.push(tells('NOT_SIGNED'), refused(404, 'NOT_FOUND'))
    expect(await query()).toMatchObject({ state: 'inProgress', expiresAtMs: SESSION.expiresAtMs })
    deps.clock.now = SESSION.expiresAtMs
    expect(await query()).toEqual({ state: 'none', out_contract_code: codeOf() })
    expect(await stored()).toMatchObject({ state: 'EXPIRED' })
  })

  it.each(['EXPIRED', 'REJECTED'] as const)('may still turn a %s code into a signed one', async (state) => {
    given(deps, presigned({ state }))
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await query()).toMatchObject({ state: 'signed' })
  })

  it('that it is signed, beside a termination: it is signed, and a person is told', async () => {
    given(deps, presigned())
    deps.gateway.queries.push(
      tells('SIGNED', { contract_terminate_info: { contract_termination_mode: 'USER_TERMINATE' } }),
    )
    expect(await query()).toMatchObject({ state: 'signed' })
    expect(await stored()).toMatchObject({ state: 'SIGNED' })
    expect(await stored()).not.toHaveProperty('contract_termination_mode')
    expect(deps.logged).toEqual([
      {
        level: 'alert',
        event: 'query answer used in part',
        fields: { out_contract_code: codeOf(), state: 'SIGNED', fields: 'contract_terminate_info' },
      },
    ])
  })

  it('about somebody else (combine-papay) never signs for this user, and a person is told', async () => {
    renew(COMBINE)
    given(deps, presigned())
    deps.gateway.queries.push(tells('SIGNED', { openid: 'oBob' }))
    expect(await query()).toMatchObject({ state: 'none' })
    expect(await stored()).toMatchObject({ state: 'PRESIGNED' })
    expect(deps.logged).toContainEqual({
      level: 'alert',
      event: 'query answer set aside',
      fields: {
        out_contract_code: codeOf(1, COMBINE),
        reason: 'IDENTITY_MISMATCH',
        fields: 'openid',
        contract_state: 'SIGNED',
      },
    })
  })

  it('with a state nobody knows keeps the old one, and a person is told', async () => {
    given(deps, presigned())
    deps.gateway.queries.push(tells('TO_BE_RENEWED'))
    expect(await query()).toMatchObject({ state: 'unknown' })
    expect(await stored()).toMatchObject({ state: 'PRESIGNED' })
    expect(deps.logged.at(-1)).toMatchObject({
      level: 'alert',
      fields: { reason: 'STATE_UNKNOWN', contract_state: 'TO_BE_RENEWED' },
    })
  })

  it('with another contract_id than the one on record is set aside', async () => {
    given(deps, presigned({ state: 'SIGNED', contract_id: '1' }))
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await query()).toMatchObject({ state: 'signed' })
    expect(deps.logged.at(-1)).toMatchObject({ level: 'alert', fields: { fields: 'contract_id' } })
  })

  it('about an older code is told from then on, before one that is not signed', async () => {
    deps.store.seed('contracts', presigned())
    given(deps, presigned({ attemptNo: 2 }))
    deps.gateway.queries.push(tells('SIGNED'))
    await query(codeOf(1))
    expect(await query()).toMatchObject({ state: 'signed', out_contract_code: codeOf(1) })
    expect((await slot())?.inForce.map(({ code }) => code)).toEqual([codeOf(1)])
  })

  it('about an older code leaves the slot to one that is signed too', async () => {
    deps.store.seed('contracts', presigned())
    given(deps, presigned({ attemptNo: 2, state: 'SIGNED' }))
    deps.gateway.queries.push(tells('SIGNED'))
    await query(codeOf(1))
    expect(attemptOf(await slot())).toMatchObject({ currentCode: codeOf(2) })
  })
})

describe('when WeChat Pay cannot be asked', () => {
  it.each([UNREACHABLE, UNTRUSTED])('an open session is unknown, and nothing is written: %p', async (outcome) => {
    given(deps, presigned())
    deps.gateway.queries.push(outcome)
    expect(await query()).toMatchObject({ state: 'unknown' })
    expect(await stored()).toMatchObject({ state: 'PRESIGNED' })
  })

  it.each([
    ['REQUESTED', 'inProgress'],
    ['SIGNED', 'signed'],
    ['EXPIRED', 'none'],
  ] as const)('a record that is %s answers as %s', async (state, told) => {
    given(deps, presigned({ state }))
    deps.gateway.queries.push(UNREACHABLE)
    expect(await query()).toMatchObject({ state: told })
  })

  it('a refusal is told while the outcome is open, and the record answers once it is settled', async () => {
    given(deps, presigned())
    deps.gateway.queries.push(refused(403, 'NO_AUTH'), { kind: 'rateLimited', retryAfterMs: 4000 })
    await expect(query()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    deps.clock.now += 1500
    await expect(query()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 4000 })
    deps.clock.now += 1500
    given(deps, presigned({ state: 'SIGNED' }))
    deps.gateway.queries.push(refused(403, 'NO_AUTH'))
    expect(await query()).toMatchObject({ state: 'signed' })
  })
})

describe('asking', () => {
  it('happens once in 1.5 s per code; in between the record answers', async () => {
    given(deps, presigned())
    deps.gateway.queries.push(tells('NOT_SIGNED'), tells('SIGNED'))
    await query()
    deps.clock.now = NOW + 1499
    expect(await query()).toMatchObject({ state: 'inProgress' })
    expect(deps.gateway.made).toEqual(['query'])
    deps.clock.now = NOW + 1500
    expect(await query()).toMatchObject({ state: 'signed' })
    expect(await stored()).toMatchObject({ queryCount: 2 })
  })

  it('is not put off by a time that is not yet: a clock went wrong', async () => {
    given(deps, presigned({ nextQueryAtMs: NOW + HOUR }))
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await query()).toMatchObject({ state: 'signed' })
    expect(await stored()).toMatchObject({ nextQueryAtMs: NOW + 1500 })
  })

  it('happens once when ten ask at the same time', async () => {
    given(deps, presigned())
    deps.gateway.queries.push(tells('SIGNED'))
    await Promise.all(Array.from({ length: 10 }, () => query()))
    expect(deps.gateway.made).toEqual(['query'])
    expect(deps.store.all('contract_outbox')).toHaveLength(1)
  })

  it('keeps what a notification said while the answer was on its way', async () => {
    given(deps, presigned())
    deps.gateway.queries.push((contract) => {
      deps.store.seed('contracts', { ...contract, state: 'TERMINATED', terminatedAtMs: 5 })
      return tells('SIGNED')(contract)
    })
    expect(await query()).toMatchObject({ state: 'terminated', terminatedAtMs: 5 })
  })

  it('is done again after the database failed to keep the answer', async () => {
    given(deps, presigned())
    deps.gateway.queries.push((contract) => {
      deps.store.failNext('commit')
      return tells('SIGNED')(contract)
    }, tells('SIGNED'))
    await expect(query()).rejects.toThrow('commit')
    deps.clock.now += 1500
    expect(await query()).toMatchObject({ state: 'signed' })
  })
})

describe('after a notification that proved nothing', () => {
  const told = { setAsideAtMs: NOW - 5, nextQueryAtMs: NOW }

  it.each([
    ['PRESIGNED', 'SIGNED', 'signed'],
    ['SIGNED', 'TERMINATED', 'terminated'],
    ['SIGNED', 'SIGNED', 'signed'],
    ['EXPIRED', 'SIGNED', 'signed'],
    ['REJECTED', 'NOT_SIGNED', 'none'],
    ['TERMINATED', 'TERMINATED', 'terminated'],
    ['TERMINATED', 'SIGNED', 'terminated'],
  ] as const)('a %s contract is asked about, and %s settles it', async (state, answer, expected) => {
    given(deps, presigned({ state, ...told }))
    deps.gateway.queries.push(tells(answer))
    expect(await query()).toMatchObject({ state: expected })
    const { dueAtMs = 0, ...record } = (await stored()) as ContractRecord
    expect(record).not.toHaveProperty('setAsideAtMs')
    expect(dueAtMs).toBeGreaterThan(NOW)
    deps.clock.now += HOUR
    deps.gateway.queries.push(tells(answer))
    await query()
    expect(deps.gateway.made).toHaveLength(state === 'TERMINATED' || expected === 'terminated' ? 1 : 2)
  })

  it.each([
    UNREACHABLE,
    UNTRUSTED,
    { kind: 'rateLimited' } as const,
    tells('TO_BE_RENEWED'),
    tells('SIGNED', { mchid: '1' }),
  ])('it stays due as long as the answer is of no use: %p', async (outcome) => {
    given(deps, presigned({ state: 'SIGNED', ...told }))
    deps.gateway.queries.push(outcome)
    await query()
    expect(await stored()).toMatchObject({ state: 'SIGNED', ...told, nextQueryAtMs: NOW + 1500, dueAtMs: NOW - 5 })
  })

  it('one that comes while WeChat Pay is asked is asked about again', async () => {
    given(deps, presigned({ state: 'SIGNED', ...told }))
    deps.gateway.queries.push((contract) => {
      deps.store.seed('contracts', { ...contract, setAsideAtMs: NOW, nextQueryAtMs: NOW })
      return tells('SIGNED')(contract)
    }, tells('TERMINATED'))
    expect(await query()).toMatchObject({ state: 'signed' })
    expect(await stored()).toMatchObject({ setAsideAtMs: NOW })
    expect(await query()).toMatchObject({ state: 'terminated' })
    expect(await stored()).not.toHaveProperty('setAsideAtMs')
  })
})
