// Orders under a contract (下单并授权): whose contract carries which order, and how much of it.
import { startFixture, type Fixture } from './fixture'
import { placed } from './orderFixture'
import { inForce, placeWithContract, withContract } from './moneyFixture'

const HOUR_MS = 3_600_000
let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

async function placedUnder(contract: { contract_id: string; openid: string }, total = 1280) {
  const changes = withContract(contract.contract_id, contract.openid, { amount: { total, currency: 'CNY' } })
  return placeWithContract(fixture, 'direct', changes)
}
const pay = (prepay_id: string) => fixture.control.payOrder({ prepay_id })

test('is paid without the password', async () => {
  const { status, number, prepay_id } = await placedUnder(await inForce(fixture))
  expect(status).toBe(200)
  expect(await pay(prepay_id)).toMatchObject({ out_trade_no: number, password: 'notAsked' })
})

test('an ordinary order is paid with it', async () => {
  const { prepay_id } = await placed(fixture)
  expect(await pay(prepay_id)).toMatchObject({ password: 'asked' })
})

test('the password is asked for where the contract has ended since', async () => {
  const contract = await inForce(fixture)
  const { prepay_id } = await placedUnder(contract)
  await fixture.control.terminate({ out_contract_code: contract.code })
  expect(await pay(prepay_id)).toMatchObject({ password: 'asked' })
})

test.each([
  ['the user has not enough', { payer: 'noBalance' }, 'NOT_ENOUGH'],
  ['risk control wants to see them', { payer: 'riskRefused' }, 'RISK_CONTROL'],
  ['the limit is reached by now', { contractLimits: 'reached' }, 'RULE_LIMIT'],
] as const)('the cashier asks for it where %s, and takes the money all the same', async (_, switches, why) => {
  const { prepay_id } = await placedUnder(await inForce(fixture))
  expect(await fixture.control.cashier({ prepay_id })).toEqual({ password: 'notAsked' })
  await fixture.control.setSwitches(switches)
  expect(await fixture.control.cashier({ prepay_id })).toEqual({ password: 'asked', why })
  expect(await pay(prepay_id)).toMatchObject({ password: 'asked', why })
})

test('an ordinary order: the cashier asks, and there is nothing to tell', async () => {
  await fixture.control.setSwitches({ payer: 'noBalance' })
  const { prepay_id } = await placed(fixture)
  expect(await fixture.control.cashier({ prepay_id })).toEqual({ password: 'asked' })
})

test('nothing is placed under a contract whose limit is reached', async () => {
  await fixture.control.setSwitches({ contractLimits: 'reached' })
  expect(await placedUnder(await inForce(fixture))).toMatchObject({ status: 403, json: { code: 'RULE_LIMIT' } })
})

test.each([404, 400, 403] as const)(
  'a contract that has ended: %d CONTRACT_NOT_EXIST, as it is set',
  async (status) => {
    await fixture.control.setSwitches({ contractNotExistStatus: status })
    const contract = await inForce(fixture)
    await fixture.control.terminate({ out_contract_code: contract.code })
    expect(await placedUnder(contract)).toMatchObject({ status, json: { code: 'CONTRACT_NOT_EXIST' } })
  },
)

test('a contract nobody has signed', async () => {
  const { status, json } = await placedUnder({ contract_id: '900000000000000000', openid: 'oNobody' })
  expect([status, json?.['code']]).toEqual([404, 'CONTRACT_NOT_EXIST'])
})

test('a contract of the other family', async () => {
  const { status, json } = await placedUnder(await inForce(fixture, 'combine-papay'))
  expect([status, json?.['code']]).toEqual([404, 'CONTRACT_NOT_EXIST'])
})

test("another user's contract", async () => {
  const [one, other] = [await inForce(fixture), await inForce(fixture)]
  const { status, json } = await placedUnder({ contract_id: one.contract_id, openid: other.openid })
  expect([status, json?.['code']]).toEqual([400, 'INVALID_REQUEST'])
})

test('a contract of a direct merchant carries no order of the partner endpoint', async () => {
  const { contract_id, openid } = await inForce(fixture)
  const changes = withContract(contract_id, openid, { payer: { sp_openid: openid } })
  const { status, json } = await placeWithContract(fixture, 'partner', changes)
  expect([status, json?.['message']]).toEqual([400, expect.stringContaining('mode normal')])
})

test.each([
  ['without contract_info', { contract_info: undefined }, '/contract_info'],
  ['with a token', { contract_info: { token: 'abc' } }, '/contract_info/token'],
  ['with an id that is no text', { contract_info: { password_free_contract_id: 9 } }, '/contract_info/password_free'],
])('%s: refused by name', async (_, changes, field) => {
  const { status, json } = await placeWithContract(fixture, 'direct', changes)
  expect([status, json?.['message']]).toEqual([400, expect.stringContaining(field)])
})

describe('limits', () => {
  const ruleLimit = { status: 403, json: { code: 'RULE_LIMIT' } }

  test('so much at once', async () => {
    const contract = await inForce(fixture)
    expect(await placedUnder(contract, 50_001)).toMatchObject(ruleLimit)
    expect(await placedUnder(contract, 50_000)).toMatchObject({ status: 200 })
  })

  test('so often a day, in China', async () => {
    const contract = await inForce(fixture)
    for (let i = 0; i < 5; i++) await pay((await placedUnder(contract, 1)).prepay_id)
    expect(await placedUnder(contract, 1)).toMatchObject(ruleLimit)
    // 20:00 there.
    await fixture.control.advanceClock({ ms: 4 * HOUR_MS })
    expect(await placedUnder(contract, 1)).toMatchObject({ status: 200 })
  })

  test('so much a day', async () => {
    await fixture.close()
    fixture = await startFixture({ contractLimits: { fenAtOnce: 100, fenADay: 150, timesADay: 5 } })
    const contract = await inForce(fixture)
    await pay((await placedUnder(contract, 100)).prepay_id)
    expect(await placedUnder(contract, 51)).toMatchObject(ruleLimit)
    expect(await placedUnder(contract, 50)).toMatchObject({ status: 200 })
  })
})
