// CONFIRM against everything that can happen to the request that asks: no state ever moves by what is not proven, and
// what is known is still told.
import { LOST_AFTER, UNTRUSTED, type FaultCase } from '../support/answerFaults'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import { PATHS, type Flow } from '../support/flowWechat'

let flow: Flow
// A notification that is lost stays lost for as long as this file runs.
withFlow((started) => (flow = started), { wechatPay: { notifyTimeScale: 0.001 } })
afterEach(async () => flow.control.setSwitches({ passwordExemptUnsignedQuery: 'notFound' }))

const QUERIES = { method: 'GET', path: PATHS.aboutContracts }

const UNPROVEN: FaultCase[] = [
  ...LOST_AFTER,
  ['501', { kind: 'serverError', status: 501, when: 'before' }],
  ['503', { kind: 'serverError', status: 503, when: 'before' }],
  ...UNTRUSTED,
]

describe('a contract that was signed in silence', () => {
  it.each(UNPROVEN)('stays PRESIGNED and is told as unknown while the answer is %s', async (_, fault) => {
    const user = await flow.newUser().signedInSilence()
    await flow.spoil(fault, QUERIES)
    await expectUnmoved(user, async () => {
      expect(await user.query()).toMatchObject({ ok: true, state: 'unknown', out_contract_code: user.code })
    })
    await flow.control.clearFaults()
    await expectFoundSigned(user)
  })

  it('is told as unknown while WeChat Pay is down, and found when it is back', async () => {
    const user = await flow.newUser().signedInSilence()
    await flow.control.stop()
    await expectUnmoved(user, async () => expect(await user.query()).toMatchObject({ ok: true, state: 'unknown' }))
    await flow.control.start()
    await expectFoundSigned(user)
  })

  it.each<FaultCase>([
    ['a broken connection', { kind: 'reset', when: 'before' }],
    ['500', { kind: 'serverError', status: 500, when: 'before' }],
    ['429', { kind: 'tooManyRequests', retryAfterSec: 0 }],
  ])('is found by the same call when only the first try meets %s', async (_, fault) => {
    const user = await flow.newUser().signedInSilence()
    await flow.control.armFault({ fault, ...QUERIES })
    await expectFoundSigned(user)
    expect(await user.asked()).toHaveLength(2)
  })

  it('is found through the backup host while the main one is gone', async () => {
    const user = await flow.newUser().signedInSilence()
    await flow.spoil({ kind: 'reset', when: 'before' }, { host: 'main' })
    await expectFoundSigned(user)
  })

  it('is not asked about twice within 1.5 s: the record answers in between', async () => {
    const user = await flow.newUser().preSigned()
    const earliestMs = Date.now() + 1500
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    expect(user.contract.nextQueryAtMs).toBeGreaterThanOrEqual(earliestMs)
    expect(user.contract.nextQueryAtMs).toBeLessThanOrEqual(Date.now() + 1500)
    // However slow this machine is, the second call is to come inside.
    await flow.db.update('contracts', user.code, { nextQueryAtMs: Date.now() + 60_000 })
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    expect(await user.asked()).toEqual(['GET 404'])
  })
})

describe('too many requests', () => {
  it('are told with the wait while the record alone cannot answer', async () => {
    const user = await flow.newUser().signedInSilence()
    await flow.spoil({ kind: 'tooManyRequests', retryAfterSec: 30 }, QUERIES)
    await expectUnmoved(user, async () => {
      expect(await user.query()).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED', retryAfterMs: 30_000 } })
    })
  })

  it('are no matter where the record can answer', async () => {
    const user = await flow.newUser().signed()
    await flow.spoil({ kind: 'tooManyRequests', retryAfterSec: 30 }, QUERIES)
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
  })
})

describe('what is known is told, even while nobody can be asked', () => {
  beforeEach(async () => flow.spoil({ kind: 'reset', when: 'before' }, QUERIES))

  it('inProgress while the outcome of the pre-sign is unknown', async () => {
    const user = flow.newUser()
    await flow.spoil({ kind: 'reset', when: 'before' }, { path: PATHS.preSign })
    await user.ask()
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    expect(user.contract.state).toBe('REQUESTED')
  })

  it('signed once signed', async () => {
    const user = await flow.newUser().signed()
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed', signedAtMs: user.contract.signedAtMs })
  })

  it('terminated once terminated, and WeChat Pay is not asked any more', async () => {
    const user = await flow.newUser().signed()
    await user.terminateInWechat()
    expect(await user.query()).toMatchObject({ ok: true, state: 'terminated' })
    expect(await user.asked()).toEqual([])
  })

  it('none for somebody who never asked to sign', async () => {
    const user = flow.newUser()
    expect(await user.query()).toEqual({ ok: true, state: 'none' })
  })
})

describe.each(['notFound', 'notSigned'] as const)('a session that is over (not signed told as %s)', (told) => {
  beforeEach(async () => flow.control.setSwitches({ passwordExemptUnsignedQuery: told }))

  it('is EXPIRED by a verified query, and only then', async () => {
    const user = await lapsed()
    expect(await user.query()).toMatchObject({ ok: true, state: 'none' })
    expect(user.contract.state).toBe('EXPIRED')
    expect(user.evidence).toEqual(['preSign PRESIGNED', 'query NOT_SIGNED'])
    expect(user.outbox).toEqual([])
  })

  it.each<FaultCase>([
    ['a wrong signature', { kind: 'wrongSignature' }],
    ['a broken connection', { kind: 'reset', when: 'after' }],
  ])('is not EXPIRED by an answer with %s', async (_, fault) => {
    const user = await lapsed()
    await flow.spoil(fault, QUERIES)
    await expectUnmoved(user, async () => expect(await user.query()).toMatchObject({ ok: true, state: 'unknown' }))
  })
})

it.each<FaultCase>([
  ['without signature headers', { kind: 'missingSignatureHeaders' }],
  ["of a gateway in front: a page, not WeChat Pay's words", { kind: 'htmlBody', status: 404 }],
])('a 404 %s ends no session', async (_, fault) => {
  const user = await lapsed()
  await flow.spoil(fault, QUERIES)
  await expectUnmoved(user, async () => {
    expect(await user.query()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_REJECTED' } })
  })
})

it('makes no new attempt while nobody can say what became of the last one', async () => {
  const user = await lapsed()
  await flow.spoil({ kind: 'wrongSignature' }, QUERIES)
  expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNTRUSTED' } })
  await flow.control.clearFaults()
  await flow.spoil({ kind: 'reset', when: 'before' }, QUERIES)
  await user.mayAskAgain()
  expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNREACHABLE' } })
  expect(user.contracts).toHaveLength(1)
  expect(await user.preSignBodies()).toHaveLength(1)
})

itHasToldNoSecret(() => flow)

/** Had a session, and its two hours are over; nobody signed. */
async function lapsed(): Promise<FlowUser> {
  const user = await flow.newUser().preSigned()
  await flow.control.lapse({ out_contract_code: user.code })
  await user.sessionEndsIn(-1)
  return user
}

/** But for when WeChat Pay was asked, and how often. */
async function expectUnmoved(user: FlowUser, act: () => Promise<void>): Promise<void> {
  const before = { contract: user.contract, slot: user.slot, outbox: user.outbox }
  await act()
  // A question was put, and when the next one is due follows from that (records/due.test.ts).
  const { nextQueryAtMs, queryCount, askedAtMs, dueAtMs, revision } = user.contract
  expect({ contract: user.contract, slot: user.slot, outbox: user.outbox }).toEqual({
    ...before,
    contract: { ...before.contract, nextQueryAtMs, queryCount, askedAtMs, dueAtMs, revision },
  })
}

async function expectFoundSigned(user: FlowUser): Promise<void> {
  expect(await user.queryLater()).toMatchObject({ ok: true, state: 'signed', out_contract_code: user.code })
  expect(user.contract).toMatchObject({ state: 'SIGNED', contract_id: expect.stringMatching(/^9\d{17}$/) as string })
  expect(user.evidence).toEqual(['preSign PRESIGNED', 'query SIGNED'])
  expect(user.outbox).toEqual([`${user.code}:SIGNED`])
}
