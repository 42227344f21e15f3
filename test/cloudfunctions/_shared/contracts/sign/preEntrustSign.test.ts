import {
  aContract,
  aCombineReply,
  aPreSignReply,
  codeOf,
  COMBINE,
  HEARD,
  HOUR,
  MINUTE,
  NOW,
  OPENID,
  SESSION,
  slotIdFor,
  TEXT_HASH,
} from '../../../../support/builders'
import { given, opened, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'
import { attemptOf } from '../../../../support/slotViews'

const { deps, renew, sign, stored } = oneUser()
const slot = async () => attemptOf(await deps.store.read('contract_slots', slotIdFor(deps.settings)))
const withCode = (code: string) => expect.objectContaining({ code }) as Error

const lapsing = (changes = {}) =>
  aContract({ state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW + 10 * MINUTE }, ...changes })

describe('the first tap', () => {
  it('writes contract and lease before WeChat Pay hears of it', async () => {
    let before: unknown
    deps.gateway.preSigns.push(async (contract) => {
      before = { contract: await stored(), slot: await slot() }
      return opened(contract)
    })
    await sign()
    expect(before).toMatchObject({
      contract: {
        state: 'REQUESTED',
        openid: OPENID,
        consentHistory: [{ textHash: TEXT_HASH, atMs: NOW }],
        request: { openid: OPENID },
      },
      slot: { currentCode: codeOf(), attemptNo: 1, leaseUntilMs: NOW + 20_000 },
    })
  })

  it('hands out the session, counted from before the call, and writes the slot no more', async () => {
    deps.gateway.preSigns.push((contract) => {
      deps.clock.now += 3000
      return opened(contract)
    })
    expect(await sign()).toEqual({
      state: 'inProgress',
      out_contract_code: codeOf(),
      ...SESSION,
      expiresAtMs: NOW + 2 * HOUR,
    })
    expect(await stored()).toMatchObject({ state: 'PRESIGNED' })
    // A lease says nothing of a contract that has had its answer: the next tap has the session at once.
    expect(await slot()).toMatchObject({ leaseUntilMs: NOW + 20_000 })
    expect(await sign()).toMatchObject({ state: 'inProgress', ...SESSION })
  })

  it('shows a neutral label, or the one the page asked for', async () => {
    deps.gateway.preSigns.push(UNREACHABLE)
    await expect(sign()).rejects.toThrow()
    expect((await stored())?.request.contract_display_account).toMatch(/^微信用户[0-9A-F]{4}$/)
    renew()
    deps.gateway.preSigns.push(opened)
    await sign({ displayAccount: '138****0000' })
    expect((await stored())?.request.contract_display_account).toBe('138****0000')
  })

  it('takes the launch target from settings in the combine-papay family, whose answer has none', async () => {
    renew(COMBINE)
    deps.gateway.preSigns.push({ kind: 'accepted', reply: aCombineReply(codeOf(1, COMBINE)) })
    expect(await sign()).toMatchObject({ sign_mp_appid: 'wxbd687630cd02ce1d', sign_mp_path: 'pages/index/index' })
  })
})

describe('two taps at once', () => {
  it('send one request, and the second is told that the first is at work', async () => {
    deps.gateway.preSigns.push(opened)
    const results = await Promise.allSettled([sign(), sign()])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'IN_PROGRESS' } })
    expect(deps.gateway.made).toEqual(['preSign'])
  })
})

describe('an open session', () => {
  it('is handed out again, without a call', async () => {
    given(deps, aContract({ state: 'PRESIGNED', session: SESSION }))
    expect(await sign()).toMatchObject({ state: 'inProgress', ...SESSION })
    expect(deps.gateway.made).toEqual([])
  })
})

describe('a contract on record', () => {
  it.each([
    ['signed', {}],
    ['closing', { terminateRequestedAtMs: NOW }],
  ])('that is %s is told without a call', async (state, changes) => {
    given(deps, aContract({ ...HEARD, ...changes }))
    expect(await sign()).toEqual({ state, out_contract_code: codeOf() })
    expect(deps.gateway.made).toEqual([])
  })

  it('that has ended is followed by a new code', async () => {
    given(deps, aContract({ state: 'TERMINATED' }))
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })
})

describe('an unknown outcome', () => {
  it.each([
    ['no answer', UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
    ['an answer that does not verify', UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
  ])('after %s: the next tap repeats the same code and the same body at once', async (_, outcome, code) => {
    deps.gateway.preSigns.push(outcome, opened)
    await expect(sign({ displayAccount: 'first' })).rejects.toEqual(withCode(code))
    expect(await stored()).toMatchObject({ state: 'REQUESTED' })
    await sign({ displayAccount: 'second' })
    const [first, second] = deps.gateway.calls
    expect(second?.contract._id).toBe(first?.contract._id)
    expect(second?.contract.request).toEqual(first?.contract.request)
  })

  it('after a worker died at the call: others wait for the lease, then resume', async () => {
    deps.gateway.preSigns.push(() => Promise.reject(new Error('killed')))
    await expect(sign()).rejects.toThrow('killed')
    deps.clock.now += 19_999
    await expect(sign()).rejects.toEqual(withCode('IN_PROGRESS'))
    deps.clock.now += 1
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(1) })
  })

  it('after the database failed to keep the answer: the lease runs out, then the same code is resumed', async () => {
    deps.gateway.preSigns.push((contract) => {
      deps.store.failNext('write')
      return opened(contract)
    })
    await expect(sign()).rejects.toThrow('write')
    deps.clock.now += 20_000
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(1) })
  })

  it('after the database kept the answer without saying so: the session is there for the next tap', async () => {
    deps.gateway.preSigns.push((contract) => {
      deps.store.failNext('writeAnswer')
      return opened(contract)
    })
    await expect(sign()).rejects.toThrow('writeAnswer')
    expect(await sign()).toMatchObject({ state: 'inProgress', ...SESSION })
    expect(deps.gateway.made).toEqual(['preSign'])
  })

  it('leaves the lease of a later call alone', async () => {
    deps.gateway.preSigns.push(async () => {
      deps.clock.now += 20_000
      deps.gateway.preSigns.push(() => {
        throw new Error('second, still at work')
      })
      await sign().catch(() => undefined)
      return UNREACHABLE
    })
    await expect(sign()).rejects.toEqual(withCode('WECHATPAY_UNREACHABLE'))
    expect(await slot()).toMatchObject({ leaseUntilMs: NOW + 40_000 })
  })
})

describe('a refusal', () => {
  it('that is signed ends the code: the next tap asks about it, then starts anew', async () => {
    deps.gateway.preSigns.push(refused(400, 'INVALID_REQUEST'), opened)
    await expect(sign()).rejects.toEqual(withCode('WECHATPAY_REJECTED'))
    expect(await stored()).toMatchObject({ state: 'REJECTED', evidence: [{ what: 'INVALID_REQUEST' }] })
    deps.gateway.queries.push(refused(404, 'NOT_FOUND'))
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })

  it('that is signed does not hide a contract: the code was signed long ago, says the query', async () => {
    given(deps, aContract({ state: 'REJECTED' }))
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf() })
  })

  it('that is repeated by the query lets a new code start: nobody ever had a session of the old one', async () => {
    given(deps, aContract({ state: 'REJECTED' }))
    deps.gateway.queries.push(refused(400, 'INVALID_REQUEST'))
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
  })

  it('that is not signed changes nothing: the same code is tried again', async () => {
    deps.gateway.preSigns.push(refused(403, 'NO_AUTH', false), opened)
    await expect(sign()).rejects.toEqual(withCode('WECHATPAY_REJECTED'))
    expect(await stored()).toMatchObject({ state: 'REQUESTED' })
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(1) })
  })

  it('for asking too often tells how long to wait, and ends nothing', async () => {
    deps.gateway.preSigns.push({ kind: 'rateLimited', retryAfterMs: 7000 }, { kind: 'rateLimited' })
    await expect(sign()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 7000 })
    await expect(sign()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3000 })
    expect(await stored()).toMatchObject({ state: 'REQUESTED' })
  })
})

describe('an answer that cannot be used', () => {
  it.each([
    ['another merchant', { mchid: '1900000110' }, 'ECHO_DIFFERS', 'mchid'],
    ['another template', { templateId: 1 }, 'ECHO_DIFFERS', 'service_id'],
    ['another code', { out_contract_code: 'other' }, 'ECHO_DIFFERS', 'out_contract_code'],
    ['a sub-merchant', { sub_mchid: '1900000110' }, 'ECHO_DIFFERS', 'sub_mchid'],
    ['a mini-program that is not on the list', { sign_mp_appid: 'wxevil' }, 'SIGN_APPID_NOT_ALLOWED', 'sign_mp_appid'],
  ])('because it names %s sends nobody anywhere, and a person is told', async (_, changes, reason, fields) => {
    deps.gateway.preSigns.push({ kind: 'accepted', reply: aPreSignReply(codeOf(), changes) })
    await expect(sign()).rejects.toEqual(withCode('WECHATPAY_UNTRUSTED'))
    expect(await stored()).toMatchObject({ state: 'REQUESTED' })
    expect(deps.logged).toContainEqual(
      expect.objectContaining({ level: 'alert', fields: expect.objectContaining({ reason, fields }) as unknown }),
    )
  })

  it('because it names no session sends nobody anywhere', async () => {
    const reply = aPreSignReply(codeOf())
    delete reply.pre_entrustweb_id
    deps.gateway.preSigns.push({ kind: 'accepted', reply })
    await expect(sign()).rejects.toEqual(withCode('WECHATPAY_UNTRUSTED'))
    expect(deps.logged).toMatchObject([{ level: 'alert', fields: { reason: 'SESSION_MISSING' } }])
  })

  it('because it names no launch target is not patched up from settings of the other family', async () => {
    deps.gateway.preSigns.push({ kind: 'accepted', reply: aCombineReply(codeOf()) })
    await expect(sign()).rejects.toEqual(withCode('WECHATPAY_UNTRUSTED'))
  })

  it('because of the list of signing mini-programs names that setting in the log', async () => {
    deps.gateway.preSigns.push({ kind: 'accepted', reply: aPreSignReply(codeOf(), { sign_mp_appid: 'wxother' }) })
    await expect(sign()).rejects.toThrow()
    expect(deps.logged.at(-1)?.fields.setting).toBe('signAppids')
  })
})

describe('a session that is nearly over', () => {
  it('is asked about, and handed out again when it is not signed: no other may be signed beside it', async () => {
    given(deps, lapsing())
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    expect(await sign()).toMatchObject({ out_contract_code: codeOf() })
    expect(deps.gateway.made).toEqual(['query'])
  })

  it('turns out to be signed', async () => {
    given(deps, lapsing())
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf() })
    expect(deps.store.all('contract_outbox')).toHaveLength(1)
  })

  it.each([
    ['no answer', UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
    ['a refusal', refused(403, 'NO_AUTH'), 'WECHATPAY_REJECTED'],
    ['an unsigned 404', refused(404, 'NOT_FOUND', false), 'WECHATPAY_REJECTED'],
    ['a state nobody knows', tells('TO_BE_RENEWED'), 'WECHATPAY_UNTRUSTED'],
  ])('makes no new code after %s', async (_, outcome, code) => {
    given(deps, lapsing())
    deps.gateway.queries.push(outcome)
    await expect(sign()).rejects.toEqual(withCode(code))
    expect(await stored(2)).toBeUndefined()
  })

  it('waits for its turn to ask', async () => {
    given(deps, lapsing({ nextQueryAtMs: NOW + 900 }))
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    await sign()
    expect(deps.slept).toEqual([900])
  })

  it('that somebody else has signed (combine-papay) is as good as unsigned for this user, and a person is told', async () => {
    renew(COMBINE)
    given(deps, aContract({ state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW } }, COMBINE))
    deps.gateway.queries.push(tells('SIGNED', { openid: 'oBob' }))
    deps.gateway.preSigns.push({ kind: 'accepted', reply: aCombineReply(codeOf(2, COMBINE)) })
    expect(await sign()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2, COMBINE) })
    expect(await stored()).toMatchObject({ state: 'EXPIRED' })
    expect(deps.logged.some(({ level }) => level === 'alert')).toBe(true)
  })
})

describe('after a loss of data', () => {
  it('finds the codes of a lost slot again, and does not write over them', async () => {
    deps.store.seed('contracts', aContract({ state: 'TERMINATED' }))
    deps.store.seed('contracts', aContract({ attemptNo: 2, ...HEARD }))
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: codeOf(2) })
  })

  it('goes on after the last lost code', async () => {
    deps.store.seed('contracts', aContract({ state: 'TERMINATED' }))
    deps.gateway.preSigns.push(opened)
    expect(await sign()).toMatchObject({ out_contract_code: codeOf(2) })
    expect(await slot()).toMatchObject({ currentCode: codeOf(2), attemptNo: 2 })
  })
})
