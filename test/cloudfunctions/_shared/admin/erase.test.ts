// A person is taken out of what is kept, wholly; what stays says nothing of them, and still does its work.
import * as v from 'valibot'
import { erase, eraseInput } from '../../../../cloudfunctions/_shared/admin/erase'
import { show } from '../../../../cloudfunctions/_shared/admin/show'
import { preEntrustSign } from '../../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import { queryContract } from '../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { terminateContract } from '../../../../cloudfunctions/_shared/contracts/close/terminateContract'
import { recordEvidence } from '../../../../cloudfunctions/_shared/contracts/evidence/recordEvidence'
import { judgeQuery } from '../../../../cloudfunctions/_shared/contracts/ask/judgeQuery'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { withDue } from '../../../../cloudfunctions/_shared/records/due'
import type { OutboxRecord } from '../../../../cloudfunctions/_shared/records/outbox'
import { deliverChanges } from '../../../../cloudfunctions/_shared/upkeep/deliver/deliverChanges'
import type { Change } from '../../../../cloudfunctions/_shared/upkeep/ports'
import {
  aContract,
  codeOf,
  COMBINE,
  HOUR,
  NOW,
  OPENID,
  SESSION,
  slotIdFor,
  TEXT_HASH,
  wireContract,
} from '../../../support/builders'
import { aCharge, aChargeOrder, aRefund } from '../../../support/buildersMoney'
import { aPayment } from '../../../support/buildersOrders'
import { ACCEPTED, fakeDeps, given, opened, refused, tells, type FakeDeps } from '../../../support/fakeDeps'

const OVER: Partial<ContractRecord> = {
  state: 'TERMINATED',
  session: SESSION,
  signedAtMs: NOW,
  terminatedAtMs: NOW + HOUR,
  contract_id: '42',
  terminateRemark: 'OPENID is moving away',
  consentHistory: [{ textHash: TEXT_HASH, details: 'OPENID pays on the 3rd', atMs: NOW }],
}
const ended = aContract(OVER)
const aRow = (changes: Partial<OutboxRecord> = {}) =>
  withDue('contract_outbox', {
    _id: `${ended._id}:TERMINATED`,
    code: ended._id,
    state: 'TERMINATED',
    contract: {
      out_contract_code: ended._id,
      family: 'password-exempt',
      mode: 'normal',
      mchid: '1',
      appid: 'a',
      openid: OPENID,
    },
    createdAtMs: NOW,
    tries: 0,
    ...changes,
  } as OutboxRecord)
const told = { deliveredAtMs: NOW + HOUR, tries: 1 }

/** Nothing on record says who it was, in whatever field. */
function expectNoTrace({ store }: FakeDeps, ...words: string[]): void {
  const all = (
    [
      'contracts',
      'contract_slots',
      'contract_notifications',
      'contract_outbox',
      'payments',
      'charges',
      'refunds',
    ] as const
  ).map((name) => store.all(name))
  for (const word of [OPENID, 'OPENID', ...words]) expect(JSON.stringify(all)).not.toContain(word)
}

function world(...contracts: ContractRecord[]): FakeDeps {
  const deps = fakeDeps()
  deps.clock.now = NOW + 3 * HOUR
  for (const contract of contracts) given(deps, contract)
  return deps
}

it('takes name, words and details out of contract, change, order, slot and notification; codes, states and amounts stay', async () => {
  const deps = world(ended)
  const { store, clock } = deps
  store.seed('contract_outbox', aRow(told))
  store.seed('payments', aPayment({ state: 'PAID' }))
  const slot = store.all('contract_slots')[0]
  if (slot) store.seed('contract_slots', { ...slot, confirmedSigner: OPENID })
  const aside = { _id: 'EV-1', event_type: 'X', bodyHash: 'b', code: ended._id, receivedAtMs: NOW } as const
  store.seed('contract_notifications', { ...aside, outcome: 'setAside', reason: 'EVENT_TYPE_UNMAPPED', body: OPENID })
  expect(await erase({ openid: OPENID }, deps)).toEqual({ contracts: 1, orders: 1, left: 0 })
  expectNoTrace(deps, '微信用户0000')
  expect(store.all('contracts')).toMatchObject([
    {
      _id: ended._id,
      state: 'TERMINATED',
      attemptNo: 1,
      contract_id: '42',
      signedAtMs: NOW,
      erasedAtMs: clock.now,
      slotId: slotIdFor(),
      session: { expiresAtMs: SESSION.expiresAtMs },
      consentHistory: [{ textHash: TEXT_HASH, atMs: NOW }],
    },
  ])
  expect(await show({ out_contract_code: ended._id }, deps)).toMatchObject({ contract: { erasedAtMs: clock.now } })
  expect(await show({ out_trade_no: aPayment()._id }, deps)).toMatchObject({ order: { erasedAtMs: clock.now } })
  expect(store.all('payments')).toMatchObject([{ state: 'PAID', request: { amount: { total: 350 }, payer: {} } }])
  expect(store.all('contract_slots')).toMatchObject([{ _id: slotIdFor(), attempts: slot?.attempts, revision: 2 }])
  expect(store.all('contract_notifications')).toMatchObject([{ outcome: 'setAside', reason: 'EVENT_TYPE_UNMAPPED' }])
})

it('takes words about the person out of what was charged and given back; numbers, amounts and states stay', async () => {
  const deps = world(ended)
  const { store, clock } = deps
  const charge = aCharge({ code: ended._id, state: 'PAID' })
  const [ofOrder, ofCharge] = [aRefund({ state: 'SUCCESS' }), aRefund({ _id: 'R-2', out_trade_no: aChargeOrder()._id })]
  const others = [aCharge({ _id: 'C-2', code: 'another' }), aRefund({ _id: 'R-3', out_trade_no: 'ANOTHER-1' })] as const
  store.seed('payments', aPayment({ state: 'PAID' }))
  for (const one of [charge, others[0]]) store.seed('charges', one)
  for (const one of [ofOrder, ofCharge, others[1]]) store.seed('refunds', one)
  expect(await erase({ openid: OPENID }, deps)).toEqual({ contracts: 1, orders: 1, left: 0 })
  const [erased, otherCharge] = store.all('charges')
  const [one, two, otherRefund] = store.all('refunds')
  expect(JSON.stringify([erased, one, two])).not.toMatch(/of the person|risk_info|attach|reason/)
  expect(erased).toMatchObject({
    state: 'PAID',
    erasedAtMs: clock.now,
    request: { sub_orders: [{ out_trade_no: ofCharge.out_trade_no }, {}] },
  })
  for (const refund of [one, two])
    expect(refund).toMatchObject({ erasedAtMs: clock.now, request: { amount: { refund: 100 } } })
  expect([otherCharge, otherRefund]).toEqual(others)
})

it('leaves everybody else alone', async () => {
  const other = aContract({ openid: 'oBob' })
  const deps = world(ended, other)
  const before = [deps.store.all('contracts')[1], deps.store.all('contract_slots')[1]]
  await erase({ openid: OPENID }, deps)
  expect([deps.store.all('contracts')[1], deps.store.all('contract_slots')[1]]).toEqual(before)
})

it('erased once more it says so; one nobody has heard of is told apart', async () => {
  const deps = world(ended)
  await erase({ openid: OPENID }, deps)
  const written = deps.store.written
  expect(await erase({ openid: OPENID }, deps)).toEqual({ contracts: 0, orders: 0, left: 0, wasErased: true })
  expect(deps.store.written).toBe(written)
  await expect(erase({ openid: 'oNobody' }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(erase({ userId: OPENID + 'x' }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

describe('what is signed', () => {
  const signed = aContract({ state: 'SIGNED', signedAtMs: NOW })
  const closing = aContract({ state: 'SIGNED', terminateRequestedAtMs: NOW, terminateSentAtMs: NOW, terminateTries: 1 })

  it.each([
    ['signed', signed],
    ['closing', closing],
  ])('%s: IN_FORCE, by its code, and nothing is erased', async (_, contract) => {
    const deps = world(contract, ended.attemptNo === 2 ? ended : aContract({ ...(OVER as object), attemptNo: 2 }))
    const before = deps.store.all('contracts')
    await expect(erase({ openid: OPENID }, deps)).rejects.toMatchObject({
      code: 'IN_FORCE',
      message: expect.stringContaining(contract._id) as string,
    })
    expect(deps.store.all('contracts')).toEqual(before)
  })

  it('is closed first where that is wished, and then erased in the same call', async () => {
    const deps = world(signed)
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await erase({ openid: OPENID, close: 'true' }, deps)).toMatchObject({ contracts: 1 })
    expect(deps.gateway.made).toEqual(['terminate', 'query'])
    expect(deps.store.all('contracts')).toMatchObject([{ state: 'TERMINATED', erasedAtMs: deps.clock.now }])
    // The change is still to be told, and says whom it is about until it is.
    const rows: Change[] = []
    const receiver = {
      name: 'onChange' as const,
      tell: async (change: Change) => Promise.resolve(void rows.push(change)),
    }
    await deliverChanges(signed._id, { ...deps, receivers: [receiver], within: async (work) => work }, 1000)
    expect(rows).toMatchObject([{ state: 'TERMINATED', contract: { openid: OPENID } }])
    expectNoTrace(deps)
  })

  it('and of which WeChat Pay says for the second time that it knows no such contract is erased in the same call', async () => {
    const deps = world({
      ...signed,
      createdAtMs: NOW - 24 * HOUR,
      session: { ...SESSION, expiresAtMs: NOW - 22 * HOUR },
    })
    const close = async () => erase({ openid: OPENID, close: true }, deps)
    deps.gateway.terminations.push(ACCEPTED, ACCEPTED)
    deps.gateway.queries.push(refused(404, 'NOT_FOUND'), refused(404, 'NOT_FOUND'))
    await expect(close()).rejects.toMatchObject({ code: 'IN_FORCE' })
    deps.clock.now += 11 * 60_000
    expect(await close()).toMatchObject({ contracts: 1 })
    expect(deps.store.all('contracts')).toMatchObject([{ state: 'SIGNED', erasedAtMs: deps.clock.now }])
  })

  it('and whose end WeChat Pay does not confirm stays IN_FORCE, with the wish on record', async () => {
    const deps = world(signed)
    deps.gateway.terminations.push(refused(500, 'SYSTEM_ERROR'))
    deps.gateway.queries.push(tells('SIGNED'))
    await expect(erase({ openid: OPENID, close: true }, deps)).rejects.toMatchObject({ code: 'IN_FORCE' })
    expect(deps.store.all('contracts')).toMatchObject([{ state: 'SIGNED', openid: OPENID, terminateTries: 1 }])
  })

  it('between the look and the deed: nothing of it is erased', async () => {
    const deps = world(ended)
    const { store } = deps
    const list = store.list.bind(store)
    store.list = async (name, request) => {
      const found = await list(name, request)
      if (name === 'changesOf') store.seed('contracts', { ...ended, state: 'SIGNED' })
      return found
    }
    await expect(erase({ openid: OPENID }, deps)).rejects.toMatchObject({ code: 'IN_FORCE' })
    expect(store.all('contracts')).toMatchObject([{ openid: OPENID }])
  })
})

it('what may still be signed is waited for; one that was released is not', async () => {
  const open = aContract({ state: 'PRESIGNED', session: SESSION, attemptNo: 2, createdAtMs: NOW + 1 })
  const deps = world(ended, open)
  await expect(erase({ openid: OPENID }, deps)).rejects.toMatchObject({ code: 'IN_PROGRESS' })
  expect(deps.store.all('contracts')).toMatchObject([{ openid: OPENID }, { openid: OPENID }])
  deps.store.seed('contracts', { ...open, releasedAtMs: NOW })
  expect(await erase({ openid: OPENID }, deps)).toMatchObject({ contracts: 2 })
})

it('stops while there is time to answer, says what is left, and goes on with the next call', async () => {
  const attempts = Array.from({ length: 5 }, (_, index) => aContract({ state: 'EXPIRED', attemptNo: index + 1 }))
  const deps = world(...attempts)
  let calls = 0
  const deadline = { leftMs: () => (++calls > 3 ? 0 : 20_000) }
  expect(await erase({ openid: OPENID }, { ...deps, deadline })).toEqual({ contracts: 3, orders: 0, left: 2 })
  expect(await erase({ openid: OPENID }, deps)).toEqual({ contracts: 2, orders: 0, left: 0 })
  expectNoTrace(deps)
})

describe('afterwards', () => {
  it('they can sign again, under the next number, and nothing is told of the old one', async () => {
    const deps = world(ended)
    await erase({ openid: OPENID }, deps)
    deps.gateway.preSigns.push(opened)
    const consent = { textHash: TEXT_HASH }
    expect(await preEntrustSign({ consent }, { openid: OPENID }, deps)).toMatchObject({
      state: 'inProgress',
      out_contract_code: codeOf(2),
    })
    expect(deps.logged.filter(({ level }) => level === 'alert')).toEqual([])
    expect(deps.store.all('contract_outbox')).toEqual([])
  })

  it('its evidence names nobody: it is compared with no one, and fills no name in', async () => {
    const deps = world(aContract({ state: 'EXPIRED', session: SESSION }))
    await erase({ openid: OPENID }, deps)
    const [erased] = deps.store.all('contracts')
    if (!erased) throw new Error('it is gone')
    const reply = wireContract({ ...erased, openid: 'oAnybody' }, 'SIGNED')
    const verdict = judgeQuery(reply, erased, deps.clock.now)
    if (verdict.kind !== 'evidence') throw new Error('expected evidence')
    await recordEvidence(erased, verdict.evidence, deps)
    expect(deps.store.all('contracts')[0]).toMatchObject({ state: 'SIGNED' })
    expect(JSON.stringify(deps.store.all('contracts'))).not.toContain('oAnybody')
    // Theirs all the same, by the slot: shown, closable, and in the way of a second one.
    expect(deps.store.all('contract_slots')).toMatchObject([{ _id: slotIdFor(), inForce: [{ code: erased._id }] }])
    deps.gateway.queries.push(tells('SIGNED', { openid: 'oAnybody' }))
    expect(await queryContract({}, { openid: OPENID }, deps)).toMatchObject({ state: 'signed' })
    await expect(erase({ openid: OPENID }, deps)).rejects.toMatchObject({ code: 'IN_FORCE' })
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED', { openid: 'oAnybody' }))
    const input = { out_contract_code: erased._id }
    expect(await terminateContract(input, { openid: OPENID }, deps)).toMatchObject({ state: 'terminated' })
    await expect(terminateContract(input, { openid: 'oBob' }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of the app too, by the id of its login: who signed is not looked at any more', async () => {
    const app = aContract({ scene: 'app', userId: 'user-7', openid: OPENID, state: 'TERMINATED' }, COMBINE)
    const deps = world(app)
    expect(await erase({ userId: 'user-7' }, deps)).toMatchObject({ contracts: 1 })
    expectNoTrace(deps, 'user-7')
    const [erased] = deps.store.all('contracts')
    expect(erased && judgeQuery(wireContract(erased, 'SIGNED', { openid: undefined }), erased, NOW)).toMatchObject({
      kind: 'evidence',
    })
  })
})

it.each([[{}], [{ openid: 'a', userId: 'b' }], [{ openid: '' }], [{ openid: 'a b' }], [{ openid: 'a', close: 'yes' }]])(
  'refuses %p',
  (input) => expect(v.safeParse(eraseInput, input).success).toBe(false),
)
