// One run of the timer, and many: what is asked when, what is told, and what is forgotten.
import { StoreError } from '../../../../cloudfunctions/_shared/kernel/errors'
import { withDue, NEVER_MS } from '../../../../cloudfunctions/_shared/records/due'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { runUpkeep } from '../../../../cloudfunctions/_shared/upkeep/runUpkeep'
import { NotTaken, type Change } from '../../../../cloudfunctions/_shared/upkeep/ports'
import { aContract, HOUR, MINUTE, NOW, SESSION, SETTINGS } from '../../../support/builders'
import { fakeChargeDeps } from '../../../support/buildersCharges'
import { aRefund, NO_SUCH_REFUND, saysOfRefund } from '../../../support/buildersMoney'
import { aPayment, PREPAY, says } from '../../../support/buildersOrders'
import { ACCEPTED, refused, tells, UNREACHABLE } from '../../../support/fakeDeps'

const DAY = 24 * HOUR
const NOTHING_SEALED = { eventMap: {}, open: () => ({ ok: false, reason: 'APIV3_KEY_MISMATCH' }) as const }
const OPEN = aContract({ state: 'PRESIGNED', session: SESSION })

function world(...contracts: ContractRecord[]) {
  return worldWith({}, ...contracts)
}

function worldWith(more: { recheckDays?: number }, ...contracts: ContractRecord[]) {
  const deps = fakeChargeDeps(SETTINGS)
  for (const contract of contracts) deps.store.seed('contracts', contract)
  const told: string[] = []
  const receiver = { isDown: false }
  const tell = async ({ id }: Change) =>
    receiver.isDown ? Promise.reject(new NotTaken('HTTP 500')) : Promise.resolve(void told.push(id))
  const retention = { notificationDays: 180, outboxDays: 90, attemptDays: 30 }
  const upkeep = {
    ...deps,
    ...more,
    sealed: NOTHING_SEALED,
    retention,
    receivers: [{ name: 'onChange' as const, tell }],
  }
  const run = async (untilMs = deps.clock.now + 50_000) => runUpkeep(upkeep, untilMs)
  return {
    ...deps,
    told,
    receiver,
    run,
    /** The timer of every minute, and the minutes in which a question went out. */
    runMinutes: async (count: number): Promise<number[]> => {
      const askedAt: number[] = []
      const end = deps.clock.now + count * MINUTE
      for (; deps.clock.now < end; deps.clock.now += MINUTE) {
        const before = deps.gateway.made.length
        await run()
        if (deps.gateway.made.length > before) askedAt.push((deps.clock.now - NOW) / MINUTE)
      }
      return askedAt
    },
    contract: (id = OPEN._id) => deps.store.all('contracts').find(({ _id }) => _id === id),
  }
}

const always = <Script>(script: Script, count = 60): Script[] => Array.from({ length: count }, () => script)

it('finds a signing nobody has told of, and tells it in the same run', async () => {
  const { run, gateway, clock, told, contract } = world(OPEN)
  gateway.queries.push(tells('SIGNED'))
  clock.now += 2 * MINUTE
  expect(await run()).toMatchObject({ contractsAsked: 1, contractsFound: 1, changesTold: 1 })
  expect(contract()).toMatchObject({ state: 'SIGNED' })
  expect(told).toEqual([`${OPEN._id}:SIGNED`])
  await run()
  expect(told).toHaveLength(1)
})

it('asks about an open attempt at 2, 5, 15, 30, 60, 120 and 130 min, and once after a day', async () => {
  const { runMinutes, gateway } = world(OPEN)
  gateway.queries.push(...always(tells('NOT_SIGNED')))
  expect(await runMinutes(3 * 24 * 60)).toEqual([2, 5, 15, 30, 60, 120, 130, 24 * 60])
})

it('asks again while WeChat Pay gives no answer: after 1, 2, 5, 15 min, then hourly, and by the plan again behind one', async () => {
  const { runMinutes, gateway, contract } = world(
    aContract({ state: 'PRESIGNED', session: SESSION, queryCount: 9, nextQueryAtMs: NOW + DAY - MINUTE }),
  )
  gateway.queries.push(...always(UNREACHABLE, 7), tells('NOT_SIGNED'))
  const day = 24 * 60
  const askedAt = (await runMinutes(2 * day)).map((minute) => minute - day)
  expect(askedAt).toEqual([0, 2, 5, 11, 27, 88, 149, 210])
  expect(contract()).toMatchObject({ state: 'EXPIRED', unansweredCount: 0, dueAtMs: NEVER_MS })
})

it.each([
  ['too often', { kind: 'rateLimited' } as const],
  ['a refusal', refused(403, 'NO_AUTH')],
])('takes %s for no answer', async (_, outcome) => {
  const { run, gateway, clock, contract } = world(OPEN)
  gateway.queries.push(outcome)
  clock.now += 2 * MINUTE
  await run()
  expect(contract()).toMatchObject({ unansweredCount: 1, state: 'PRESIGNED' })
})

it('two at once ask once, and tell once', async () => {
  const { run, gateway, clock, told } = world(OPEN)
  gateway.queries.push(tells('SIGNED'))
  clock.now += 2 * MINUTE
  await Promise.all([run(), run(), run()])
  expect(gateway.made).toEqual(['query'])
  expect(told).toEqual([`${OPEN._id}:SIGNED`])
})

it('goes on behind one that fails, and tells it', async () => {
  const others = ['a', 'b', 'c'].map((_id) => aContract({ _id, state: 'PRESIGNED', session: SESSION }))
  const { run, gateway, clock, contract, logged } = world(...others)
  gateway.queries.push(
    () => {
      throw new TypeError('oAlice')
    },
    tells('SIGNED'),
    tells('SIGNED'),
  )
  clock.now += 2 * MINUTE
  expect(await run()).toMatchObject({ contractsAsked: 2, contractsFound: 2 })
  expect(others.map(({ _id }) => contract(_id)?.state).sort()).toEqual(['PRESIGNED', 'SIGNED', 'SIGNED'])
  const [failed] = others.filter(({ _id }) => contract(_id)?.state === 'PRESIGNED')
  expect(logged.filter(({ level }) => level === 'alert')).toEqual([
    {
      level: 'alert',
      event: 'upkeep failed at one',
      fields: { operation: 'ask about a contract', explanation: failed?._id, errorName: 'TypeError' },
    },
  ])
  expect(JSON.stringify(logged)).not.toContain('oAlice')
})

it('a list that cannot be read holds no other part up, and is told at the end', async () => {
  const { run, gateway, clock, told, contract, store } = world(OPEN)
  gateway.queries.push(tells('SIGNED'))
  clock.now += 2 * MINUTE
  store.failNext('list')
  await expect(run()).rejects.toThrow(StoreError)
  expect(contract()).toMatchObject({ state: 'SIGNED' })
  expect(told).toEqual([`${OPEN._id}:SIGNED`])
})

it('begins nothing when its time is over', async () => {
  const { run, gateway, clock } = world(OPEN)
  clock.now += 2 * MINUTE
  expect(await run(clock.now)).toMatchObject({ contractsAsked: 0 })
  expect(gateway.made).toEqual([])
})

it('asks about an order at 1, 5, 15, 30 and 120 min, and tells that it was paid', async () => {
  const { runMinutes, store, orderGateway, told } = world()
  store.seed('payments', aPayment(PREPAY))
  orderGateway.queries.push(...always(says('NOTPAY'), 4), says('SUCCESS'))
  await runMinutes(300)
  const minutes = orderGateway.calls.map(({ payment }) => Math.floor((payment.nextQueryAtMs - NOW) / MINUTE))
  expect(minutes).toEqual([1, 5, 15, 30, 120])
  expect(told).toEqual([`${aPayment()._id}:PAID`])
})

describe('a refund', () => {
  it('is asked about at 1, 5, 15, 30 and 120 min, and its end is told', async () => {
    const { runMinutes, store, refundGateway, told } = world()
    store.seed('payments', aPayment({ ...PREPAY, state: 'PAID', refunds: { [aRefund()._id]: 100 } }))
    store.seed('refunds', aRefund({ state: 'PROCESSING' }))
    refundGateway.queries.push(...always(saysOfRefund('PROCESSING'), 4), saysOfRefund('SUCCESS'))
    await runMinutes(300)
    const minutes = refundGateway.calls.map(({ refund }) => Math.floor((refund.nextQueryAtMs - NOW) / MINUTE))
    expect(minutes).toEqual([1, 5, 15, 30, 120])
    expect(told).toEqual([`${aRefund()._id}:REFUND_SUCCESS`])
  })

  it('nobody is sending any more, and WeChat Pay has never heard of, is given up, and its promise with it', async () => {
    const { runMinutes, store, refundGateway, told } = world()
    store.seed('payments', aPayment({ ...PREPAY, state: 'PAID', refunds: { [aRefund()._id]: 100 } }))
    store.seed('refunds', aRefund())
    refundGateway.queries.push(UNREACHABLE, NO_SUCH_REFUND)
    await runMinutes(10)
    expect(store.all('refunds')).toMatchObject([{ state: 'REFUSED', unansweredCount: 0 }])
    expect(store.all('payments')).toMatchObject([{ refunds: {} }])
    expect(told).toEqual([`${aRefund()._id}:REFUND_REFUSED`])
  })
})

describe('a wish to close', () => {
  const CLOSING = aContract({
    state: 'SIGNED',
    terminateRequestedAtMs: NOW,
    terminateSentAtMs: NOW,
    terminateTries: 1,
    terminateRemark: '用户在小程序内关闭',
  })

  it('that did not take effect is sent again by the plan, with nobody there, and its end is told', async () => {
    const { runMinutes, gateway, told, contract } = world(withDue('contracts', CLOSING))
    gateway.queries.push(...always(tells('SIGNED'), 6), tells('TERMINATED'))
    gateway.terminations.push(...always(ACCEPTED, 3))
    await runMinutes(60)
    expect(gateway.made.filter((call) => call === 'terminate')).toHaveLength(3)
    expect(gateway.calls.find(({ call }) => call === 'terminate')?.remark).toBe('用户在小程序内关闭')
    expect(contract(CLOSING._id)).toMatchObject({ state: 'TERMINATED', terminateTries: 4 })
    expect(told).toEqual([`${CLOSING._id}:TERMINATED`])
  })

  it('is not asked about every minute while WeChat Pay gives no answer', async () => {
    const { runMinutes, gateway } = world(withDue('contracts', CLOSING))
    gateway.queries.push(...always(UNREACHABLE))
    expect(await runMinutes(90)).toEqual([1, 3, 6, 12, 28, 89])
  })
})

describe('a contract signed long ago', () => {
  const SIGNED = aContract({ state: 'SIGNED', signedAtMs: NOW, nextQueryAtMs: NOW })

  it('is asked about when the last question is so many days old, and its end is told', async () => {
    const { run, gateway, clock, told } = worldWith({ recheckDays: 7 }, SIGNED)
    clock.now += 7 * DAY - 1
    expect(await run()).toMatchObject({ contractsRechecked: 0 })
    clock.now += 1
    gateway.queries.push(tells('SIGNED'))
    expect(await run()).toMatchObject({ contractsRechecked: 1, contractsFound: 0 })
    clock.now += 7 * DAY + MINUTE
    gateway.queries.push(tells('TERMINATED'))
    expect(await run()).toMatchObject({ contractsRechecked: 1, contractsFound: 1, changesTold: 1 })
    expect(told).toEqual([`${SIGNED._id}:TERMINATED`])
  })

  it('is asked about again soon where there was no answer', async () => {
    const { runMinutes, gateway, clock } = worldWith({ recheckDays: 7 }, SIGNED)
    clock.now += 7 * DAY
    gateway.queries.push(UNREACHABLE, UNREACHABLE, tells('SIGNED'))
    const askedAt = await runMinutes(60)
    expect(askedAt.map((minute) => minute - 7 * 24 * 60)).toEqual([0, 2, 5])
  })

  it('is left alone without that setting', async () => {
    const { run, gateway, clock } = world(SIGNED)
    clock.now += 400 * DAY
    expect(await run()).toMatchObject({ contractsRechecked: 0 })
    expect(gateway.made).toEqual([])
  })
})

it('tells how late it was, and of changes nobody took', async () => {
  const { run, gateway, clock, told } = world(OPEN)
  gateway.queries.push(tells('SIGNED'))
  clock.now += 7 * MINUTE
  expect(await run()).toMatchObject({ lateMs: 5 * MINUTE, changesTold: 1, changesNotTaken: 0 })
  expect(await run()).toMatchObject({ lateMs: 0, changesTold: 0 })
  expect(told).toHaveLength(1)
})

it('counts changes that somebody has not taken', async () => {
  const { run, gateway, clock, receiver } = world(OPEN)
  gateway.queries.push(tells('SIGNED'))
  receiver.isDown = true
  clock.now += 2 * MINUTE
  expect(await run()).toMatchObject({ changesTold: 0, changesNotTaken: 1 })
  receiver.isDown = false
  clock.now += MINUTE
  expect(await run()).toMatchObject({ changesTold: 1, changesNotTaken: 0 })
})

describe('forgetting', () => {
  const old = (changes: Parameters<typeof aContract>[0]) =>
    withDue('contracts', {
      ...aContract({ session: SESSION, queryCount: 9, nextQueryAtMs: NOW + 2 * DAY, ...changes }),
    })

  it.each(['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED'] as const)(
    'an attempt that is %s is gone after 30 days, once WeChat Pay has said again that it was not signed',
    async (state) => {
      const { run, gateway, clock, contract } = world(old({ state }))
      clock.now += 30 * DAY - 1
      await run()
      expect(gateway.made).toEqual([])
      clock.now += 1
      gateway.queries.push(tells('NOT_SIGNED'))
      expect(await run()).toMatchObject({ forgotten: 1 })
      expect(contract()).toBeUndefined()
    },
  )

  it.each<[string, Parameters<typeof old>[0]]>([
    ['a session', { state: 'PRESIGNED', renewedAtMs: NOW + 30 * DAY, session: { expiresAtMs: NOW + 30 * DAY + HOUR } }],
    ['no answer yet', { state: 'REQUESTED', renewedAtMs: NOW + 30 * DAY, session: undefined as never }],
    ['one that was sent again', { state: 'PRESIGNED', resentAtMs: NOW + 30 * DAY }],
  ])('a code of old under which an offer was made anew, with %s, may be signed today: it stays', async (_, changes) => {
    const { run, gateway, clock, contract } = world(old({ ...changes, scene: 'pay-redirect-sign' }))
    clock.now += 30 * DAY
    gateway.queries.push(...always(tells('NOT_SIGNED'), 9))
    const runTwice = async () => {
      await run()
      clock.now += 2000
      await run()
    }
    await runTwice()
    expect(contract()).toBeDefined()
    clock.now += 26 * HOUR
    await runTwice()
    expect(contract()).toBeUndefined()
  })

  it.each<[string, object]>([
    ['another order made the offer anew', { state: 'REQUESTED', renewedAtMs: NOW + 30 * DAY, session: undefined }],
    ['a notification named it', { setAsideAtMs: NOW + 30 * DAY }],
  ])('nothing is forgotten where, while WeChat Pay was asked, %s', async (_, changes) => {
    const known = old({ state: 'EXPIRED' })
    const { run, gateway, clock, contract, store } = world(known)
    clock.now += 30 * DAY
    gateway.queries.push((asked) => {
      store.seed('contracts', withDue('contracts', { ...asked, ...changes }))
      return tells('NOT_SIGNED')(asked)
    })
    expect(await run()).toMatchObject({ forgotten: 0 })
    expect(contract()).toBeDefined()
  })

  it('an attempt that was signed after all stays, and is told', async () => {
    const { run, gateway, clock, contract, told } = world(old({ state: 'EXPIRED' }))
    clock.now += 30 * DAY
    gateway.queries.push(tells('SIGNED'))
    await run()
    expect(contract()).toMatchObject({ state: 'SIGNED' })
    await run()
    expect(told).toEqual([`${OPEN._id}:SIGNED`])
  })

  it.each([
    ['cannot be asked', UNREACHABLE],
    ['refuses', refused(403, 'NO_AUTH')],
  ])('nothing is forgotten while WeChat Pay %s', async (_, outcome) => {
    const { run, gateway, clock, contract } = world(old({ state: 'EXPIRED' }))
    clock.now += 30 * DAY
    gateway.queries.push(outcome)
    expect(await run()).toMatchObject({ forgotten: 0 })
    expect(contract()).toBeDefined()
  })

  it.each<[string, ContractRecord, number[]]>([
    ['that is EXPIRED', old({ state: 'EXPIRED' }), [0, 2, 5, 11, 27, 88, 149, 150]],
    ['without a plan', withDue('contracts', aContract({ state: 'REJECTED' })), [0, 61, 122, 183, 244, 305, 366]],
  ])('of one %s WeChat Pay is not asked every minute while it gives no answer', async (_, attempt, minutes) => {
    const { runMinutes, gateway, clock, contract } = world(attempt)
    clock.now += 30 * DAY
    gateway.queries.push(...always(refused(403, 'NO_AUTH'), 6), ...always(tells('NOT_SIGNED'), 2))
    const askedAt = (await runMinutes(400)).map((minute) => minute - 30 * 24 * 60)
    expect(askedAt).toEqual(minutes)
    expect(contract()).toBeUndefined()
  })

  it('attempts nobody can tell the fate of do not stand in the way of those behind them', async () => {
    const stuck = Array.from({ length: 100 }, (_, i) =>
      old({ _id: `stuck${i}`, state: 'EXPIRED', createdAtMs: NOW - 1 }),
    )
    const { run, gateway, clock, contract } = world(...stuck, old({ state: 'EXPIRED' }))
    clock.now += 30 * DAY
    gateway.queries.push(...always(UNREACHABLE, 100))
    expect(await run()).toMatchObject({ forgotten: 0 })
    clock.now += 2000
    gateway.queries.push(tells('NOT_SIGNED'))
    expect(await run()).toMatchObject({ forgotten: 1 })
    expect(contract()).toBeUndefined()
  })

  it('nor do codes that are offered anew every day, however many', async () => {
    const stays = (at: number) =>
      aContract({
        _id: `stays${at}`,
        state: 'PRESIGNED',
        createdAtMs: NOW - (2000 - at) * HOUR,
        resentAtMs: NOW + 60 * DAY,
      })
    const quiet = (contract: ContractRecord) => ({ ...contract, dueAtMs: NEVER_MS })
    const gone = old({ state: 'PRESIGNED', createdAtMs: NOW - 1000.5 * HOUR })
    const { runMinutes, gateway, clock, contract } = world(
      ...Array.from({ length: 2000 }, (_, at) => quiet(stays(at))),
      quiet(gone),
    )
    clock.now += 30 * DAY
    gateway.queries.push(tells('NOT_SIGNED'))
    await runMinutes(20)
    expect(contract()).toBeUndefined()
    expect(contract('stays0')).toBeDefined()
  })

  it.each(['SIGNED', 'TERMINATED'] as const)('a contract that is %s stays for ever', async (state) => {
    const { run, clock, contract } = world(old({ state }))
    clock.now += 4000 * DAY
    await run()
    expect(contract()).toMatchObject({ state })
  })

  it('an offer beside a payment that nobody took is gone a day after its session', async () => {
    const offer = aContract({ scene: 'pay-redirect-sign', state: 'PRESIGNED', session: SESSION })
    const { runMinutes, gateway, contract } = world(offer)
    gateway.queries.push(...always(tells('NOT_SIGNED'), 9))
    expect(await runMinutes(26 * 60)).toEqual([2, 5, 15, 30, 60, 120, 130])
    expect(contract()).toBeDefined()
    await runMinutes(1)
    expect(contract()).toBeUndefined()
  })

  it('an offer WeChat Pay tells nothing of is asked about again until it does, and gone then', async () => {
    const offer = aContract({
      scene: 'pay-redirect-sign',
      state: 'PRESIGNED',
      session: SESSION,
      queryCount: 9,
      nextQueryAtMs: NOW + 25 * HOUR,
    })
    const { runMinutes, gateway, clock, contract } = world(withDue('contracts', offer))
    clock.now += 26 * HOUR
    gateway.queries.push(...always(UNREACHABLE, 2), tells('NOT_SIGNED'))
    const askedAt = (await runMinutes(20)).map((minute) => minute - 26 * 60)
    expect(askedAt).toEqual([0, 2, 5])
    expect(contract()).toBeUndefined()
  })

  it('notifications after 180 days, told changes after 90, nonces after an hour: and no day before', async () => {
    const { run, store, clock } = world()
    const notification = {
      _id: 'n',
      event_type: 'X',
      bodyHash: '',
      code: '',
      outcome: 'applied',
      receivedAtMs: NOW,
    } as const
    const order = { out_trade_no: 'a', total: 1 }
    const row = { _id: 'a:PAID', code: 'a', state: 'PAID', order, createdAtMs: NOW, tries: 1 } as const
    store.seed('contract_notifications', notification)
    store.seed('contract_outbox', withDue('contract_outbox', { ...row, deliveredAtMs: NOW }))
    store.seed('contract_outbox', withDue('contract_outbox', { ...row, _id: 'b:PAID', deadAtMs: NOW }))
    store.seed('call_nonces', { _id: 'nonce', atMs: NOW })
    const left = () =>
      (['contract_notifications', 'contract_outbox', 'call_nonces'] as const).map((name) => store.all(name).length)
    clock.now = NOW + HOUR - 1
    await run()
    expect(left()).toEqual([1, 2, 1])
    clock.now = NOW + 90 * DAY - 1
    await run()
    expect(left()).toEqual([1, 2, 0])
    clock.now += 1
    await run()
    expect(left()).toEqual([1, 1, 0])
    clock.now = NOW + 180 * DAY
    await run()
    // What was given up is a person's to replay, however old.
    expect(left()).toEqual([0, 1, 0])
  })
})
