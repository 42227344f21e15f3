// NOTIFY: repeats, any order of arrival, and no arrival at all end the same; and every change is written once.
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import type { Flow } from '../support/flowWechat'

describe.each([
  ['password-exempt', 1000],
  ['combine-papay', 100],
] as const)('%s', (family, copies) => {
  let flow: Flow
  // Every copy gets an answer, however slow the machine; a notification that is lost stays lost.
  withFlow((started) => (flow = started), { family, wechatPay: { answerLimitMs: 60_000, notifyTimeScale: 0.001 } })
  afterEach(async () => flow.control.releaseNotifications())

  it('ends SIGNED through queryContract when no notification ever comes', async () => {
    const user = await flow.newUser().preSigned()
    await user.loseNotifications()
    await user.sign()
    expect(await attemptsOf(user)).toEqual(['dropped'])
    expect(user.contract.state).toBe('PRESIGNED')
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed', out_contract_code: user.code })
    expect(summary(user)).toEqual(SIGNED)
    expect(user.evidence).toEqual(['preSign PRESIGNED', 'query SIGNED'])
    expect(user.notifications).toEqual([])
  })

  it('ends the same: notification first, then query', async () => {
    const user = await held()
    await flow.control.releaseNotifications()
    expect(user.contract.state).toBe('SIGNED')
    expect(user.evidence.map((what) => what.split(' ')[0])).toEqual(['preSign', 'notify'])
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
    expect(summary(user)).toEqual(SIGNED)
    expect(user.notifications).toMatchObject([{ outcome: 'applied' }])
    const { _id, openid, signedAtMs } = user.contract
    expect(user.outboxRows).toMatchObject([
      { state: 'SIGNED', code: _id, contract: { out_contract_code: _id, openid, signedAtMs }, tries: 0 },
    ])
  })

  it('ends the same: query first, then notification', async () => {
    const user = await held()
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
    const before = user.contract
    await flow.control.releaseNotifications()
    expect(await attemptsOf(user)).toEqual(['accepted'])
    expect(user.contract).toEqual(before)
    expect(summary(user)).toEqual(SIGNED)
    expect(user.notifications).toMatchObject([{ outcome: 'outdated' }])
  })

  it('ends the same: both at once', async () => {
    const user = await held()
    const [answer] = await Promise.all([user.query(), flow.control.releaseNotifications()])
    expect(answer).toMatchObject({ ok: true, state: 'signed' })
    await flow.control.setNotifyTimeScale({ scale: 500 })
    await flow.untilDelivered(async () => (await attemptsOf(user)).includes('accepted'))
    await flow.control.setNotifyTimeScale({ scale: 0.001 })
    await user.queryLater()
    expect(summary(user)).toEqual(SIGNED)
    expect(user.notifications).toHaveLength(1)
  })

  it(`takes one notification once, though ${copies} copies of it come at once`, async () => {
    const user = await held()
    const writes = writesOf(user)
    const [notification] = await flow.control.notifications({ out_contract_code: user.code })
    const id = String(notification?.id)
    const attempts = await flow.control.duplicateNotification({ id, copies })
    // 503 where too many were writing at the same time: nothing was kept of that copy, and it comes again.
    const statuses = new Set(attempts.map(({ status }) => status))
    expect(attempts).toHaveLength(copies)
    expect([204, 503]).toEqual(expect.arrayContaining([...statuses]))
    expect(statuses).toContain(204)
    await flow.control.releaseNotifications()
    expect((await flow.control.notifications({ out_contract_code: user.code }))[0]?.state).toBe('accepted')

    expect(writes.slice().sort()).toEqual([
      'contract_notifications insert',
      'contract_outbox insert',
      'contract_slots update',
      'contracts update',
    ])
    expect(user.contract.evidence.filter(({ source }) => source === 'notify')).toHaveLength(1)
    expect(user.contract.state).toBe('SIGNED')
    expect(user.notifications).toMatchObject([{ _id: id, outcome: 'applied' }])
    expect(user.outbox).toEqual([`${user.code}:SIGNED`])
  })

  it('ends TERMINATED when the end is told before the beginning, and writes no row of a SIGNED that is past', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.reorderNotifications({ count: 2 })
    // As barely told as the documented plaintext of a termination allows: the rest comes with the late SIGN.
    const fields = { contract_signed_time: null, contract_id: null }
    await flow.control.armNotificationFault({ fault: { kind: 'alteredPlaintext', fields }, eventType: '*.TERMINATE' })
    await user.sign()
    await user.terminateInWechat()
    expect(user.notifications.map(({ event_type, outcome }) => [event_type.split('.')[1], outcome])).toEqual([
      ['TERMINATE', 'applied'],
      ['SIGN', 'applied'],
    ])
    expect(user.contract).toMatchObject({
      state: 'TERMINATED',
      signedAtMs: expect.any(Number) as number,
      terminatedAtMs: expect.any(Number) as number,
      contract_termination_mode: 'USER_TERMINATE',
    })
    expect(user.outbox).toEqual([`${user.code}:TERMINATED`])
    expect(await user.query()).toMatchObject({ ok: true, state: 'terminated' })
  })

  it('changes nothing by a SIGN that is repeated after the end', async () => {
    const user = await flow.newUser().signed()
    const [signing] = await flow.control.notifications({ out_contract_code: user.code })
    await user.terminateInWechat()
    const before = flow.everything()
    const [late] = await flow.control.duplicateNotification({ id: String(signing?.id), copies: 1 })
    expect(late).toMatchObject({ status: 204 })
    expect(flow.everything()).toEqual(before)
    expect(user.outbox.sort()).toEqual([`${user.code}:SIGNED`, `${user.code}:TERMINATED`])
  })

  it('comes again when nobody listened, and is taken then', async () => {
    const user = await flow.newUser().preSigned()
    const { origin } = new URL(String(flow.local.settings['WXPAY_NOTIFY_URL']))
    await flow.control.mapNotifyOrigin({ origin })
    await user.sign()
    expect(await attemptsOf(user)).toEqual(['unreachable'])
    await flow.control.mapNotifyOrigin({ origin, target: flow.local.cloud.frontUrl })
    await flow.control.setNotifyTimeScale({ scale: 500 })
    await flow.untilDelivered(async () => (await attemptsOf(user)).includes('accepted'))
    await flow.control.setNotifyTimeScale({ scale: 0.001 })
    expect(user.contract.state).toBe('SIGNED')
    expect(user.outbox).toEqual([`${user.code}:SIGNED`])
  })

  itHasToldNoSecret(() => flow)

  /** Signed, and the notification is on its way until released. */
  async function held(): Promise<FlowUser> {
    const user = await flow.newUser().preSigned()
    await flow.control.holdNotifications()
    await user.sign()
    expect(user.contract.state).toBe('PRESIGNED')
    return user
  }

  async function attemptsOf(user: FlowUser): Promise<string[]> {
    const all = await flow.control.notifications({ out_contract_code: user.code })
    return all.flatMap(({ attempts }) => attempts.map(({ outcome }) => outcome))
  }

  /** Every change to the database from now on, whoever's it is. */
  function writesOf(user: FlowUser): string[] {
    const writes: string[] = []
    flow.local.cloud.events.on('write', ({ collection, change, id }) => {
      const isTheirs = collection !== 'contracts' || id === user.code
      if (isTheirs) writes.push(`${collection} ${change}`)
    })
    return writes
  }
})

const SIGNED = {
  state: 'SIGNED',
  hasContractId: true,
  hasSignedAt: true,
  outbox: ['SIGNED'],
  isCurrent: true,
}

/** What of the end must not depend on how it was reached. */
function summary(user: FlowUser): typeof SIGNED {
  const { state, contract_id, signedAtMs } = user.contract
  return {
    state,
    hasContractId: contract_id !== undefined,
    hasSignedAt: signedAtMs !== undefined,
    outbox: user.outboxRows.map((row) => row.state),
    isCurrent: user.attempt?.currentCode === user.code,
  }
}
