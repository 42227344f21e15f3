import { once } from 'node:events'
import type { GatewayEvent, TransactionEvent, WriteEvent } from '../../../sandbox/cloud/events'
import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../sandbox/cloud/standIn'
import { manualClock } from '../../support/cloudClock'
import type { SdkDatabase } from '../../support/cloudSdk'
import { loadSdk, refusal } from '../../support/cloudSdk'

// Threads and sockets take their time on a busy machine; what is tested does not depend on it.
jest.setTimeout(60_000)

const clock = manualClock()
let cloud: CloudStandIn
let db: SdkDatabase

beforeAll(async () => {
  cloud = await startCloud({ clock })
  db = loadSdk(cloud).database()
})
afterEach(async () => {
  await cloud.db.up()
  cloud.db.clearFaults()
  cloud.db.clear()
})
afterAll(() => cloud.close())

const contracts = () => db.collection('contracts')

describe('the gateway as such', () => {
  const post = async (headers: Record<string, string>, body: string): Promise<unknown> => {
    const response = await fetch(cloud.gatewayUrl, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    return response.json()
  }
  const signed = { authorization: 'TC3-HMAC-SHA256 Credential=x' }
  const start = JSON.stringify({ action: 'database.startTransaction', envName: 'cb-local' })

  it('knows the collections of database/collections.json', () => {
    const contracts = ['contracts', 'contract_slots', 'contract_notifications', 'contract_outbox']
    const money = ['payments', 'charges', 'charge_orders', 'refunds']
    expect(cloud.db.collectionNames).toEqual([...contracts, ...money, 'call_nonces', 'notify_keys', 'orders'])
  })

  it('refuses a request without a signature of the right kind', async () => {
    for (const headers of [{}, { authorization: 'Bearer x' }]) {
      expect(await post(headers, start)).toMatchObject({ code: 'SIGN_PARAM_INVALID' })
    }
    expect(await post(signed, start)).toMatchObject({ transactionId: expect.any(String) as string })
  })

  it('refuses another environment, an unknown action and a body that is no JSON object', async () => {
    const elsewhere = JSON.stringify({ action: 'database.startTransaction', envName: 'other' })
    expect(await post(signed, elsewhere)).toMatchObject({ code: 'INVALIID_ENV' })
    const unknown = JSON.stringify({ action: 'wx.openApi', envName: 'cb-local' })
    expect(await post(signed, unknown)).toMatchObject({ code: 'INVALID_PARAM' })
    for (const body of ['', '[]', 'x']) expect(await post(signed, body)).toMatchObject({ code: 'INVALID_PARAM' })
  })

  it('names the field of an action that is wrong', async () => {
    const action = { action: 'database.insertDocument', envName: 'cb-local', collectionName: 'contracts' }
    const reply = await post(signed, JSON.stringify({ ...action, data: 'x' }))
    expect(reply).toMatchObject({ code: 'INVALID_PARAM', message: expect.stringMatching(/^data: /) as string })
    const broken = await post(signed, JSON.stringify({ ...action, data: ['{'] }))
    expect(broken).toMatchObject({ code: 'INVALID_PARAM', message: 'expected a text in EJSON' })
  })
})

describe('what the gateway tells', () => {
  it('tells each write with the document before and after, a transaction its writes when it commits', async () => {
    const writes: WriteEvent[] = []
    const transactions: TransactionEvent[] = []
    cloud.events.on('write', (event) => writes.push(event)).on('transaction', (event) => transactions.push(event))
    await contracts().add({ data: { _id: 'a', n: 1 } })
    await db.runTransaction(async (transaction) => {
      await transaction
        .collection('contracts')
        .doc('a')
        .update({ data: { n: 2 } })
      await transaction.collection('contracts').add({ data: { _id: 'brief' } })
      await transaction.collection('contracts').doc('brief').remove()
      expect(writes).toHaveLength(1)
    })
    cloud.events.removeAllListeners()
    expect(writes).toMatchObject([
      { change: 'insert', collection: 'contracts', id: 'a', before: undefined, after: { n: 1 } },
      { change: 'update', id: 'a', before: { n: 1 }, after: { n: 2 }, transactionId: expect.any(String) as string },
    ])
    expect(writes).toHaveLength(2)
    expect(transactions.map(({ change }) => change)).toEqual(['started', 'committed'])
  })

  it('tells each request with its outcome', async () => {
    const told: GatewayEvent[] = []
    cloud.events.on('gateway', (event) => told.push(event))
    await contracts().get()
    await refusal(db.collection('nope').get())
    cloud.events.removeAllListeners()
    expect(told.map(({ collection, outcome }) => [collection, outcome])).toEqual([
      ['contracts', 'ok'],
      ['nope', 'DATABASE_COLLECTION_NOT_EXIST'],
    ])
  })
})

describe('faults on demand', () => {
  it('is down: connections are refused, and up again on the same address with everything kept', async () => {
    await cloud.db.insert('contracts', { _id: 'a' })
    const { gatewayUrl } = cloud
    await cloud.db.down()
    // The first may still try a connection that was kept alive, and find it cut.
    expect(await refusal(contracts().get())).toMatchObject({ errCode: -501001 })
    expect((await refusal(contracts().get())).errMsg).toContain('ECONNREFUSED')
    await cloud.db.up()
    expect(cloud.gatewayUrl).toBe(gatewayUrl)
    expect((await contracts().get()).data).toEqual([{ _id: 'a' }])
  })

  it('cuts connections without carrying anything out', async () => {
    await cloud.db.down('reset')
    const error = await refusal(contracts().add({ data: { _id: 'a' } }))
    expect(error.errMsg).toMatch(/socket hang up|ECONNRESET/)
    await cloud.db.up()
    expect(cloud.db.find('contracts')).toEqual([])
  })

  it('strikes the next requests of one action on one collection, and no others', async () => {
    cloud.db.fault({ kind: 'error' }, { action: 'database.insertDocument', collection: 'contracts' }, 2)
    await db.collection('contract_slots').add({ data: { _id: 's' } })
    await contracts().get()
    for (let tries = 0; tries < 2; tries += 1) {
      const error = await refusal(contracts().add({ data: { _id: 'a' } }))
      expect(error.errMsg).toContain('-501001 resource system error. an injected fault')
    }
    await contracts().add({ data: { _id: 'a' } })
    expect(cloud.db.find('contracts')).toEqual([{ _id: 'a' }])
  })

  it('applies a write and answers with an error, or not at all', async () => {
    cloud.db.fault({ kind: 'error', when: 'after', code: 'DATABASE_REQUEST_FAILED', message: 'late' })
    const error = await refusal(contracts().add({ data: { _id: 'a' } }))
    expect(error).toMatchObject({ errCode: -502001 })
    cloud.db.fault({ kind: 'reset', when: 'after' })
    await refusal(contracts().add({ data: { _id: 'b' } }))
    expect(cloud.db.find('contracts')).toEqual([{ _id: 'a' }, { _id: 'b' }])
  })

  it('applies a commit whose answer is lost', async () => {
    cloud.db.fault({ kind: 'reset', when: 'after' }, { action: 'database.commitTransaction' })
    const run = db.runTransaction((transaction) => transaction.collection('contracts').add({ data: { _id: 'a' } }), 0)
    expect((await refusal(run)).message).toMatch(/socket hang up|ECONNRESET/)
    expect(cloud.db.find('contracts')).toEqual([{ _id: 'a' }])
  })

  it('does not apply a commit that is refused, and ends the transaction', async () => {
    cloud.db.fault({ kind: 'error' }, { action: 'database.commitTransaction' })
    const transaction = await db.startTransaction()
    await transaction.collection('contracts').add({ data: { _id: 'a' } })
    await refusal(transaction.commit())
    expect((await refusal(transaction.commit())).message).toContain('TransactionNotExist')
    expect(cloud.db.find('contracts')).toEqual([])
  })

  it('conflicts on demand', async () => {
    cloud.db.fault({ kind: 'conflict' }, { action: 'database.modifyDocument' })
    const transaction = await db.startTransaction()
    const write = transaction
      .collection('contracts')
      .doc('a')
      .set({ data: { n: 1 } })
    expect((await refusal(write)).errMsg).toContain('TransactionConflict')
    expect((await refusal(transaction.commit())).message).toContain('TransactionNotExist')
  })

  it('delays a request by the clock', async () => {
    cloud.db.fault({ kind: 'delay', ms: 60_000 })
    let isDone = false
    const slow = contracts()
      .add({ data: { _id: 'a' } })
      .then(() => (isDone = true))
    while (clock.pending === 0) await contracts().count()
    expect(isDone).toBe(false)
    expect(cloud.db.find('contracts')).toEqual([])
    clock.advance(60_000)
    await slow
    expect(cloud.db.find('contracts')).toEqual([{ _id: 'a' }])
  })

  it('holds a request on its way, before it is carried out or after', async () => {
    for (const [when, stored] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const hold = cloud.db.hold({ action: 'database.insertDocument' }, when)
      const add = contracts().add({ data: { _id: when } })
      await hold.reached
      expect(cloud.db.find('contracts', { _id: when })).toHaveLength(stored)
      hold.release()
      await add
      expect(cloud.db.find('contracts', { _id: when })).toHaveLength(1)
    }
  })

  it('takes a fault back', async () => {
    const takeBack = cloud.db.fault({ kind: 'error' }, {}, Infinity)
    await refusal(contracts().get())
    takeBack()
    await contracts().get()
  })
})

describe('the control room', () => {
  it('gives out copies: changing them changes nothing', async () => {
    await cloud.db.insert('contracts', { _id: 'a', deep: { at: new Date(0) } })
    const copy = cloud.db.get('contracts', 'a') as unknown as { deep: { at: Date } }
    copy.deep.at.setTime(5)
    expect(cloud.db.get('contracts', 'a')).toEqual({ _id: 'a', deep: { at: new Date(0) } })
  })

  it('or what cannot be changed, where there is no date in it', async () => {
    await cloud.db.insert('contracts', { _id: 'b', deep: { list: [{ text: 'x' }] } })
    const { deep } = cloud.db.get('contracts', 'b') as unknown as { deep: { list: { text: string }[] } }
    expect(() => deep.list.push({ text: 'y' })).toThrow(TypeError)
    expect(() => Object.assign(deep.list[0] ?? {}, { text: 'z' })).toThrow(TypeError)
    expect(cloud.db.get('contracts', 'b')).toEqual({ _id: 'b', deep: { list: [{ text: 'x' }] } })
  })

  it('clears, and ends the transactions under way', async () => {
    const transaction = await db.startTransaction()
    await transaction.collection('contracts').add({ data: { _id: 'a' } })
    const ended = once(cloud.events, 'transaction')
    cloud.db.clear()
    expect(await ended).toMatchObject([{ change: 'failed' }])
    expect((await refusal(transaction.commit())).message).toContain('TransactionNotExist')
  })

  it('sets fields of one document and leaves the rest as it is', async () => {
    await cloud.db.insert('contracts', { _id: 'a', kept: { deep: 1 }, leaseUntilMs: 5 })
    await cloud.db.insert('contracts', { _id: 'b', leaseUntilMs: 5 })
    await cloud.db.update('contracts', 'a', { leaseUntilMs: 0 })
    expect(cloud.db.get('contracts', 'a')).toEqual({ _id: 'a', kept: { deep: 1 }, leaseUntilMs: 0 })
    expect(cloud.db.get('contracts', 'b')).toEqual({ _id: 'b', leaseUntilMs: 5 })
  })

  it('makes no document by setting fields', async () => {
    await expect(cloud.db.update('contracts', 'nobody', { x: 1 })).rejects.toThrow('contracts has no document nobody')
    expect(cloud.db.find('contracts')).toEqual([])
  })
})
