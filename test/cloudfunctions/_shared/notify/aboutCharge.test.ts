// Should a notification of a charge ever come: believed as the answer to a question would be, and kept once.
import { PAID_AFTER_REFUSAL } from '../../../../cloudfunctions/_shared/charges/writeCharge'
import { interpret } from '../../../../cloudfunctions/_shared/notify/interpret'
import { persist } from '../../../../cloudfunctions/_shared/notify/persist'
import type { ChargeRecord } from '../../../../cloudfunctions/_shared/records/charges'
import { NOW, sha256 } from '../../../support/builders'
import { wireCharge } from '../../../support/buildersCharges'
import { aCharge, COMBINE_NO } from '../../../support/buildersMoney'
import { FakeStore } from '../../../support/fakeStore'

const CHARGE = aCharge()
const SUCCESS = wireCharge(CHARGE, 'SUCCESS')

function world(charge: ChargeRecord = CHARGE) {
  const store = new FakeStore()
  store.seed('charges', charge)
  const arrive = async (plaintext: object, event_type = 'TRANSACTION.SUCCESS', id = 'n1') => {
    const body = JSON.stringify(plaintext)
    const meaning = interpret({ event_type, plaintext: plaintext as Record<string, unknown> }, {})
    const hashes = { bodyHash: sha256(body), contentHash: sha256(body) }
    return persist({ id, body, ...hashes, receivedAtMs: NOW, meaning }, store, sha256)
  }
  return {
    store,
    arrive,
    charge: () => store.all('charges')[0],
    rows: () => store.all('contract_outbox').map(({ _id }) => _id),
  }
}

it('is applied once, and a copy changes nothing', async () => {
  const { arrive, charge, rows } = world()
  expect(await arrive(SUCCESS)).toMatchObject({ outcome: 'applied' })
  expect(await arrive(SUCCESS)).toMatchObject({ outcome: 'duplicate' })
  expect(await arrive(SUCCESS, 'TRANSACTION.SUCCESS', 'n2')).toMatchObject({ outcome: 'outdated' })
  expect(charge()).toMatchObject({ state: 'PAID' })
  expect(rows()).toEqual([`${COMBINE_NO}:CHARGE_PAID`])
})

it('of one that was told as refused it is applied, and brings that to light, once', async () => {
  const { arrive, charge } = world(aCharge({ state: 'REFUSED' }))
  expect(await arrive(SUCCESS)).toEqual({ outcome: 'applied', alert: PAID_AFTER_REFUSAL })
  expect(await arrive(SUCCESS, 'TRANSACTION.SUCCESS', 'n2')).toEqual({ outcome: 'outdated' })
  expect(charge()).toMatchObject({ state: 'PAID' })
})

const PAID = 'TRANSACTION.SUCCESS'

it.each<[reason: string, charge: ChargeRecord, plaintext: object, event_type: string]>([
  ['IDENTITY_MISMATCH', CHARGE, wireCharge(CHARGE, 'SUCCESS', { combine_mchid: '1900000999' }), PAID],
  ['STATE_UNKNOWN', CHARGE, wireCharge(CHARGE, 'TELEPORTED'), PAID],
  ['STATE_CONTRADICTS', CHARGE, wireCharge(CHARGE, 'NOTPAY'), PAID],
  ['STATE_CONTRADICTS', aCharge({ reverseSentAtMs: NOW }), SUCCESS, PAID],
  ['STATE_CONTRADICTS', aCharge({ reverseSentAtMs: NOW }), wireCharge(CHARGE, 'REFUND'), PAID],
  ['STATE_CONTRADICTS', aCharge({ state: 'REVERSED' }), SUCCESS, PAID],
  ['FIELDS_MALFORMED', CHARGE, { ...SUCCESS, sub_orders: {} }, PAID],
  ['EVENT_TYPE_UNMAPPED', CHARGE, SUCCESS, 'TRANSACTION.SOMETHING'],
])('is set aside with %s, and the charge is asked about at once', async (reason, known, plaintext, event_type) => {
  const { arrive, charge, rows } = world(known)
  expect(await arrive(plaintext, event_type)).toMatchObject({ outcome: 'setAside', reason })
  expect(charge()).toMatchObject({ state: known.state, setAsideAtMs: NOW, dueAtMs: NOW })
  expect(rows()).toEqual([])
})

it('of a charge nobody knows it is set aside, to be read again', async () => {
  const store = new FakeStore()
  const meaning = interpret({ event_type: 'TRANSACTION.SUCCESS', plaintext: SUCCESS }, {})
  const arrival = { id: 'n', body: '', bodyHash: 'b', contentHash: 'c', receivedAtMs: NOW, meaning }
  expect(await persist(arrival, store, sha256)).toMatchObject({ outcome: 'setAside', reason: 'ORDER_UNKNOWN' })
  expect(store.all('contract_notifications')).toMatchObject([{ code: COMBINE_NO, body: '' }])
})
