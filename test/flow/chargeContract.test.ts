// CHARGE, from a server: once whatever repeats, told by WeChat Pay's word alone, settled by the timer; and a day's bill agrees with it.
import { signCall } from '../../scripts/callKit/signCall'
import type { ChargeRecord } from '../../cloudfunctions/_shared/records/charges'
import type { ChargeContractOutput } from '../../typings/contract/callables'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { Answer, FlowUser } from '../support/flowUser'
import type { Flow } from '../support/flowWechat'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const CHARGES = '*/combine-papay/transactions'

let flow: Flow
withFlow((started) => (flow = started), { family: 'combine-papay' })
afterEach(async () => flow.control.setSwitches({ payer: 'pays' }))

const invoke = async <Told>(functionName: string, action: string, input: object): Promise<Answer & Told> => {
  const key = flow.local.settings['WXPAY_ADMIN_KEY'] ?? ''
  const nowMs = flow.local.wechatPay.clock.now()
  const data = signCall({ key, functionName, action, input, nowMs })
  return (await flow.local.cloud.invoke(functionName, data)).result as Answer & Told
}

let count = 0
const aRide = ({ code }: FlowUser, total = 350) => {
  const number = `RIDE-${process.pid}-${++count}`
  const order = { out_trade_no: `${number}-1`, total, description: '单车骑行', sub_mchid: flow.local.keys.subMchid }
  return { out_contract_code: code, combine_out_trade_no: number, sub_orders: [order] }
}
type Ride = ReturnType<typeof aRide>

const charge = async (ride: Ride) => invoke<ChargeContractOutput>('chargeContract', 'charge', ride)
const record = ({ combine_out_trade_no }: Ride) =>
  flow.db.find('charges', { _id: combine_out_trade_no })[0] as unknown as ChargeRecord
const told = ({ combine_out_trade_no: code }: Ride) => flow.all('contract_outbox', { code }).map(({ state }) => state)
/** What WeChat Pay has taken, and not given back. */
const taken = async (ride: Ride) =>
  (await flow.control.charges()).filter(
    ({ combine_out_trade_no, state }) => combine_out_trade_no === ride.combine_out_trade_no && state === 'SUCCESS',
  )
const posts = async () =>
  (await flow.control.requests()).filter(({ method, path }) => method === 'POST' && path.endsWith('/transactions'))
    .length

it('charges, and is told once; a number of the merchant’s orders alone is enough', async () => {
  const user = await flow.newUser().signed()
  const ride = aRide(user)
  const [{ out_trade_no, ...order }] = ride.sub_orders as [Ride['sub_orders'][number]]
  await flow.db.insert('orders', { _id: out_trade_no, openid: user.openid, ...order })
  const answer = await charge({ ...ride, sub_orders: [{ out_trade_no }] } as Ride)
  expect(answer).toMatchObject({ ok: true, state: 'paid', sub_orders: [{ out_trade_no }] })
  expect(await charge(ride)).toEqual(answer)
  expect(await taken(ride)).toMatchObject([{ total: 350 }])
  expect(told(ride)).toEqual(['CHARGE_PAID'])
})

it('many at once: one request to WeChat Pay, one charge', async () => {
  const user = await flow.newUser().signed()
  const ride = aRide(user)
  const before = await posts()
  const answers = await Promise.all(Array.from({ length: 40 }, async () => charge(ride)))
  expect(answers.filter(({ ok }) => !ok)).toEqual([])
  expect(await posts()).toBe(before + 1)
  expect(await taken(ride)).toHaveLength(1)
  expect(await charge(ride)).toMatchObject({ state: 'paid' })
})

it('an answer that got lost: found by the question of the same call, and not sent again', async () => {
  const user = await flow.newUser().signed()
  const ride = aRide(user)
  const before = await posts()
  await flow.spoil({ kind: 'reset', when: 'after' }, { path: CHARGES })
  expect(await charge(ride)).toMatchObject({ ok: true, state: 'paid' })
  expect(await posts()).toBe(before + 1)
})

it('charged, and nobody hears of it: in progress, and paid by the timer', async () => {
  const user = await flow.newUser().signed()
  const ride = aRide(user)
  await flow.spoil({ kind: 'reset', when: 'after' }, { path: `${CHARGES}*` })
  expect(await charge(ride)).toMatchObject({ ok: true, state: 'inProgress' })
  await flow.faultsOver()
  await flow.control.advanceClock({ ms: 2 * MINUTE_MS })
  expect(record(ride)).toMatchObject({ state: 'PAID' })
  expect(told(ride)).toEqual(['CHARGE_PAID'])
})

it('never arrived: taken back by the timer, well after a minute, and charged under a new number', async () => {
  const user = await flow.newUser().signed()
  const ride = aRide(user)
  await flow.spoil({ kind: 'reset', when: 'before' }, { path: CHARGES })
  expect(await charge(ride)).toMatchObject({ ok: true, state: 'inProgress' })
  await flow.faultsOver()
  await flow.control.advanceClock({ ms: 4 * MINUTE_MS })
  expect(record(ride)).toMatchObject({ state: 'REVERSED' })
  expect(await charge(ride)).toMatchObject({ ok: true, state: 'reversed' })
  expect(told(ride)).toEqual(['CHARGE_REVERSED'])
  expect(await charge(aRide(user))).toMatchObject({ state: 'paid' })
})

it.each(['noBalance', 'riskRefused'] as const)(
  '%s: nothing is charged, and the user is sent to the checkout',
  async (payer) => {
    const user = await flow.newUser().signed()
    const ride = aRide(user)
    await flow.control.setSwitches({ payer })
    expect(await charge(ride)).toMatchObject({ ok: true, state: 'cashier' })
    expect(await taken(ride)).toEqual([])
    expect(told(ride)).toEqual(['CHARGE_REFUSED'])
  },
)

it('an order of a charge is given back in part, then the rest, and never more; each is told once', async () => {
  const user = await flow.newUser().signed()
  const ride = aRide(user)
  const second = {
    ...ride.sub_orders[0],
    out_trade_no: `${ride.combine_out_trade_no}-2`,
    total: 100,
  } as Ride['sub_orders'][number]
  await charge({ ...ride, sub_orders: [...ride.sub_orders, second] })
  const out_trade_no = ride.sub_orders[0]?.out_trade_no ?? ''
  const refund = async (part: string, amount: number) =>
    invoke('refundOrder', 'refund', { out_trade_no, out_refund_no: `${out_trade_no}-${part}`, amount })
  const taken = { ok: true, status: 'PROCESSING' }
  expect(await refund('a', 175)).toMatchObject(taken)
  // The other order of the charge has no part in it.
  expect(await refund('b', 176)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
  expect(await refund('b', 175)).toMatchObject(taken)
  expect(await refund('c', 1)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
  await flow.control.advanceClock({ ms: MINUTE_MS })
  const given = (await flow.control.refunds()).filter((one) => one.out_trade_no === out_trade_no)
  expect(given.map(({ refund: fen, status }) => [fen, status])).toEqual([
    [175, 'SUCCESS'],
    [175, 'SUCCESS'],
  ])
  const rows = flow.all('contract_outbox', {}).filter(({ code }) => code.startsWith(`${out_trade_no}-`))
  expect(rows.map(({ state }) => state)).toEqual(['REFUND_SUCCESS', 'REFUND_SUCCESS'])
})

it('the contract ended in WeChat, untold: refused, and known to have ended from then on', async () => {
  const user = await flow.newUser().signed()
  expect(await charge(aRide(user))).toMatchObject({ state: 'paid' })
  await flow.control.holdNotifications()
  await flow.control.terminate({ out_contract_code: user.code })
  expect(await charge(aRide(user))).toMatchObject({ ok: true, state: 'refused', apiCode: 'CONTRACT_NOT_EXIST' })
  expect(user.contract).toMatchObject({ state: 'TERMINATED' })
  expect(await charge(aRide(user))).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED' } })
  await flow.control.releaseNotifications()
})

it('the bill of the day agrees with what is on record, and says what does not', async () => {
  const user = await flow.newUser().signed()
  const ride = aRide(user)
  await charge(ride)
  const date = new Date(flow.local.wechatPay.clock.now() + 8 * 60 * MINUTE_MS).toISOString().slice(0, 10)
  await flow.control.advanceClock({ ms: DAY_MS })
  const match = async () => invoke<{ differing: number; paid: number }>('contractAdmin', 'matchBill', { date })
  const agreed = await match()
  expect(agreed).toMatchObject({ ok: true, differing: 0, differences: [] })
  expect(agreed.paid).toBeGreaterThan(0)
  await flow.db.update('charges', ride.combine_out_trade_no, { state: 'REQUESTED', paidAtMs: null })
  expect(await match()).toMatchObject({
    differing: 1,
    differences: [
      { what: 'payment', number: ride.sub_orders[0]?.out_trade_no, difference: 'state', here: 'REQUESTED' },
    ],
  })
})

itHasToldNoSecret(() => flow)
