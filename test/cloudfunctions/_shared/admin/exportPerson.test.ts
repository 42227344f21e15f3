// All that is kept about one person, and nothing of others.
import * as v from 'valibot'
import { exportInput, exportPerson } from '../../../../cloudfunctions/_shared/admin/exportPerson'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { withDue } from '../../../../cloudfunctions/_shared/records/due'
import type { OutboxRecord } from '../../../../cloudfunctions/_shared/records/outbox'
import { aContract, COMBINE, NOW, OPENID, SESSION, TEXT_HASH } from '../../../support/builders'
import { aCharge, aRefund } from '../../../support/buildersMoney'
import { aPayment, PREPAY } from '../../../support/buildersOrders'
import { fakeDeps, given } from '../../../support/fakeDeps'

function world(...contracts: ContractRecord[]) {
  const deps = fakeDeps()
  for (const contract of contracts) given(deps, contract)
  return deps
}
const rowOf = (contract: ContractRecord, state: OutboxRecord['state'], more: object = {}) => {
  const { _id: code, family, mode, mchid, appid, openid, userId } = contract
  const summary = {
    out_contract_code: code,
    family,
    mode,
    mchid,
    appid,
    ...(openid && { openid }),
    ...(userId && { userId }),
  }
  const row = { _id: `${code}:${state}`, code, state, contract: summary, createdAtMs: NOW, tries: 0, ...more }
  return withDue('contract_outbox', row as OutboxRecord)
}

it('hands out contracts, orders, changes, notifications and slots, whole, but for what opens something', async () => {
  const consentHistory = [{ textHash: TEXT_HASH, details: 'every 3rd of the month', atMs: NOW }]
  const mine = aContract({ state: 'SIGNED', session: SESSION, consentHistory })
  const theirs = aContract({ openid: 'oBob', state: 'SIGNED' })
  const deps = world(mine, theirs)
  const payment = aPayment({ ...PREPAY, state: 'PAID' })
  deps.store.seed('payments', payment)
  deps.store.seed('payments', aPayment({ _id: 'THEIRS-1' }, undefined, { openid: 'oBob' }))
  for (const [index, { code, out_trade_no }] of [
    { code: mine._id, out_trade_no: payment._id },
    { code: theirs._id, out_trade_no: 'THEIRS-1' },
  ].entries()) {
    deps.store.seed('charges', aCharge({ _id: `C-${index}`, code }))
    deps.store.seed('refunds', aRefund({ _id: `R-${index}`, out_trade_no }))
  }
  for (const one of [mine, theirs]) {
    deps.store.seed('contract_outbox', rowOf(one, 'SIGNED'))
    deps.store.seed('contract_notifications', {
      _id: `EV-${one._id}`,
      event_type: 'X',
      bodyHash: 'b',
      code: one._id,
      outcome: 'setAside',
      receivedAtMs: NOW,
      body: 'sealed',
    })
  }
  const exported = await exportPerson({ openid: OPENID }, deps)
  expect(exported).toMatchObject({
    contracts: [{ _id: mine._id, openid: OPENID, consentHistory, session: { expiresAtMs: SESSION.expiresAtMs } }],
    slots: [{ inForce: [{ code: mine._id }] }],
    orders: [{ _id: payment._id, request: { payer: { openid: OPENID }, amount: { total: 350 } } }],
    charges: [{ _id: 'C-0' }],
    refunds: [{ _id: 'R-0' }],
    changes: [{ _id: `${mine._id}:SIGNED`, contract: { openid: OPENID } }],
    notifications: [{ _id: `EV-${mine._id}`, outcome: 'setAside' }],
  })
  const text = JSON.stringify(exported)
  for (const other of ['oBob', theirs._id, 'THEIRS-1', SESSION.pre_entrustweb_id, PREPAY.prepay_id, 'sealed'])
    expect(text).not.toContain(other)
})

it('tells nobody who else signed', async () => {
  const mine = aContract({ openid: OPENID, state: 'PRESIGNED' }, COMBINE)
  const deps = world(mine)
  deps.store.seed('contract_outbox', rowOf(mine, 'OTHER_SIGNER', { signedBy: 'oStranger' }))
  expect(JSON.stringify(await exportPerson({ openid: OPENID }, deps))).not.toContain('oStranger')
})

describe('of the app, while nobody has said that who signed is the user', () => {
  const app = aContract({ scene: 'app', userId: 'user-7', openid: 'oSigner', state: 'SIGNED' }, COMBINE)

  it.each([
    [{ userId: 'user-7' }, 'oSigner', 'user-7'],
    [{ openid: 'oSigner' }, 'user-7', 'oSigner'],
  ])('to %p not the other name', async (who, hidden, shown) => {
    const deps = world(app)
    deps.store.seed('contract_outbox', rowOf(app, 'SIGNED'))
    const text = JSON.stringify(await exportPerson(who, deps))
    expect(text).not.toContain(hidden)
    expect(text).toContain(shown)
    deps.store.seed('contracts', { ...app, confirmedSigner: 'oSigner' })
    expect(JSON.stringify(await exportPerson(who, deps))).toContain(hidden)
  })
})

it('one whom no record names is told so', async () => {
  await expect(exportPerson({ openid: 'oNobody' }, world())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it.each([[{}], [{ openid: 'a', userId: 'b' }], [{ openid: ' ' }], [{ code: 'a' }]])('refuses %p', (input) =>
  expect(v.safeParse(exportInput, input).success).toBe(false),
)
