// SIGN, once more: a session is handed out again while it lasts, a contract that is there is told without asking anybody,
// and a new code is made only when the last one is known not to be signed.
import { isChargeable } from '../../cloudfunctions/_shared/contracts/evidence/inForce'
import { TEXT_HASH } from '../support/builders'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import type { Flow } from '../support/flowWechat'

const MINUTE_MS = 60_000

describe('one user under one template', () => {
  let flow: Flow
  withFlow((started) => (flow = started))
  afterEach(async () => flow.control.releaseNotifications())

  it('is told signed once signed, and WeChat Pay hears nothing of it', async () => {
    const user = await flow.newUser().signed()
    const requests = await flow.control.requests({ last: 1000 })
    expect(await user.ask()).toEqual({ ok: true, state: 'signed', out_contract_code: user.code })
    expect(await flow.control.requests({ last: 1000 })).toEqual(requests)
  })

  it('gets the same session while 20 minutes of it are left', async () => {
    const user = await flow.newUser().preSigned()
    const { code, session } = user
    expect(await user.ask()).toMatchObject({ out_contract_code: code, pre_entrustweb_id: session })
    await user.sessionEndsIn(21 * MINUTE_MS)
    expect(await user.ask()).toMatchObject({ out_contract_code: code, pre_entrustweb_id: session })
    expect(await user.preSignBodies()).toHaveLength(1)
    expect(await user.asked()).toEqual([])
  })

  it('gets the same one when less is left, after WeChat Pay has said that it is not signed', async () => {
    const user = await flow.newUser().preSigned()
    const { code, session } = user
    await user.sessionEndsIn(19 * MINUTE_MS)
    expect(await user.ask()).toMatchObject({ out_contract_code: code, pre_entrustweb_id: session })
    expect(user.contracts).toMatchObject([{ _id: code, state: 'PRESIGNED', queryCount: 1 }])
    expect(await user.preSignBodies()).toHaveLength(1)
  })

  it('waits for as long as it may still have been signed in its last second', async () => {
    const user = await lapsed(flow)
    await user.sessionEndsIn(-9 * MINUTE_MS)
    const refused = { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) as number }
    expect(await user.ask()).toMatchObject({ ok: false, error: refused })
    expect(user.contracts).toHaveLength(1)
  })

  it('is told signed when the old session turns out to be signed, and no new code is made', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.holdNotifications()
    await user.sign()
    await user.sessionEndsIn(19 * MINUTE_MS)
    const { code } = user
    expect(await user.ask()).toEqual({ ok: true, state: 'signed', out_contract_code: code })
    expect(user.contracts).toMatchObject([{ state: 'SIGNED' }])
    expect(await user.preSignBodies()).toHaveLength(1)
  })

  it('gets a new code once the session is over and a query has said so', async () => {
    const user = await lapsed(flow)
    const old = user.code
    expect(await user.query()).toMatchObject({ ok: true, state: 'none' })
    await user.mayAskAgain()
    await user.preSigned()
    await user.sign()
    expect(user.contracts).toMatchObject([
      { _id: old, attemptNo: 1, state: 'EXPIRED' },
      { _id: user.code, attemptNo: 2, state: 'SIGNED' },
    ])
    expect(user.attempt).toMatchObject({ currentCode: user.code, attemptNo: 2 })
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed', out_contract_code: user.code })
  })

  it('who signs an expired session after all has a contract: the late notification is what counts', async () => {
    const user = await flow.newUser().preSigned()
    await user.sessionEndsIn(-10 * MINUTE_MS)
    expect(await user.query()).toMatchObject({ ok: true, state: 'none' })
    expect(user.contract.state).toBe('EXPIRED')
    const old = user.code
    await user.mayAskAgain()
    await user.preSigned()
    expect(user.code).not.toBe(old)

    await flow.control.sign({ out_contract_code: old, openid: user.openid })
    await flow.control.settled()
    expect(user.contracts).toMatchObject([
      { _id: old, state: 'SIGNED' },
      { _id: user.code, state: 'PRESIGNED' },
    ])
    expect(user.attempt).toMatchObject({ currentCode: user.code })
    expect(user.outbox).toEqual([`${old}:SIGNED`])
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed', out_contract_code: old })
    expect(await user.ask()).toEqual({ ok: true, state: 'signed', out_contract_code: old })
  })

  it('signs again under a new code after the end', async () => {
    const user = await flow.newUser().signed()
    const old = user.code
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'terminated' })
    await user.signed()
    expect(user.contracts).toMatchObject([
      { _id: old, state: 'TERMINATED' },
      { _id: user.code, attemptNo: 2, state: 'SIGNED' },
    ])
    expect(user.outbox.sort()).toEqual([`${old}:SIGNED`, `${old}:TERMINATED`, `${user.code}:SIGNED`].sort())
  })

  it('who presses refuse is still in progress: the session lives on, and can be signed', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.refuse({ out_contract_code: user.code })
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    await user.sign()
    expect(user.contract.state).toBe('SIGNED')
  })

  it('has agreed to all that was ticked, and to nothing more once it is signed', async () => {
    const user = await flow.newUser().preSigned()
    const consent = { textHash: TEXT_HASH, details: '首次扣款: 2026年12月1日' }
    expect(await user.call('preEntrustSign', { consent })).toMatchObject({ pre_entrustweb_id: user.session })
    await user.sign()
    expect(await user.call('preEntrustSign', { consent: { textHash: TEXT_HASH } })).toMatchObject({ state: 'signed' })
    expect(user.contract.consentHistory).toMatchObject([{ textHash: TEXT_HASH }, consent])
  })

  it('that nobody has on file is no consent: nothing is begun, and the answer names the cure', async () => {
    const user = flow.newUser()
    expect(await user.call('preEntrustSign', { consent: { textHash: 'f'.repeat(64) } })).toMatchObject({
      error: { code: 'INVALID_INPUT', message: expect.stringContaining('npm run consents') as string },
    })
    expect(user.contracts).toEqual([])
  })

  itHasToldNoSecret(() => flow)
})

describe('combine-papay, whose session binds nobody', () => {
  const STRANGER = 'oAStranger00000000000000000'
  let flow: Flow
  withFlow((started) => (flow = started), { family: 'combine-papay', mode: 'ecommerce' })

  it('is launched as the settings say, since the answer names no target', async () => {
    expect(await flow.newUser().ask()).toMatchObject({
      ok: true,
      sign_mp_appid: 'wxbd687630cd02ce1d',
      sign_mp_path: 'pages/index/index',
    })
  })

  it('signed by somebody else, is never SIGNED for this user, by notification or by query', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.sign({ out_contract_code: user.code, openid: STRANGER })
    await flow.control.settled()
    expect(user.notifications).toMatchObject([{ outcome: 'setAside', reason: 'IDENTITY_MISMATCH' }])
    expect(await user.query()).toMatchObject({ ok: true, state: 'none' })
    expect(flow.told('query answer set aside').at(-1)).toMatchObject({
      level: 'alert',
      out_contract_code: user.code,
      reason: 'IDENTITY_MISMATCH',
      fields: 'openid',
    })
    expect(user.contract).toMatchObject({ state: 'PRESIGNED', openid: user.openid })
    expect(user.contract).not.toHaveProperty('contract_id')
    expect(user.outboxRows).toMatchObject([{ _id: `${user.code}:OTHER_SIGNER`, signedBy: STRANGER }])
    expect(await user.terminateLater()).toMatchObject({ ok: false })
    expect(await user.asked()).not.toContain('POST 200')
  })

  it('signed by somebody else, is over for this user, who gets a code of their own', async () => {
    const user = await flow.newUser().preSigned()
    const taken = user.code
    await flow.control.sign({ out_contract_code: taken, openid: `${STRANGER.slice(0, -1)}1` })
    await flow.control.settled()
    expect(await user.ask()).toMatchObject({ ok: true, state: 'inProgress' })
    await user.sign()
    expect(user.contracts).toMatchObject([
      { _id: taken, state: 'PRESIGNED' },
      { _id: user.code, attemptNo: 2, state: 'SIGNED' },
    ])
    expect(new Set(user.outbox)).toEqual(new Set([`${taken}:OTHER_SIGNER`, `${user.code}:SIGNED`]))
  })

  itHasToldNoSecret(
    () => flow,
    () => [STRANGER],
  )
})

describe('combine-papay, whose contracts end by themselves', () => {
  let flow: Flow
  withFlow((started) => (flow = started), { family: 'combine-papay', wechatPay: { contractLifeMs: 1 } })

  it('after its end is not chargeable, told as terminated, and can be signed again', async () => {
    const user = await flow.newUser().signed()
    const { code: ended, contract } = user
    const { contractExpiresAtMs = NaN } = contract
    expect([-1, 0].map((ms) => isChargeable(contract, contractExpiresAtMs + ms))).toEqual([true, false])
    const over = { ok: true, state: 'terminated', contractExpiresAtMs, terminatedAtMs: contractExpiresAtMs }
    expect(await user.query()).toMatchObject(over)
    await user.mayAskAgain()
    await user.signed()
    expect(user.code).not.toBe(ended)
    expect(user.attempt).toMatchObject({ currentCode: user.code, attemptNo: 2 })
    expect(flow.db.find('contract_outbox', { code: ended })).toMatchObject([{ _id: `${ended}:SIGNED` }])
  })

  it('after its end is closed as WeChat Pay says, not as our record does', async () => {
    const user = await flow.newUser().signed()
    expect(await user.query()).toMatchObject({ ok: true, state: 'terminated' })
    expect(await user.terminate()).toMatchObject({ ok: true, state: 'terminated' })
    expect((await user.asked()).slice(-2)).toEqual(['POST 200', 'GET 200'])
    expect(user.contract).toMatchObject({ state: 'TERMINATED', contract_termination_mode: 'MCH_API_TERMINATE' })
  })

  itHasToldNoSecret(() => flow)
})

/** Had a session, which is over for so long that nobody has signed it. */
async function lapsed(flow: Flow): Promise<FlowUser> {
  const user = await flow.newUser().preSigned()
  await flow.control.lapse({ out_contract_code: user.code })
  await user.sessionEndsIn(-10 * MINUTE_MS)
  return user
}
