// CLOSE: the user wants out. The wish is never lost, and "terminated" is only ever said when WeChat Pay has said so.
import type { FlowUser } from '../support/flowUser'
import { LOST_AFTER, UNTRUSTED, type FaultCase } from '../support/answerFaults'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { PATHS, type Flow } from '../support/flowWechat'

/** What the merchant may use, as the stand-in looks at it: a permission can be taken away for a while. */
const services = [{ serviceId: 12535 }]
let flow: Flow
// A notification that is lost stays lost for as long as this file runs.
withFlow((started) => (flow = started), { wechatPay: { notifyTimeScale: 0.001, services } })

/** The request took effect, and its answer cannot be used. */
const ANSWER_LOST: FaultCase[] = [
  ...LOST_AFTER,
  ["a gateway's 403 page", { kind: 'htmlBody', status: 403 }],
  ...UNTRUSTED,
]

/** The request did not take effect. */
const NOT_TAKEN: FaultCase[] = [
  ['500', { kind: 'serverError', status: 500, when: 'before' }],
  ['429', { kind: 'tooManyRequests', retryAfterSec: 1 }],
  ['nothing', { kind: 'reset', when: 'before' }],
]

describe('an answer lost after the contract was closed', () => {
  it.each(ANSWER_LOST)('%s: the same call finds out by a query', async (_, fault) => {
    const user = await closable()
    await flow.spoil(fault, { path: PATHS.terminate })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'terminated' })
    expect(await posts(user)).toHaveLength(1)
    expectClosed(user, 'query TERMINATED')
  })

  it.each<FaultCase>([
    ['a broken connection', { kind: 'reset', when: 'after' }],
    ['a wrong signature', { kind: 'wrongSignature' }],
  ])('%s, on the query too: closing, until a later query says more', async (_, fault) => {
    const user = await closable()
    await flow.spoil(fault, { path: PATHS.aboutContracts })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    expectClosing(user)
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'closing' })
    await flow.control.clearFaults()
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'terminated' })
    expectClosed(user, 'query TERMINATED')
  })

  it('is found by the notification, before anybody asks again', async () => {
    const user = await flow.newUser().signed()
    await flow.control.holdNotifications()
    await flow.spoil({ kind: 'reset', when: 'after' }, { path: PATHS.aboutContracts })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    await flow.control.releaseNotifications()
    expectClosed(user, 'notify SANDBOX_PASSWORD_EXEMPT.TERMINATE')
    const asked = await user.asked()
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'terminated' })
    expect(await user.asked()).toEqual(asked)
  })

  it('is carried on by calling again: asked first, and not sent a second time', async () => {
    const user = await closable()
    await flow.spoil({ kind: 'reset', when: 'after' }, { path: PATHS.aboutContracts })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    await flow.control.clearFaults()
    expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
    expect(await posts(user)).toEqual(['POST 0'])
    expectClosed(user, 'query TERMINATED')
  })
})

describe('a request that never took effect', () => {
  it.each<FaultCase>([
    ['a broken connection', { kind: 'reset', when: 'before' }],
    ['503', { kind: 'serverError', status: 503, when: 'before' }],
  ])('%s: sent once and no more, closing, and calling again closes', async (_, fault) => {
    const user = await closable()
    await flow.spoil(fault, { path: PATHS.terminate })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    expectClosing(user)
    expect(await posts(user)).toHaveLength(1)
    await flow.control.clearFaults()
    await user.loseNotifications()
    expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
    expectClosed(user, 'query TERMINATED')
  })

  it('while WeChat Pay is down: closing, and calling again closes', async () => {
    const user = await closable()
    await flow.control.stop()
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    expectClosing(user)
    await flow.control.start()
    expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
  })

  it.each(NOT_TAKEN)('%s: closing, and whoever asks half a minute later closes it', async (_, fault) => {
    const user = await closable()
    await flow.spoil(fault, { path: PATHS.terminate })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    expectClosing(user)
    const sent = await posts(user)
    // Not before: the same wish, by whatever call, is sent once in half a minute.
    await user.mayAskAgain()
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'closing' })
    expect(await posts(user)).toEqual(sent)
    await flow.control.clearFaults()
    await user.loseNotifications()
    await user.mayCloseAgain()
    expect(await user.query()).toMatchObject({ ok: true, state: 'terminated' })
    expect(await posts(user)).toEqual([...sent, 'POST 200'])
    expectClosed(user, 'query TERMINATED')
  })

  it('is sent with the same remark each time', async () => {
    const user = await closable()
    await flow.spoil({ kind: 'serverError', status: 500, when: 'before' }, { path: PATHS.terminate })
    await user.call('terminateContract', { out_contract_code: user.code, remark: '不再使用' })
    await user.mayCloseAgain()
    await user.query()
    const requests = await flow.control.requests({ last: 1000 })
    const bodies = requests.filter(({ path }) => path.endsWith(`${user.code}/terminate`)).map(({ body }) => body)
    expect(bodies).toEqual(Array(2).fill(JSON.stringify({ contract_termination_remark: '不再使用' })))
  })

  it('opens no new session: whoever asks to sign meanwhile is told closing', async () => {
    const user = await closable()
    await flow.spoil({ kind: 'reset', when: 'before' }, { path: PATHS.terminate })
    await user.terminate()
    const { code } = user
    expect(await user.ask()).toEqual({ ok: true, state: 'closing', out_contract_code: code })
    expect(await user.preSignBodies()).toHaveLength(1)
  })
})

describe('refused', () => {
  it.each<[string, FaultCase[1] | undefined]>([
    ['by WeChat Pay', undefined],
    ['without a signature', { kind: 'missingSignatureHeaders' }],
  ])('%s, while it is still signed: closing, and the wish is kept', async (_, fault) => {
    const user = await closable()
    services.length = 0
    flow.local.wechatPay.events.once('request', () => services.push({ serviceId: 12535 }))
    if (fault) await flow.spoil(fault, { path: PATHS.terminate })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
    expect(await user.asked()).toEqual(['POST 403', 'GET 200'])
    expectClosing(user)
    await flow.control.clearFaults()
    await user.loseNotifications()
    expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
  })

  it('by WeChat Pay, the query too: nothing is known, so it is closing', async () => {
    const user = await closable()
    services.length = 0
    try {
      expect(await user.terminate()).toMatchObject({ ok: true, state: 'closing' })
      expect(await user.asked()).toEqual(['POST 403', 'GET 403'])
      expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'closing' })
    } finally {
      services.push({ serviceId: 12535 })
    }
    expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
  })

  it('time and again is an alert from the fourth try', async () => {
    const user = await closable()
    await flow.spoil({ kind: 'serverError', status: 500, when: 'before' }, { path: PATHS.terminate })
    await user.terminate()
    for (let again = 2; again <= 4; again++) {
      expect(flow.told('contract still in force though closing was sent')).toEqual([])
      expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'closing' })
    }
    expect(flow.told('contract still in force though closing was sent')).toMatchObject([
      { level: 'alert', out_contract_code: user.code, tries: 4 },
    ])
    expect(user.contract.dueAtMs).toBe((user.contract.terminateSentAtMs ?? 0) + 15 * 60_000)
  })
})

describe('ended by the user in WeChat', () => {
  it('is known by the notification, with who ended it', async () => {
    const user = await flow.newUser().signed()
    await user.terminateInWechat()
    expect(user.contract).toMatchObject({ state: 'TERMINATED', contract_termination_mode: 'USER_TERMINATE' })
    expectClosed(user, 'notify SANDBOX_PASSWORD_EXEMPT.TERMINATE')
    expect(await user.query()).toMatchObject({ ok: true, state: 'terminated' })
  })

  it('is found by a query when the notification never comes', async () => {
    const user = await closable()
    await user.terminateInWechat()
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'terminated' })
    expect(user.contract).toMatchObject({ contract_termination_mode: 'USER_TERMINATE' })
    expectClosed(user, 'query TERMINATED')
  })

  it('before they close it here: WeChat Pay refuses, and the answer is terminated all the same', async () => {
    const user = await closable()
    await user.terminateInWechat()
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'terminated' })
    expect(await user.asked()).toEqual(['POST 400', 'GET 200'])
    expectClosed(user, 'query TERMINATED')
  })
})

describe('calling', () => {
  it('again after the end answers the same, and asks nobody', async () => {
    const user = await closable()
    const first = await user.terminate()
    const asked = await user.asked()
    const record = user.contract
    expect(await user.terminate()).toEqual(first)
    expect(await user.asked()).toEqual(asked)
    expect(user.contract).toEqual(record)
  })

  it('twice at once ends it once, and neither is told more than is known', async () => {
    const user = await closable()
    const answers = await Promise.all([user.terminate(), user.terminate()])
    for (const { state } of answers) expect(['closing', 'terminated']).toContain(state)
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'terminated' })
    expectClosed(user, 'query TERMINATED')
  })

  it('for what was never signed is NOT_SIGNED', async () => {
    const user = await flow.newUser().preSigned()
    expect(await user.terminate()).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED' } })
    expect(user.contract).toMatchObject({ state: 'PRESIGNED' })
    expect(user.contract).not.toHaveProperty('terminateRequestedAtMs')
    expect(await user.asked()).toEqual(['GET 404'])
  })

  it('for what was signed in silence finds that out first, and closes it', async () => {
    const user = await flow.newUser().signedInSilence()
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'terminated' })
    expect(user.outbox.sort()).toEqual([`${user.code}:SIGNED`, `${user.code}:TERMINATED`])
    expect(user.evidence).toEqual(['preSign PRESIGNED', 'query SIGNED', 'query TERMINATED'])
  })

  it('for what may have been signed is no NOT_SIGNED while nobody can say', async () => {
    const user = await flow.newUser().signedInSilence()
    await flow.spoil({ kind: 'wrongSignature' }, { path: PATHS.aboutContracts })
    expect(await user.terminate()).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNTRUSTED' } })
    expect(await posts(user)).toEqual([])
  })

  it("for somebody else's contract is NOT_FOUND, exactly as for one that never was", async () => {
    const owner = await flow.newUser().signed()
    const other = flow.newUser()
    const before = owner.contract
    const [theirs, nobodys] = [await other.terminate(owner.code), await other.terminate('1'.repeat(28))]
    expect(theirs).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
    expect({ ...theirs.error, requestId: '' }).toEqual({ ...nobodys.error, requestId: '' })
    const asking = await other.call('queryContract', { out_contract_code: owner.code })
    expect({ ...asking.error, requestId: '' }).toEqual({ ...nobodys.error, requestId: '' })
    expect(owner.contract).toEqual(before)
    expect(await owner.asked()).toEqual([])
  })
})

itHasToldNoSecret(() => flow)

/** Signed, and the end of it will not be notified: only a query can tell. */
async function closable(): Promise<FlowUser> {
  const user = await flow.newUser().signed()
  await user.loseNotifications()
  return user
}

async function posts(user: FlowUser): Promise<string[]> {
  return (await user.asked()).filter((one) => one.startsWith('POST'))
}

function expectClosing(user: FlowUser): void {
  expect(user.contract).toMatchObject({ state: 'SIGNED', terminateRequestedAtMs: expect.any(Number) as number })
  expect(user.contract).not.toHaveProperty('terminatedAtMs')
  expect(user.outbox).toEqual([`${user.code}:SIGNED`])
}

function expectClosed(user: FlowUser, evidence: string): void {
  expect(user.contract).toMatchObject({ state: 'TERMINATED', terminatedAtMs: expect.any(Number) as number })
  expect(user.evidence.filter((what) => what.includes('TERMINATE'))).toEqual([evidence])
  expect(user.outbox.sort()).toEqual([`${user.code}:SIGNED`, `${user.code}:TERMINATED`])
}
