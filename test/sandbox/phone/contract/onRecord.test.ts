// What the panel beside the phone shows of one user's contracts.
import { contractsOnRecord, describeRecorded, type Collections } from '../../../../sandbox/phone/contract/onRecord'

const ME = { user: 'o1', scene: 'mini-program' } as const
const contract = (_id: string, more: object = {}) => ({
  _id,
  openid: 'o1',
  scene: 'mini-program',
  service_id: 12535,
  state: 'SIGNED',
  createdAtMs: 1,
  ...more,
})
const row = (code: string, more: object = {}) => ({
  _id: `${code}:SIGNED`,
  code,
  state: 'SIGNED',
  contract: { openid: 'o1' },
  createdAtMs: 5,
  tries: 0,
  ...more,
})
const none: Collections = {
  contracts: [],
  contract_slots: [],
  contract_notifications: [],
  contract_outbox: [],
  payments: [],
  charges: [],
  charge_orders: [],
  refunds: [],
}
const look = (some: Partial<Collections>, wanted: Parameters<typeof contractsOnRecord>[0] = ME) =>
  contractsOnRecord(wanted, { ...none, ...some }, [])

const MANY = {
  contracts: [
    contract('older', { state: 'TERMINATED' }),
    contract('newest', { createdAtMs: 3 }),
    contract('paid', { scene: 'pay-redirect-sign', createdAtMs: 9 }),
    contract('theirs', { openid: 'o2', createdAtMs: 8 }),
  ],
  contract_slots: [
    { _id: 'x', attempts: { a: { currentCode: 'theirs' } }, inForce: [] },
    { _id: 's', attempts: { a: { currentCode: 'older' } }, inForce: [{ code: 'newest' }] },
  ],
  contract_notifications: [
    { _id: 'n2', code: 'newest', receivedAtMs: 7 },
    { _id: 'n0', code: 'paid', receivedAtMs: 1 },
    { _id: 'n1', code: 'newest', receivedAtMs: 6 },
  ],
  contract_outbox: [row('newest'), row('older', { createdAtMs: 2 }), row('paid'), row('theirs')],
}

it('the newest of this scene, the slot that names it, its notifications, and what was told in this scene', () => {
  const { contract: shown, slot, notifications, told, others } = look(MANY)
  expect(shown).toMatchObject({ code: 'newest', template: 'service_id 12535' })
  expect(slot).toMatchObject({ _id: 's' })
  expect(notifications.map(({ _id }) => _id)).toEqual(['n1', 'n2'])
  expect(told.map(({ code }) => code)).toEqual(['older', 'newest'])
  expect(others.map(({ code }) => code)).toEqual(['paid', 'older'])
})

it('never one of another scene, which is among the others', () => {
  const {
    contract: shown,
    others,
    told,
    notifications,
    slot,
  } = look({ ...MANY, contracts: [contract('paid', { scene: 'pay-redirect-sign' })] }, ME)
  expect({ shown, told, notifications, slot }).toEqual({ told: [], notifications: [] })
  expect(others).toMatchObject([{ code: 'paid', scene: 'pay-redirect-sign' }])
})

it.each([
  ['o1', 1],
  ['o2', 0],
])('an order that is told of belongs to whoever placed it: %s', (user, count) => {
  const outbox = [row('n', { _id: 'n:PAID', state: 'PAID', contract: undefined, order: {} })]
  const { told } = look({ contract_outbox: outbox, payments: [{ _id: 'n', openid: 'o1' }] }, { ...ME, user })
  expect(told).toHaveLength(count)
})

it('nobody has asked to sign: nothing', () => {
  expect(look({})).toEqual({ user: 'o1', notifications: [], told: [], others: [] })
})

it('a contract shows what is known of it, and the record as it is', () => {
  const record = {
    _id: 'code',
    scene: 'mini-program',
    plan_id: 7,
    state: 'SIGNED',
    createdAtMs: 1,
    contract_id: '9001',
    signedAtMs: Date.UTC(2026, 10, 21, 6, 20, 7),
    evidence: [{ source: 'query', atMs: Date.UTC(2026, 10, 21, 6, 20, 9), what: 'x' }],
    terminateRequestedAtMs: 1,
  }
  expect(describeRecorded(record)).toEqual({
    code: 'code',
    scene: 'mini-program',
    template: 'plan_id 7',
    state: 'SIGNED',
    isClosing: true,
    createdAtMs: 1,
    facts: [
      ['contract_id', '9001'],
      ['signedAtMs', '2026-11-21 14:20:07'],
      ['evidence', 'query 14:20:09'],
    ],
    record,
  })
})

const CHARGED = {
  contracts: [contract('c')],
  payments: [{ _id: 'n', openid: 'o1' }],
  charges: [{ _id: 'ride', code: 'c' }],
  charge_orders: [{ _id: 'ride-1', combine_out_trade_no: 'ride' }],
  refunds: [
    { _id: 'back-n', out_trade_no: 'n' },
    { _id: 'back-ride', out_trade_no: 'ride-1' },
    { _id: 'back-of-nothing', out_trade_no: 'gone' },
  ],
}
const money = (code: string, what: 'charge' | 'refund') =>
  row(code, { _id: `${code}:X`, contract: undefined, [what]: {} })

it.each<[string, string, 'charge' | 'refund', 1 | 0]>([
  ['a charge', 'ride', 'charge', 1],
  ['a refund of an order', 'back-n', 'refund', 1],
  ['a refund of a charge', 'back-ride', 'refund', 1],
  ['a refund of what is on record no more', 'back-of-nothing', 'refund', 0],
])('%s that is told of belongs to whoever paid', (_, code, what, count) => {
  const told = (user: string) => look({ ...CHARGED, contract_outbox: [money(code, what)] }, { ...ME, user }).told
  expect([told('o1').length, told('o2').length]).toEqual([count, 0])
})

it('a charge under a contract of another scene is told of there', () => {
  const all = { ...CHARGED, contract_outbox: [money('ride', 'charge')] }
  expect(look(all, { user: 'o1', scene: 'app' }).told).toEqual([])
})
