// Charging under a contract: written down first, sent once, and told as what WeChat Pay says; whoever repeats it, and whatever dies.
import { chargeContract } from '../../../../cloudfunctions/_shared/charges/chargeContract'
import { CallFailure } from '../../../../cloudfunctions/_shared/kernel/errors'
import { addOrder } from '../../../../cloudfunctions/_shared/orders/addOrder'
import { takePrepay } from '../../../../cloudfunctions/_shared/orders/takePrepay'
import type { ChargeRecord } from '../../../../cloudfunctions/_shared/records/charges'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import type { ChargeContractInput } from '../../../../typings/contract/callables'
import { aContract, HOUR, MINUTE, NOW, OPENID, SETTINGS } from '../../../support/builders'
import {
  anInput,
  charged,
  CHARGED_AT,
  fakeChargeDeps,
  ORDER_1,
  ORDER_2,
  signedContract,
  type FakeChargeDeps,
} from '../../../support/buildersCharges'
import { aCharge, COMBINE_NO } from '../../../support/buildersMoney'
import { aPayment, placed } from '../../../support/buildersOrders'
import { given, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../support/fakeDeps'

const NOT_THERE = refused(404, 'ORDER_NOT_EXIST')
const PAID = { combine_out_trade_no: COMBINE_NO, state: 'paid', paidAtMs: CHARGED_AT } as const

let deps: FakeChargeDeps
beforeEach(() => {
  deps = fakeChargeDeps()
  given(deps, signedContract())
})

const charge = async (changes: Partial<ChargeContractInput> = {}) => chargeContract(anInput(changes), deps)
/** By its number alone, and what no merchant's order has. */
const lookedUp = (order: typeof ORDER_1): { out_trade_no: string } => {
  const asked: Partial<typeof order> = { ...order }
  delete asked.total
  delete asked.description
  delete asked.sub_mchid
  return { ...asked, out_trade_no: order.out_trade_no }
}
const record = () => deps.store.all('charges')[0]
const rows = () => deps.store.all('contract_outbox').map(({ _id }) => _id)

it('charges what is asked for, all orders at once', async () => {
  deps.chargeGateway.charges.push(charged())
  expect(await charge()).toEqual({
    ...PAID,
    sub_orders: [
      { out_trade_no: ORDER_1.out_trade_no, transaction_id: '420000' },
      { out_trade_no: ORDER_2.out_trade_no, transaction_id: '420001' },
    ],
  })
  expect(deps.chargeGateway.calls[0]?.charge.request).toEqual(aCharge().request)
  expect(record()).toMatchObject({ state: 'PAID', total: 350, code: signedContract()._id })
  expect(deps.store.all('contract_outbox')).toMatchObject([
    {
      _id: `${COMBINE_NO}:CHARGE_PAID`,
      charge: { combine_out_trade_no: COMBINE_NO, total: 350, paidAtMs: CHARGED_AT },
    },
  ])
})

it('is written down, exactly as it is sent, before it is', async () => {
  let before: ChargeRecord | undefined
  let numbers: string[] = []
  deps.chargeGateway.charges.push((sent) => {
    before = record()
    numbers = deps.store.all('charge_orders').map(({ _id }) => _id)
    expect(sent.request).toEqual(before?.request)
    return charged()(sent)
  })
  await charge()
  expect(before).toMatchObject({ state: 'REQUESTED', sentAtMs: NOW })
  expect(numbers).toEqual([ORDER_1.out_trade_no, ORDER_2.out_trade_no])
})

it('what cannot be written down is not sent', async () => {
  deps.store.failNext('commit')
  await expect(charge()).rejects.toMatchObject({ name: 'StoreError' })
  expect(deps.chargeGateway.made).toEqual([])
})

it('asks the merchant’s orders.ts where a number is all that is told', async () => {
  deps.kept.set(ORDER_1.out_trade_no, { openid: OPENID, ...ORDER_1 })
  deps.chargeGateway.charges.push(charged())
  expect(await charge({ sub_orders: [lookedUp(ORDER_1), ORDER_2] })).toMatchObject(PAID)
  expect(deps.chargeGateway.calls[0]?.charge.request).toEqual(aCharge().request)
})

it('pays the sub-merchant of the settings where an order names none', async () => {
  deps.settings = { ...deps.settings, subMerchant: { mchid: '1900000112' } }
  deps.chargeGateway.charges.push(charged())
  await charge({ sub_orders: [{ out_trade_no: 'ORDER-1', total: 1, description: 'x' }] })
  expect(record()?.request.sub_orders).toMatchObject([{ sub_mchid: '1900000112' }])
})

describe('the same number again', () => {
  it('is answered with what was charged, and charges nothing', async () => {
    deps.chargeGateway.charges.push(charged())
    const first = await charge()
    expect(await charge()).toEqual(first)
    expect(deps.chargeGateway.made).toEqual(['charge'])
  })

  it('a thousand at once: one charge', async () => {
    deps.chargeGateway.charges.push(charged())
    deps.chargeGateway.queries.push(...Array.from({ length: 1000 }, () => NOT_THERE))
    const answers = await Promise.all(Array.from({ length: 1000 }, async () => charge()))
    expect(deps.chargeGateway.made.filter((call) => call === 'charge')).toHaveLength(1)
    expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(['paid', 'inProgress']))
    expect(rows()).toEqual([`${COMBINE_NO}:CHARGE_PAID`])
  })

  it('while nobody knows what came of it: asks, at most once in 1.5 s, and never sends it again', async () => {
    deps.chargeGateway.charges.push(UNREACHABLE)
    deps.chargeGateway.queries.push(NOT_THERE, charged())
    expect(await charge()).toMatchObject({ state: 'inProgress' })
    expect(await charge()).toMatchObject({ state: 'inProgress' })
    deps.clock.now += 2000
    expect(await charge()).toMatchObject(PAID)
    expect(deps.chargeGateway.made).toEqual(['charge', 'query', 'query'])
  })

  it('after whoever sent it died at any point: asks, and never sends it again', async () => {
    deps.store.seed('charges', aCharge())
    deps.chargeGateway.queries.push(NOT_THERE)
    expect(await charge()).toEqual({ combine_out_trade_no: COMBINE_NO, state: 'inProgress' })
    expect(deps.chargeGateway.made).toEqual(['query'])
  })

  describe('is answered by the charge alone, and no order is looked up', () => {
    const byNumber = { sub_orders: [ORDER_1, ORDER_2].map(lookedUp) }
    beforeEach(() => {
      deps.findOrder = async () => Promise.reject(new Error('an order was looked up'))
    })

    it.each<[what: string, contract: Partial<ContractRecord>, charge: Partial<ChargeRecord>]>([
      ['an order was deleted', {}, {}],
      ['the contract is of another merchant number', { mchid: '1900000999' }, {}],
      ['the person was erased', { erasedAtMs: NOW }, { erasedAtMs: NOW }],
    ])('though %s since', async (_, contract, changes) => {
      deps.store.seed('contracts', signedContract(contract))
      deps.store.seed('charges', aCharge({ state: 'PAID', paidAtMs: NOW, ...changes }))
      expect(await charge(byNumber)).toMatchObject({ state: 'paid' })
    })

    it('while it is under way too', async () => {
      deps.store.seed('charges', aCharge())
      deps.chargeGateway.queries.push(charged())
      expect(await charge(byNumber)).toMatchObject(PAID)
    })

    it.each<[field: string, changes: object]>([
      ['out_trade_no', { out_trade_no: 'ANOTHER-1' }],
      ['sub_mchid', { sub_mchid: '1900000199' }],
      ['attach', { attach: 'b' }],
    ])('and with another %s it is refused by it', async (field, changes) => {
      deps.store.seed('charges', aCharge({ state: 'PAID', paidAtMs: NOW }))
      const [first, second] = [lookedUp(ORDER_1), lookedUp(ORDER_2)]
      await expect(charge({ sub_orders: [{ ...first, ...changes }, second] })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(new RegExp(`^sub_orders.0.${field}: `)) as string,
      })
    })
  })

  it('is answered though the contract has ended since', async () => {
    deps.store.seed('charges', aCharge({ state: 'PAID', paidAtMs: NOW }))
    deps.store.seed('contracts', signedContract({ state: 'TERMINATED' }))
    expect(await charge()).toMatchObject({ state: 'paid' })
  })

  it.each<[field: string, changes: Partial<ChargeContractInput>]>([
    ['sub_orders.0.total', { sub_orders: [{ ...ORDER_1, total: 301 }, ORDER_2] }],
    ['sub_orders.1.sub_mchid', { sub_orders: [ORDER_1, { ...ORDER_2, sub_mchid: '1900000199' }] }],
    ['sub_orders.0.description', { sub_orders: [{ ...ORDER_1, description: 'y' }, ORDER_2] }],
    ['sub_orders.0.attach', { sub_orders: [{ ...ORDER_1, attach: 'b' }, ORDER_2] }],
    ['sub_orders.0.settle_info', { sub_orders: [{ ...ORDER_1, settle_info: { profit_sharing: true } }, ORDER_2] }],
    ['sub_orders.0.out_trade_no', { sub_orders: [ORDER_2, ORDER_1] }],
    ['sub_orders', { sub_orders: [ORDER_1] }],
    ['out_contract_code', { out_contract_code: signedContract({ openid: 'oSomebodyElse' })._id }],
  ])('with another %s is refused by it', async (field, changes) => {
    deps.store.seed('charges', aCharge({ state: 'PAID', paidAtMs: NOW }))
    given(deps, signedContract({ openid: 'oSomebodyElse' }))
    await expect(charge(changes)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(new RegExp(`^${field}: `)) as string,
    })
    expect(deps.chargeGateway.made).toEqual([])
  })

  it('with what is told of the device at another moment is the same', async () => {
    deps.store.seed('charges', aCharge({ state: 'PAID', paidAtMs: NOW }))
    expect(await charge({ risk_info: 'ip:127.0.0.2;' })).toMatchObject({ state: 'paid' })
  })
})

describe('where the answer to the charge proves nothing', () => {
  it.each<[what: string, answer: FakeChargeDeps['chargeGateway']['charges'][number]]>([
    ['none comes', UNREACHABLE],
    ['it is nobody’s', UNTRUSTED],
    ['it is 429, by whoever said it', { kind: 'rateLimited' }],
    ['it is a refusal by nobody’s word', refused(403, 'NOT_ENOUGH', false)],
  ])('because %s, the question tells what came of it', async (_, answer) => {
    deps.chargeGateway.charges.push(answer, answer)
    deps.chargeGateway.queries.push(charged(), NOT_THERE)
    expect(await charge()).toMatchObject(PAID)
    expect(
      await charge({ combine_out_trade_no: 'ANOTHER', sub_orders: [{ ...ORDER_1, out_trade_no: 'ANOTHER' }] }),
    ).toMatchObject({ state: 'inProgress' })
    expect(rows()).toEqual([`${COMBINE_NO}:CHARGE_PAID`])
  })

  it.each(['USERPAYING', 'ACCEPT', 'NOTPAY', 'PAYERROR'])('because it is %s, it is in progress', async (state) => {
    deps.chargeGateway.charges.push(charged(state))
    expect(await charge()).toMatchObject({ state: 'inProgress' })
    expect(rows()).toEqual([])
  })

  it('because it is of another charge, it is in progress, and a person is told', async () => {
    deps.chargeGateway.charges.push(charged('SUCCESS', { combine_mchid: '1900000999' }))
    expect(await charge()).toMatchObject({ state: 'inProgress' })
    expect(deps.logged).toContainEqual(expect.objectContaining({ level: 'alert', event: 'charge answer set aside' }))
  })

  it('because it is paid in part, it is in progress, and a person is told', async () => {
    deps.chargeGateway.charges.push(charged(['SUCCESS', 'NOTPAY']))
    expect(await charge()).toMatchObject({ state: 'inProgress' })
    expect(deps.logged).toContainEqual(expect.objectContaining({ level: 'alert' }))
  })
})

describe('refused by WeChat Pay', () => {
  it.each<[apiCode: string, state: string]>([
    ['NOT_ENOUGH', 'cashier'],
    ['RISK_CONTROL', 'cashier'],
    ['RULE_LIMIT', 'cashier'],
    ['OUR_CASHIER_CODE', 'cashier'],
    ['NO_AUTH', 'refused'],
    ['toString', 'refused'],
  ])('with %s it is told as %s once nothing is known to be charged', async (apiCode, state) => {
    deps.chargeGateway.charges.push(refused(403, apiCode))
    deps.chargeGateway.queries.push(NOT_THERE)
    const answer = { combine_out_trade_no: COMBINE_NO, state, apiCode }
    expect(await charge()).toEqual(answer)
    expect(await charge()).toEqual(answer)
    expect(deps.chargeGateway.made).toEqual(['charge', 'query'])
    expect(rows()).toEqual([`${COMBINE_NO}:CHARGE_REFUSED`])
  })

  it('and nobody says what became of it: in progress, and refused as soon as it is said', async () => {
    deps.chargeGateway.charges.push(refused(403, 'NOT_ENOUGH'))
    deps.chargeGateway.queries.push(UNREACHABLE, charged('NOTPAY'))
    expect(await charge()).toMatchObject({ state: 'inProgress' })
    expect(rows()).toEqual([])
    deps.clock.now += 2000
    expect(await charge()).toMatchObject({ state: 'cashier', apiCode: 'NOT_ENOUGH' })
  })

  it('and paid all the same: paid', async () => {
    deps.chargeGateway.charges.push(refused(403, 'OUT_TRADE_NO_USED'))
    deps.chargeGateway.queries.push(charged())
    expect(await charge()).toMatchObject(PAID)
  })

  it('its orders can be charged under another number', async () => {
    deps.chargeGateway.charges.push(refused(403, 'NOT_ENOUGH'), charged())
    deps.chargeGateway.queries.push(NOT_THERE)
    await charge()
    expect(await charge({ combine_out_trade_no: 'AGAIN' })).toMatchObject({ state: 'paid' })
    expect(deps.store.all('charge_orders').map((one) => one.combine_out_trade_no)).toEqual(['AGAIN', 'AGAIN'])
  })
})

describe('CONTRACT_NOT_EXIST', () => {
  beforeEach(() => {
    deps.chargeGateway.charges.push(refused(404, 'CONTRACT_NOT_EXIST'))
    deps.chargeGateway.queries.push(NOT_THERE)
  })
  afterEach(() => expect(deps.gateway.made).toEqual(['query']))
  const contract = () => deps.store.all('contracts')[0]

  it('ends the contract after one question', async () => {
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await charge()).toMatchObject({ state: 'refused', apiCode: 'CONTRACT_NOT_EXIST' })
    expect(contract()).toMatchObject({ state: 'TERMINATED' })
    expect(rows()).toContain(`${signedContract()._id}:TERMINATED`)
  })

  it.each([
    ['knows no such contract', refused(404, 'NOT_FOUND')],
    ['says that it is not signed', tells('NOT_SIGNED')],
  ])('voids it where the question %s', async (_, answer) => {
    deps.gateway.queries.push(answer)
    await charge()
    expect(contract()).toMatchObject({ voidAtMs: NOW })
    await expect(charge({ combine_out_trade_no: 'NEXT' })).rejects.toMatchObject({ code: 'NOT_SIGNED' })
  })

  it.each([
    ['is told as signed', tells('SIGNED')],
    ['cannot be asked about', UNREACHABLE],
  ])('a contract that %s stays, and is asked about before the next charge', async (_, answer) => {
    deps.gateway.queries.push(answer)
    await charge()
    expect(contract()).toMatchObject({ state: 'SIGNED', setAsideAtMs: NOW })
    expect(deps.logged).toContainEqual(expect.objectContaining({ level: 'alert' }))
  })
})

describe('is refused by its field, and nothing is written or sent', () => {
  afterEach(() => {
    expect(deps.chargeGateway.made).toEqual([])
    expect(deps.store.all('charges').map(({ _id }) => _id)).not.toContain('NEW')
  })
  const refusal = async (changes: Partial<ChargeContractInput> = {}) =>
    charge({ combine_out_trade_no: 'NEW', ...changes }).then(
      () => 'charged',
      (error: unknown) => (error instanceof CallFailure ? `${error.code} ${error.message}` : String(error)),
    )

  it.each<[why: string, changes: Partial<ContractRecord>]>([
    ['CLOSING', { terminateRequestedAtMs: NOW }],
    ['EXPIRED', { contractExpiresAtMs: NOW }],
    ['TERMINATED', { state: 'TERMINATED' }],
    ['SIGNER_UNCONFIRMED', { scene: 'app', confirmedSigner: 'oSomebodyElse' }],
  ])('a contract that is %s', async (why, changes) => {
    deps.store.seed('contracts', signedContract(changes))
    expect(await refusal()).toMatch(`NOT_SIGNED out_contract_code: not in force (${why})`)
  })

  it.each<[what: string, changes: Partial<ContractRecord>]>([
    ['the user has just wished to end', { terminateRequestedAtMs: NOW }],
    ['has just been told as ended', { state: 'TERMINATED' }],
    ['WeChat Pay has just turned out not to know', { voidAtMs: NOW }],
    ['has just run out', { contractExpiresAtMs: NOW }],
  ])('a contract that %s, while the orders were looked up', async (_, changes) => {
    deps.findOrder = async () => {
      deps.store.seed('contracts', signedContract(changes))
      return Promise.resolve({ openid: OPENID, ...ORDER_1 })
    }
    expect(await refusal({ sub_orders: [lookedUp(ORDER_1)] })).toMatch(/^NOT_SIGNED out_contract_code: not in force/)
    expect(deps.store.all('charge_orders')).toEqual([])
  })

  it.each<[what: string, contract: ContractRecord]>([
    ['another family', aContract({ state: 'SIGNED' }, SETTINGS)],
    ['another template', { ...signedContract(), plan_id: 999 } as ContractRecord],
    ['another merchant number', signedContract({ mchid: '1900000999' })],
    ['nobody', signedContract({ erasedAtMs: NOW })],
  ])('a contract of %s', async (_, contract) => {
    deps.store.seed('contracts', { ...contract, _id: 'OtherContract' })
    expect(await refusal({ out_contract_code: 'OtherContract' })).toMatch(/^INVALID_INPUT out_contract_code: expected/)
  })

  it('a contract nobody has', async () =>
    expect(await refusal({ out_contract_code: 'NoContract' })).toMatch(/^NOT_FOUND out_contract_code: /))

  it('a contract of which nobody can say whether it is in force', async () => {
    deps.store.seed(
      'contracts',
      signedContract({ evidence: [{ source: 'query', atMs: NOW - 25 * HOUR, what: 'SIGNED' }] }),
    )
    deps.gateway.queries.push(UNREACHABLE)
    expect(await refusal()).toMatch(/^WECHATPAY_UNREACHABLE/)
  })

  it.each<[what: string, order: object | undefined, message: RegExp]>([
    ['nobody knows', undefined, /^NOT_FOUND sub_orders\.0\.out_trade_no: /],
    ['of another user', { openid: 'oSomebodyElse', ...ORDER_1 }, /^NOT_FOUND sub_orders\.0\.out_trade_no: /],
    [
      'for nothing',
      { openid: OPENID, ...ORDER_1, total: 0 },
      /^INVALID_INPUT sub_orders\.0\.out_trade_no: order\.total: /,
    ],
  ])('an order %s', async (_, order, message) => {
    deps.kept.set(ORDER_1.out_trade_no, order)
    expect(await refusal({ sub_orders: [{ out_trade_no: ORDER_1.out_trade_no }] })).toMatch(message)
  })

  it('an order that pays nobody', async () =>
    expect(await refusal({ sub_orders: [{ out_trade_no: 'ORDER-1', total: 1, description: 'x' }] })).toMatch(
      /^INVALID_INPUT sub_orders\.0\.sub_mchid: /,
    ))

  it('more than the limit of one charge, all orders together', async () =>
    expect(
      await refusal({
        sub_orders: [
          { ...ORDER_1, total: 49_999 },
          { ...ORDER_2, total: 2 },
        ],
      }),
    ).toMatch(/^INVALID_INPUT sub_orders: expected at most 50000 fen/))

  it('a number that was placed as an ordinary order', async () => {
    deps.store.seed('payments', aPayment({ _id: ORDER_2.out_trade_no }))
    expect(await refusal()).toMatch(/^INVALID_INPUT sub_orders\.1\.out_trade_no: was placed as an ordinary order/)
  })

  it('a number of which an ordinary order was begun a moment ago', async () => {
    await addOrder(aPayment({ _id: ORDER_2.out_trade_no }), deps)
    deps.store.remove('payments', ORDER_2.out_trade_no)
    expect(await refusal()).toMatch(/^INVALID_INPUT sub_orders\.1\.out_trade_no: was placed as an ordinary order/)
  })

  it.each(['REQUESTED', 'PAID', 'REVERSED'] as const)('a number of another charge, which is %s', async (state) => {
    deps.chargeGateway.charges.push(charged())
    await charge()
    deps.chargeGateway.calls.length = 0
    deps.store.seed('charges', aCharge({ state }))
    expect(await refusal()).toMatch(/^INVALID_INPUT sub_orders\.0\.out_trade_no: belongs to another charge/)
  })
})

describe('and an ordinary order of the same number at the same instant: one of the two is sent', () => {
  const ticks = async (count: number): Promise<void> => {
    for (let tick = 0; tick < count; tick += 1) await new Promise(setImmediate)
  }

  it.each(Array.from({ length: 21 }, (_, index) => index - 10))('the charge %d steps behind', async (behind) => {
    const { out_trade_no, ...order } = ORDER_2
    deps.kept.set(out_trade_no, { openid: OPENID, ...order })
    deps.settings = { ...deps.settings, subMerchant: { mchid: order.sub_mchid } }
    deps.chargeGateway.charges.push(charged())
    deps.orderGateway.places.push(placed)
    await Promise.allSettled([
      ticks(Math.max(0, -behind)).then(async () => takePrepay(out_trade_no, { openid: OPENID }, deps)),
      ticks(Math.max(0, behind)).then(async () => charge()),
    ])
    expect([...deps.chargeGateway.made, ...deps.orderGateway.made]).toEqual([expect.stringMatching(/^(charge|place)$/)])
    expect([...deps.store.all('charges'), ...deps.store.all('payments')]).toHaveLength(1)
  })
})

it('has the time of its call: what is too late to be sent is in progress, and asked about by upkeep', async () => {
  deps.chargeGateway.charges.push(UNREACHABLE)
  deps.chargeGateway.queries.push(UNREACHABLE)
  expect(await charge()).toMatchObject({ state: 'inProgress' })
  expect(record()).toMatchObject({ dueAtMs: NOW + MINUTE })
})
