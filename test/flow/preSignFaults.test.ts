// SIGN against everything that can happen to the request that opens a session: whatever comes back, nothing is lost, no
// second code is made, and the next call carries on.
import { LOST_AFTER, UNTRUSTED, type FaultCase } from '../support/answerFaults'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import { PATHS, type Flow } from '../support/flowWechat'

let flow: Flow
withFlow((started) => (flow = started))

const UNREACHABLE: FaultCase[] = [
  ...LOST_AFTER,
  ['a connection that breaks before the request is processed', { kind: 'reset', when: 'before' }],
  ['500 without processing', { kind: 'serverError', status: 500, when: 'before' }],
  ['501', { kind: 'serverError', status: 501, when: 'before' }],
  ['503 after processing', { kind: 'serverError', status: 503, when: 'after' }],
  ['a redirect nobody documented', { kind: 'htmlBody', status: 302 }],
  ['no answer at all, after processing', { kind: 'drop', when: 'after' }],
]

describe.each([
  ['WECHATPAY_UNREACHABLE', UNREACHABLE],
  ['WECHATPAY_UNTRUSTED', UNTRUSTED],
] as const)('%s: the record waits, and the next call carries on under the same code after', (errorCode, cases) => {
  it.each(cases)('%s', async (_, fault) => {
    const user = flow.newUser()
    await flow.spoil(fault, { path: PATHS.preSign })
    expect(await user.ask()).toMatchObject({ ok: false, error: { code: errorCode } })
    expectWaiting(user)
    await flow.faultsOver()
    await expectCarriesOn(user)
  })
})

it('waits while WeChat Pay is down on both hosts, and carries on when it is back', async () => {
  const user = flow.newUser()
  await flow.control.stop()
  expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNREACHABLE' } })
  expectWaiting(user)
  await flow.control.start()
  await expectCarriesOn(user)
})

describe('one call is enough, with the same body twice and one session, when only the first try meets', () => {
  it.each<FaultCase>([
    ['a broken connection before processing', { kind: 'reset', when: 'before' }],
    ['a broken connection after processing', { kind: 'reset', when: 'after' }],
    ['an answer that breaks off', { kind: 'truncatedBody', how: 'connectionClosed' }],
    ['500 before processing', { kind: 'serverError', status: 500, when: 'before' }],
    ['503 after processing', { kind: 'serverError', status: 503, when: 'after' }],
    ['429', { kind: 'tooManyRequests', retryAfterSec: 1 }],
  ])('%s', async (_, fault) => {
    const user = flow.newUser()
    await flow.control.armFault({ fault, path: PATHS.preSign })
    await user.preSigned()
    const bodies = await user.preSignBodies()
    expect(bodies).toHaveLength(2)
    expect(bodies[1]).toBe(bodies[0])
    expect(await user.codesAtWechatPay()).toEqual([user.code])
    expect(user.contracts).toMatchObject([{ state: 'PRESIGNED', session: { pre_entrustweb_id: user.session } }])
  })
})

it('is served by the backup host while the main one breaks every connection', async () => {
  const user = flow.newUser()
  await flow.spoil({ kind: 'reset', when: 'before' }, { host: 'main' })
  await user.preSigned()
  await user.sign()
  expect(await user.queryLater()).toMatchObject({ ok: true, state: 'signed' })
})

it('keeps one session when the first request was only slow, and is processed after the second', async () => {
  const user = flow.newUser()
  await flow.control.armFault({ fault: { kind: 'delay', ms: 5500 }, path: PATHS.preSign, host: 'main' })
  const slow = new Promise<void>((resolve) => {
    flow.local.wechatPay.events.on('request', ({ faults }) => faults.includes('delay') && resolve())
  })
  await user.preSigned()
  await slow
  expect(await user.preSignBodies()).toHaveLength(2)
  await expectCarriesOn(user)
})

it.each([-295, 295])('believes an answer whose clock is %d s off: that is inside the window', async (skewSec) => {
  const user = flow.newUser()
  await flow.spoil({ kind: 'staleTimestamp', skewSec })
  await user.preSigned()
})

describe('too many requests', () => {
  it.each([1, 30])(
    'passes on the wait of %d s, and neither rejects nor gives up the attempt',
    async (retryAfterSec) => {
      const user = flow.newUser()
      await flow.spoil({ kind: 'tooManyRequests', retryAfterSec }, { path: PATHS.preSign })
      expect(await user.ask()).toMatchObject({
        ok: false,
        error: { code: 'RATE_LIMITED', retryAfterMs: retryAfterSec * 1000 },
      })
      expectWaiting(user)
      expect(await user.codesAtWechatPay()).toEqual([])
      await flow.faultsOver()
      await expectCarriesOn(user)
    },
  )
})

describe('a refusal', () => {
  it('that is signed ends the attempt: the next one has a new code', async () => {
    const user = await spentCode()
    expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_REJECTED' } })
    const [rejected] = user.contracts
    expect(user.contracts).toMatchObject([
      { state: 'REJECTED', evidence: [{ source: 'preSign', what: 'INVALID_REQUEST' }] },
    ])
    expect(await user.query()).toMatchObject({ ok: true, state: 'none' })

    await user.mayAskAgain()
    await user.preSigned()
    expect(user.code).not.toBe(rejected?._id)
    await user.sign()
    expect(user.contracts).toMatchObject([
      { _id: rejected?._id, attemptNo: 1, state: 'REJECTED' },
      { _id: user.code, attemptNo: 2, state: 'SIGNED' },
    ])
    expect(user.outbox).toEqual([`${user.code}:SIGNED`])
  })

  it('that is signed, of everything under a template that is not ours, never locks the user out', async () => {
    const user = flow.newUser()
    await flow.redeploy({ WXPAY_TEMPLATE_ID: '99999' })
    try {
      for (const attemptNo of [1, 2]) {
        expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_REJECTED' } })
        expect(user.contracts).toHaveLength(attemptNo)
        expect(user.contracts.at(-1)).toMatchObject({ state: 'REJECTED', attemptNo })
        await user.mayAskAgain()
      }
    } finally {
      await flow.redeploy()
    }
    await user.preSigned()
  })

  it.each<FaultCase>([
    ['without signature headers', { kind: 'missingSignatureHeaders' }],
    ["of a gateway in front: a page, not WeChat Pay's words", { kind: 'htmlBody', status: 403 }],
  ])('%s is told and moves nothing', async (_, fault) => {
    const user = await spentCode()
    await flow.spoil(fault, { path: PATHS.preSign })
    expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_REJECTED' } })
    expectWaiting(user)
  })

  it.each<FaultCase>([
    ['with a wrong signature', { kind: 'wrongSignature' }],
    ['with a probe for a signature', { kind: 'signtest' }],
    ['with a signature 301 s old', { kind: 'staleTimestamp', skewSec: -301 }],
    ['with the signature of nobody we know', { kind: 'unknownSerial' }],
  ])('%s is no refusal: the outcome is unknown', async (_, fault) => {
    const user = await spentCode()
    await flow.spoil(fault, { path: PATHS.preSign })
    expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNTRUSTED' } })
    expectWaiting(user)
  })
})

itHasToldNoSecret(() => flow)

/** A first attempt without outcome: nothing is known but what was asked, and nobody holds the slot. */
function expectWaiting(user: FlowUser): void {
  expect(user.contracts).toMatchObject([{ state: 'REQUESTED', attemptNo: 1, evidence: [] }])
  expect(user.contract).not.toHaveProperty('session')
  expect(user.attempt).toMatchObject({ currentCode: user.code, attemptNo: 1, leaseUntilMs: 0 })
  expect(user.outbox).toEqual([])
}

/** The next call ends with the one session, under the same code and body; then the user signs. */
async function expectCarriesOn(user: FlowUser): Promise<void> {
  const { _id, request } = user.contract
  expect(await user.ask()).toMatchObject({ ok: true, state: 'inProgress', out_contract_code: _id })
  expect(new Set(await user.preSignBodies())).toEqual(new Set([JSON.stringify(request)]))
  expect(await user.codesAtWechatPay()).toEqual([_id])
  await user.sign()
  expect(user.contracts).toMatchObject([{ state: 'SIGNED', session: { pre_entrustweb_id: user.session } }])
  expect(user.outbox).toEqual([`${_id}:SIGNED`])
  expect(user.attempt).toMatchObject({ currentCode: _id, attemptNo: 1 })
}

/** The answer to the first attempt was lost, and a business rule then refused the user: WeChat Pay takes the code no more. */
async function spentCode(): Promise<FlowUser> {
  const user = flow.newUser()
  await flow.spoil({ kind: 'reset', when: 'after' }, { path: PATHS.preSign })
  expect(await user.ask()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNREACHABLE' } })
  await flow.faultsOver()
  await flow.control.fail({ out_contract_code: user.code })
  return user
}
