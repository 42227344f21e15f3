// NOTIFY: authentic, and not to be used. Kept as it came, with the reason, for a person to look at; answered 204, since it
// is durably kept; and nothing moves until a query decides.
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import { signCall } from '../../scripts/callKit/signCall'
import { deliver, makeSigned } from '../support/flowNotify'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { Answer, FlowUser } from '../support/flowUser'
import { PATHS, type Flow } from '../support/flowWechat'
import { type NotificationFault } from '../support/flowWechat'
import { unseal, type Sealed } from '../support/rawWechatPay'

let flow: Flow
withFlow((started) => (flow = started))

const altered = (fields: Record<string, unknown>): NotificationFault => ({ kind: 'alteredPlaintext', fields })

describe('somebody or something else', () => {
  it.each([
    ['another openid', { openid: 'oSomebodyElse00000000000000' }, 'openid'],
    ['another mchid', { mchid: '1900000109' }, 'mchid'],
    ['another sp_mchid beside the right mchid', { sp_mchid: '1900000109' }, 'mchid'],
    ['another appid', { appid: 'wxd678efh567hg6787' }, 'appid'],
    ['another service_id', { service_id: 99999 }, 'service_id'],
  ])('%s: IDENTITY_MISMATCH', async (_, fields, name) => {
    const user = await flow.newUser().preSigned()
    await expectSetAside(user, altered(fields), { reason: 'IDENTITY_MISMATCH', fields: name })
    await expectContractUntouched(user)
  })

  it('another contract_id than the one known: IDENTITY_MISMATCH, and the known one stays', async () => {
    const user = await flow.newUser().signed()
    const before = user.contract
    const fault = altered({ contract_id: '900000000000000000' })
    await expectSetAside(user, fault, { reason: 'IDENTITY_MISMATCH', fields: 'contract_id' }, 'terminated')
    expectLeftOpen(user, before)
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
    expect(user.contract).not.toHaveProperty('setAsideAtMs')
  })

  it.each([
    ['no openid', { openid: null }, 'openid'],
    ['no mchid and no appid', { mchid: null, appid: null }, 'mchid,appid'],
    ['no service_id', { service_id: null }, 'service_id'],
  ])('%s: IDENTITY_INCOMPLETE, and a query may be made at once', async (_, fields, names) => {
    const user = await flow.newUser().preSigned()
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    await expectSetAside(user, altered(fields), { reason: 'IDENTITY_INCOMPLETE', fields: names })
    // No waiting for the 1.5 s since the last query: something may have happened.
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    expect(await user.asked()).toEqual(['GET 404', 'GET 404'])
    await expectContractUntouched(user)
  })

  it('a code that was never ours: CODE_UNKNOWN', async () => {
    const user = await flow.newUser().preSigned()
    const code = 'Nobody0000000000000000000001'
    await expectSetAside(user, altered({ out_contract_code: code }), { reason: 'CODE_UNKNOWN' }, 'signed', code)
    await expectContractUntouched(user)
    expect(flow.all('contracts', { _id: code })).toEqual([])
  })
})

describe('not to be understood', () => {
  it('a code that is no code: FIELDS_MALFORMED', async () => {
    const user = await flow.newUser().preSigned()
    const fault = altered({ out_contract_code: 'a b/../c' })
    await expectSetAside(user, fault, { reason: 'FIELDS_MALFORMED' }, 'signed', '')
    await expectContractUntouched(user)
  })

  it.each([
    ['an id that has lost its last digits', 'contract_id', 912345678901234567],
    ['a number with a leading zero', 'service_id', '012535'],
  ])('%s: FIELDS_MALFORMED under its code, and a query may be made at once', async (_, fields, value) => {
    const user = await flow.newUser().preSigned()
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    await expectSetAside(user, altered({ [fields]: value }), { reason: 'FIELDS_MALFORMED', fields })
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    expect(await user.asked()).toEqual(['GET 404', 'GET 404'])
    await expectContractUntouched(user)
  })

  it('numbers as text and ids as numbers are no such thing: it is signed', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.armNotificationFault({
      fault: altered({ contract_id: 912345678901234, service_id: '12535', mchid: Number(user.contract.mchid) }),
    })
    await user.sign()
    expect(user.notifications).toMatchObject([{ outcome: 'applied' }])
    expect(user.contract).toMatchObject({ state: 'SIGNED', contract_id: '912345678901234' })
  })

  it('a state that contradicts the event: STATE_CONTRADICTS', async () => {
    const user = await flow.newUser().preSigned()
    const fault = altered({ contract_state: 'TERMINATED' })
    await expectSetAside(user, fault, { reason: 'STATE_CONTRADICTS', fields: 'contract_state' })
    await expectContractUntouched(user)
  })

  it('an event type nobody has mapped: set aside, and the query that is made next decides', async () => {
    const user = await flow.newUser().preSigned()
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    await flow.control.armNotificationFault({ fault: { kind: 'unmappedEventType', eventType: 'CONTRACT.UNHEARD_OF' } })
    await user.sign()
    expect(user.notifications).toMatchObject([
      { outcome: 'setAside', reason: 'EVENT_TYPE_UNMAPPED', event_type: 'CONTRACT.UNHEARD_OF' },
    ])
    expect(user.contract.state).toBe('PRESIGNED')
    expect(user.outbox).toEqual([])
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
    expect(user.evidence).toEqual(['preSign PRESIGNED', 'query SIGNED'])
    expect(user.outbox).toEqual([`${user.code}:SIGNED`])
  })

  it('an unmapped event that looks signed, of what was not signed, leads to no contract', async () => {
    const user = await flow.newUser().preSigned()
    const fault = { kind: 'unmappedEventType', eventType: 'toString' } as const
    await expectSetAside(user, fault, { reason: 'EVENT_TYPE_UNMAPPED' })
    expect(await user.query()).toMatchObject({ ok: true, state: 'inProgress' })
    expect(user.outbox).toEqual([])
  })
})

describe('once it is understood', () => {
  const MAPPED = { WXPAY_EVENT_MAP: JSON.stringify({ 'CONTRACT.UNHEARD_OF': 'signed' }) }
  const unmapped = async (user: FlowUser) => {
    await flow.control.armNotificationFault({ fault: { kind: 'unmappedEventType', eventType: 'CONTRACT.UNHEARD_OF' } })
    await user.sign()
  }
  afterAll(async () => flow.redeploy())

  it('a mapping of its event type was deployed: the timer reads it again, when it is due', async () => {
    const user = await flow.newUser().preSigned()
    // Nobody can be asked: it is the notification alone that tells.
    await flow.spoil({ kind: 'serverError', status: 500, when: 'before' }, { path: PATHS.aboutContracts })
    await unmapped(user)
    await flow.redeploy(MAPPED)
    expect(await flow.local.cloud.fireTimer('upkeep')).toMatchObject({ ok: true, notificationsUnderstood: 0 })
    expect(user.contract.state).toBe('PRESIGNED')
    await flow.db.update('contract_notifications', String(user.notifications[0]?._id), { dueAtMs: 1 })
    expect(await flow.local.cloud.fireTimer('upkeep')).toMatchObject({ ok: true, notificationsUnderstood: 1 })
    await flow.faultsOver()
    expect(user.contract.state).toBe('SIGNED')
    expect(user.evidence).toEqual(['preSign PRESIGNED', 'notify CONTRACT.UNHEARD_OF'])
    expect(user.outbox).toEqual([`${user.code}:SIGNED`])
    expect(user.notifications).toMatchObject([{ outcome: 'applied' }])
    expect(user.notifications[0]).not.toHaveProperty('body')
  })

  it('a person has it read again, and the ones beside it', async () => {
    await flow.redeploy()
    const [one, other] = [await flow.newUser().preSigned(), await flow.newUser().preSigned()]
    for (const user of [one, other]) await unmapped(user)
    const id = String(one.notifications[0]?._id)
    expect(await admin('reread', { id })).toMatchObject({
      ok: true,
      outcome: 'setAside',
      reason: 'EVENT_TYPE_UNMAPPED',
    })
    await flow.redeploy(MAPPED)
    expect(await admin('reread', { id })).toMatchObject({ ok: true, id, outcome: 'applied' })
    expect(await admin('reread', { all: 'true' })).toMatchObject({ ok: true, applied: 1 })
    for (const user of [one, other]) {
      expect(user.contract.state).toBe('SIGNED')
      expect(user.outbox).toEqual([`${user.code}:SIGNED`])
    }
    expect(await admin('reread', { id: 'nobody' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  })
})

describe('other content under a known id', () => {
  it('is set aside beside the first, once however often it comes', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.armNotificationFault({ fault: altered({ openid: 'oSomebodyElse00000000000000' }) })
    await user.sign()
    const [first] = user.notifications
    expect(user.notifications).toMatchObject([{ outcome: 'setAside', reason: 'IDENTITY_MISMATCH' }])

    const id = String(first?._id)
    const attempts = await flow.control.duplicateNotification({ id, copies: 3 })
    expect(attempts.map(({ status }) => status)).toEqual([204, 204, 204])
    const [, second] = user.notifications
    expect(user.notifications).toHaveLength(2)
    expect(second).toMatchObject({
      _id: `${id}:${String(second?.bodyHash).slice(0, 16)}`,
      outcome: 'setAside',
      reason: 'SAME_ID_OTHER_CONTENT',
    })
    expect(user.contract.state).toBe('PRESIGNED')
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'signed' })
  })

  it('takes nothing from the true one that came first', async () => {
    const user = await flow.newUser().preSigned()
    const message = makeSigned(flow, user)
    expect((await deliver(flow, message)).status).toBe(204)
    const before = user.contract
    const other = makeSigned(flow, user, { openid: 'oSomebodyElse00000000000000' }, idOf(message.body))
    expect((await deliver(flow, other)).status).toBe(204)
    expect(user.notifications).toMatchObject([{ outcome: 'applied' }, { reason: 'SAME_ID_OTHER_CONTENT' }])
    expectLeftOpen(user, before)
  })

  it('is not a repeat that is sealed anew, however often it comes', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.setSwitches({ repeats: 'sealedAnew' })
    await user.sign()
    const before = flow.everything()
    const alerts = flow.lines.filter(({ line }) => line.includes('"alert"')).length
    const id = String(user.notifications[0]?._id)
    const attempts = await flow.control.duplicateNotification({ id, copies: 3 })
    await flow.control.setSwitches({ repeats: 'sameBytes' })
    expect(attempts.map(({ status }) => status)).toEqual([204, 204, 204])
    expect(flow.everything()).toEqual(before)
    expect(flow.lines.filter(({ line }) => line.includes('"alert"'))).toHaveLength(alerts)
  })
})

itHasToldNoSecret(() => flow)

async function admin(action: string, input: object): Promise<Answer> {
  const { result } = await flow.local.cloud.invoke(
    'contractAdmin',
    signCall({ key: flow.local.settings['WXPAY_ADMIN_KEY'] ?? '', functionName: 'contractAdmin', action, input }),
  )
  return result as Answer
}

interface Told {
  reason: string
  fields?: string
}

/** One authentic notification with `fault` in it: answered 204, kept sealed, alerted, and no row for the merchant's code. */
async function expectSetAside(
  user: FlowUser,
  fault: NotificationFault,
  told: Told,
  change: 'signed' | 'terminated' = 'signed',
  code = user.code,
): Promise<void> {
  const before = flow.everything()
  const { id, attempts } = await flow.control.forgeNotification({ out_contract_code: user.code, change, fault })
  expect(attempts).toMatchObject([{ status: 204, answer: '' }])
  const after = flow.everything()
  expect(after.contract_slots).toEqual(before.contract_slots)
  expect(after.contract_outbox).toEqual(before.contract_outbox)
  const [kept] = flow.all('contract_notifications', { _id: id })
  expect(after.contract_notifications).toEqual([...before.contract_notifications, kept])
  expect(kept).toMatchObject({ code, outcome: 'setAside', reason: told.reason })
  expect(opened(String(kept?.body))).toMatchObject(fault.kind === 'alteredPlaintext' ? fault.fields : {})
  expect(flow.told('notification set aside').at(-1)).toMatchObject({ level: 'alert', notification_id: id, ...told })
}

/** Nothing moved; but WeChat Pay is to be asked now. */
function expectLeftOpen(user: FlowUser, before: ContractRecord): void {
  const { setAsideAtMs = NaN, ...contract } = user.contract
  const revision = (before.revision ?? 0) + 1
  expect(contract).toEqual({ ...before, revision, nextQueryAtMs: setAsideAtMs, dueAtMs: setAsideAtMs })
}

/** But for when WeChat Pay may be asked next. */
async function expectContractUntouched(user: FlowUser): Promise<void> {
  expect(user.contract).toMatchObject({ state: 'PRESIGNED', evidence: [{ what: 'PRESIGNED' }] })
  expect(user.contract).not.toHaveProperty('contract_id')
  await user.sign()
  expect(user.contract.state).toBe('SIGNED')
}

/** What is kept is what came: still sealed, and the APIv3 key opens it. */
function opened(body: string): unknown {
  const { resource } = JSON.parse(body) as { resource: Sealed }
  return JSON.parse(unseal(flow.local.keys.apiV3Key, resource))
}

const idOf = (body: Buffer): string => (JSON.parse(body.toString()) as { id: string }).id
