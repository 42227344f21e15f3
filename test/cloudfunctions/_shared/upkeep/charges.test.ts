// What becomes of a charge nobody has heard the end of: asked about, taken back well after a minute, and asked about again.
import { PAID_AFTER_REFUSAL } from '../../../../cloudfunctions/_shared/charges/writeCharge'
import type { ChargeRecord } from '../../../../cloudfunctions/_shared/records/charges'
import { askDueCharge } from '../../../../cloudfunctions/_shared/upkeep/askDue'
import type { UpkeepDeps } from '../../../../cloudfunctions/_shared/upkeep/ports'
import { MINUTE, NOW, SETTINGS } from '../../../support/builders'
import { charged, fakeChargeDeps, type FakeChargeDeps } from '../../../support/buildersCharges'
import { aCharge, COMBINE_NO } from '../../../support/buildersMoney'
import { ACCEPTED, refused, UNREACHABLE } from '../../../support/fakeDeps'

const NOT_THERE = refused(404, 'ORDER_NOT_EXIST')

let deps: FakeChargeDeps
beforeEach(() => (deps = fakeChargeDeps(SETTINGS)))

const record = () => deps.store.all('charges')[0] as ChargeRecord
const rows = () => deps.store.all('contract_outbox').map(({ state }) => state)

/** As often as it is due, so many minutes long. @returns the minutes in which WeChat Pay was spoken to, and what was asked of it */
async function minutes(count: number): Promise<[minute: number, calls: string][]> {
  const done: [number, string][] = []
  for (let minute = 0; minute <= count; minute++) {
    deps.clock.now = NOW + minute * MINUTE
    const before = deps.chargeGateway.made.length
    if ((record().dueAtMs ?? 0) <= deps.clock.now) await askDueCharge(record(), deps as unknown as UpkeepDeps)
    const calls = deps.chargeGateway.made.slice(before)
    if (calls.length > 0) done.push([minute, calls.join()])
  }
  return done
}

const sent = (changes: Partial<ChargeRecord> = {}) => deps.store.seed('charges', aCharge({ sentAtMs: NOW, ...changes }))

it('the answer came too late for whoever sent it: paid, and told so, at the first question', async () => {
  sent()
  deps.chargeGateway.queries.push(charged())
  expect(await minutes(10)).toEqual([[1, 'query']])
  expect(record()).toMatchObject({ state: 'PAID' })
  expect(rows()).toEqual(['CHARGE_PAID'])
})

it('it never arrived: not taken back within a minute, and then so that it can arrive no more', async () => {
  sent()
  deps.chargeGateway.queries.push(NOT_THERE, NOT_THERE, NOT_THERE)
  deps.chargeGateway.reverses.push(NOT_THERE)
  expect(await minutes(10)).toEqual([
    [1, 'query'],
    [2, 'query,reverse,query'],
  ])
  expect(record()).toMatchObject({ state: 'REVERSED', reversedAtMs: NOW + 2 * MINUTE, reverseTries: 1 })
  expect(rows()).toEqual(['CHARGE_REVERSED'])
})

it.each(['USERPAYING', 'NOTPAY'])('it is %s for ever: taken back', async (state) => {
  sent()
  deps.chargeGateway.queries.push(charged(state), charged(state), charged('REVOKED'))
  deps.chargeGateway.reverses.push(ACCEPTED)
  await minutes(3)
  expect(record()).toMatchObject({ state: 'REVERSED' })
})

it.each([[['REFUND', 'REFUND']], [['REFUND', 'CLOSED']]])(
  'taken back, it is told as %j: it is over, quietly',
  async (states) => {
    sent()
    deps.chargeGateway.queries.push(charged('USERPAYING'), charged('USERPAYING'), charged(states))
    deps.chargeGateway.reverses.push(ACCEPTED)
    await minutes(60)
    expect(record()).toMatchObject({ state: 'REVERSED', reverseTries: 1 })
    expect(rows()).toEqual(['CHARGE_REVERSED'])
    expect(deps.logged.filter(({ level }) => level === 'alert')).toEqual([])
  },
)

it('it was paid in part: taken back whole', async () => {
  sent()
  deps.chargeGateway.queries.push(charged(['SUCCESS', 'NOTPAY']), charged(['SUCCESS', 'NOTPAY']), charged('REVOKED'))
  deps.chargeGateway.reverses.push(ACCEPTED)
  await minutes(3)
  expect(record()).toMatchObject({ state: 'REVERSED' })
})

it('while WeChat Pay cannot be asked it is not taken back: it may be paid, and was meant to be', async () => {
  sent()
  deps.chargeGateway.queries.push(UNREACHABLE, UNREACHABLE, UNREACHABLE, charged())
  await minutes(60)
  expect(deps.chargeGateway.made).toEqual(['query', 'query', 'query', 'query'])
  expect(record()).toMatchObject({ state: 'PAID' })
})

it('once it is being taken back it is told as paid no more, and taken back until WeChat Pay says that it is', async () => {
  sent()
  deps.chargeGateway.queries.push(NOT_THERE, NOT_THERE, charged(), charged(), charged('REVOKED'))
  deps.chargeGateway.reverses.push(UNREACHABLE, ACCEPTED)
  await minutes(30)
  expect(deps.chargeGateway.made.filter((call) => call === 'reverse')).toHaveLength(2)
  expect(record()).toMatchObject({ state: 'REVERSED', reverseTries: 2 })
  expect(rows()).toEqual(['CHARGE_REVERSED'])
})

it('a charge WeChat Pay does not take back, and tells as paid, is paid', async () => {
  sent()
  deps.chargeGateway.queries.push(charged('USERPAYING'), charged('USERPAYING'), charged())
  deps.chargeGateway.reverses.push(refused(400, 'INVALID_REQUEST'))
  await minutes(3)
  expect(record()).toMatchObject({ state: 'PAID' })
  expect(deps.logged).toContainEqual(
    expect.objectContaining({ level: 'alert', event: 'charge could not be taken back' }),
  )
})

it('one that was refused needs not be taken back', async () => {
  sent({ refusal: { httpStatus: 403, apiCode: 'NOT_ENOUGH', atMs: NOW } })
  deps.chargeGateway.queries.push(NOT_THERE)
  expect(await minutes(10)).toEqual([[1, 'query']])
  expect(record()).toMatchObject({ state: 'REFUSED' })
})

it('one that was told as refused, and is paid all the same: paid, and a person hears of it', async () => {
  const refusal = { httpStatus: 403, apiCode: 'NOT_ENOUGH', atMs: NOW }
  sent({ state: 'REFUSED', refusal, setAsideAtMs: NOW })
  deps.chargeGateway.queries.push(charged())
  await minutes(2)
  expect(record()).toMatchObject({ state: 'PAID' })
  expect(deps.logged.filter(({ level }) => level === 'alert')).toEqual([
    { level: 'alert', event: PAID_AFTER_REFUSAL, fields: { combine_out_trade_no: COMBINE_NO } },
  ])
})

it('an answer about another charge takes nothing back', async () => {
  sent()
  deps.chargeGateway.queries.push(
    ...Array.from({ length: 9 }, () => charged('SUCCESS', { combine_mchid: '1900000999' })),
  )
  await minutes(30)
  expect(new Set(deps.chargeGateway.made)).toEqual(new Set(['query']))
  expect(record()).toMatchObject({ state: 'REQUESTED' })
})

it('two runs at once take it back once', async () => {
  sent({ queryCount: 1, nextQueryAtMs: NOW + MINUTE })
  deps.clock.now += 2 * MINUTE
  deps.chargeGateway.queries.push(NOT_THERE, NOT_THERE)
  deps.chargeGateway.reverses.push(ACCEPTED)
  const [seen] = deps.store.all('charges') as [ChargeRecord]
  await Promise.all([1, 2].map(async () => askDueCharge(seen, deps as unknown as UpkeepDeps)))
  expect(deps.chargeGateway.made).toEqual(['query', 'reverse', 'query'])
  expect(rows()).toEqual(['CHARGE_REVERSED'])
  expect(deps.store.all('contract_outbox')[0]).toMatchObject({ code: COMBINE_NO })
})
