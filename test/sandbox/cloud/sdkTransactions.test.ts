import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../sandbox/cloud/standIn'
import { manualClock } from '../../support/cloudClock'
import type { SdkDatabase, SdkTransaction } from '../../support/cloudSdk'
import { loadSdk, refusal } from '../../support/cloudSdk'

// Threads and sockets take their time on a busy machine; what is tested does not depend on it.
jest.setTimeout(60_000)

const clock = manualClock()
let cloud: CloudStandIn
let db: SdkDatabase

const CONFLICT = '[ResourceUnavailable.TransactionConflict] Transaction is conflict'
const OVER = '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server'

beforeAll(async () => {
  cloud = await startCloud({
    clock,
    collections: [
      { name: 'notes', access: 'ADMINONLY', indexes: [] },
      {
        name: 'seats',
        access: 'ADMINONLY',
        indexes: [{ name: 'seat', unique: true, keys: [{ name: 'seat', direction: '1' }] }],
      },
    ],
  })
  db = loadSdk(cloud).database()
})
beforeEach(() => cloud.db.insert('notes', { _id: 'a', n: 0 }))
afterEach(() => cloud.db.clear())
afterAll(() => cloud.close())

const note = (on: SdkDatabase | SdkTransaction, id = 'a') => on.collection('notes').doc(id)
const n = (id = 'a'): unknown => cloud.db.get('notes', id)?.['n']

/** Lets everything that needs no more outside help come to rest, by asking the gateway something else. */
const roundTrip = (): Promise<unknown> => db.collection('notes').count()

describe('a transaction of the real SDK', () => {
  it('commits all of its writes together: add, set, update, remove', async () => {
    await cloud.db.insert('notes', { _id: 'gone' })
    await db.runTransaction(async (transaction) => {
      await transaction.collection('notes').add({ data: { _id: 'added', n: 1 } })
      await note(transaction, 'made').set({ data: { n: 2 } })
      await note(transaction).update({ data: { n: db.command.inc(3) } })
      await note(transaction, 'gone').remove()
      expect(cloud.db.find('notes')).toEqual([{ _id: 'a', n: 0 }, { _id: 'gone' }])
    })
    expect(cloud.db.find('notes')).toEqual([
      { _id: 'a', n: 3 },
      { _id: 'added', n: 1 },
      { _id: 'made', n: 2 },
    ])
  })

  it('leaves nothing when it is rolled back, and rejects with the raw reason', async () => {
    const reason = new Error('enough')
    const error = await refusal(
      db.runTransaction(async (transaction) => {
        await note(transaction).update({ data: { n: 9 } })
        await transaction.rollback(reason)
      }),
    )
    expect(error).toBe(reason)
    expect(n()).toBe(0)
  })

  it('leaves nothing when its callback throws', async () => {
    await refusal(
      db.runTransaction(async (transaction) => {
        await note(transaction).update({ data: { n: 9 } })
        throw new Error('mine')
      }),
    )
    expect(n()).toBe(0)
    await note(db).update({ data: { n: 1 } })
  })

  it('reads its own writes and the state of its start, whatever others commit', async () => {
    const transaction = await db.startTransaction()
    await note(db).update({ data: { n: 5 } })
    await note(transaction, 'b').set({ data: { n: 1 } })
    expect((await note(transaction).get()).data).toEqual({ _id: 'a', n: 0 })
    expect((await transaction.collection('notes').where({ n: 1 }).get()).data).toEqual([{ _id: 'b', n: 1 }])
    await transaction.commit()
    expect(n()).toBe(5)
    expect(n('b')).toBe(1)
  })

  it('does not carry its id into where().update(): that runs outside, at once', async () => {
    const transaction = await db.startTransaction()
    await transaction
      .collection('notes')
      .where({ _id: 'a' })
      .update({ data: { n: 7 } })
    expect(n()).toBe(7)
    await transaction.rollback()
    expect(n()).toBe(7)
  })
})

describe('conflicts', () => {
  it('refuses the second transaction that writes a document, in the words of the cloud', async () => {
    const first = await db.startTransaction()
    const second = await db.startTransaction()
    await note(first).update({ data: { n: 1 } })
    const error = await refusal(note(second).update({ data: { n: 2 } }))
    expect(error.errCode).toBe(-501001)
    expect(error.code).toBeUndefined()
    expect(error.errMsg).toContain(`document.update:fail -501001 resource system error. ${CONFLICT}`)
    await first.commit()
    expect(n()).toBe(1)
  })

  it('refuses a write to a document that changed since the start', async () => {
    const transaction = await db.startTransaction()
    await note(db).update({ data: { n: 5 } })
    const error = await refusal(note(transaction).update({ data: { n: 9 } }))
    expect(error.errMsg).toContain(CONFLICT)
    expect(n()).toBe(5)
  })

  it('refuses to add an _id that another open transaction adds', async () => {
    const first = await db.startTransaction()
    const second = await db.startTransaction()
    await first.collection('notes').add({ data: { _id: 'b' } })
    const error = await refusal(second.collection('notes').add({ data: { _id: 'b' } }))
    expect(error.errMsg).toContain(CONFLICT)
    await first.rollback()
  })

  it('ends the transaction: its locks are free, and whatever it tries next is too late', async () => {
    const first = await db.startTransaction()
    const second = await db.startTransaction()
    await note(second, 'b').set({ data: { n: 1 } })
    await note(first).update({ data: { n: 1 } })
    await refusal(note(second).update({ data: { n: 2 } }))
    await note(db, 'b').set({ data: { n: 3 } })
    expect(n('b')).toBe(3)
    for (const late of [async () => note(second, 'b').get(), async () => second.rollback()]) {
      expect((await refusal(late())).message).toContain(OVER)
    }
    await first.commit()
  })

  it('ends the transaction after a duplicate key too', async () => {
    const transaction = await db.startTransaction()
    const error = await refusal(transaction.collection('notes').add({ data: { _id: 'a' } }))
    expect(error.errMsg).toContain('E11000')
    expect((await refusal(transaction.commit())).message).toContain(OVER)
  })

  it('is not retried by runTransaction when an operation raised it', async () => {
    const holder = await db.startTransaction()
    await note(holder).update({ data: { n: 1 } })
    let runs = 0
    const error = await refusal(
      db.runTransaction((transaction) => {
        runs += 1
        return note(transaction).update({ data: { n: 2 } })
      }, 3),
    )
    expect(error.errMsg).toContain(CONFLICT)
    expect(runs).toBe(1)
    await holder.rollback()
  })

  it('at the commit has a code and no errCode, and is retried by runTransaction', async () => {
    let runs = 0
    const error = await refusal(
      db.runTransaction(async (transaction) => {
        runs += 1
        await transaction.collection('seats').add({ data: { _id: `mine${runs}`, seat: runs } })
        await cloud.db.insert('seats', { _id: `theirs${runs}`, seat: runs })
      }, 3),
    )
    expect(error.code).toBe('DATABASE_TRANSACTION_CONFLICT')
    expect(error.errCode).toBeUndefined()
    expect(runs).toBe(4)
    expect(cloud.db.find('seats').map(({ _id }) => _id)).toEqual(['theirs1', 'theirs2', 'theirs3', 'theirs4'])
  })

  it('lets 8 concurrent read-increment-write transactions all succeed with a retry loop', async () => {
    let runs = 0
    const increment = async (): Promise<void> => {
      for (;;) {
        try {
          await db.runTransaction(async (transaction) => {
            runs += 1
            const { data } = await note(transaction).get()
            await note(transaction).set({ data: { n: Number(data?.['n']) + 1 } })
          }, 0)
          return
        } catch (error) {
          if (!(error as Error).message.includes('TransactionConflict')) throw error
        }
        await roundTrip()
      }
    }
    await Promise.all(Array.from({ length: 8 }, increment))
    expect(n()).toBe(8)
    expect(runs).toBeGreaterThan(8)
  })
})

describe('requests of one transaction', () => {
  const BUSY = '[ResourceUnavailable.TransactionBusy] Transaction is busy'

  it.each<[string, (transaction: SdkTransaction) => Promise<unknown>[]]>([
    ['two reads', (transaction) => [note(transaction).get(), note(transaction, 'b').get()]],
    [
      'a write and a read',
      (transaction) => [note(transaction).update({ data: { n: 9 } }), note(transaction, 'b').get()],
    ],
    ['a write and the commit', (transaction) => [note(transaction).update({ data: { n: 9 } }), transaction.commit()]],
  ])('are refused side by side, and the transaction is over: %s', async (_, start) => {
    const transaction = await db.startTransaction()
    const ends = await Promise.allSettled(start(transaction))
    expect(ends.map(({ status }) => status)).toContain('rejected')
    expect(JSON.stringify(ends.map((end) => (end.status === 'rejected' ? String(end.reason) : '')))).toContain(BUSY)
    expect((await refusal(transaction.rollback())).message).toContain(OVER)
    expect(n()).toBe(0)
    await note(db).update({ data: { n: 1 } })
  })

  it('are refused while one is held up on its way', async () => {
    const hold = cloud.db.hold({ collection: 'notes' })
    const transaction = await db.startTransaction()
    const held = refusal(note(transaction).update({ data: { n: 9 } }))
    await hold.reached
    expect((await refusal(note(transaction, 'b').get())).message).toContain(BUSY)
    hold.release()
    expect((await held).message).toContain(OVER)
  })

  it('do not stand in the way of another transaction, or of a plain request', async () => {
    const first = await db.startTransaction()
    const second = await db.startTransaction()
    await Promise.all([note(first).get(), note(second).get(), note(db).get(), note(db).get()])
    await Promise.all([first.commit(), second.commit()])
  })
})

describe('locks and lifetime', () => {
  it('makes a plain write wait for the transaction that holds the document', async () => {
    const transaction = await db.startTransaction()
    await note(transaction).update({ data: { n: 10 } })
    let isDone = false
    const plain = note(db)
      .update({ data: { n: db.command.inc(1) } })
      .then(() => (isDone = true))
    await roundTrip()
    expect(isDone).toBe(false)
    await transaction.commit()
    await plain
    expect(n()).toBe(11)
  })

  it('asks the query of a waiting write again once the document is free', async () => {
    const transaction = await db.startTransaction()
    await note(transaction).update({ data: { n: 10 } })
    const plain = db
      .collection('notes')
      .where({ _id: 'a', n: 0 })
      .update({ data: { n: 99 } })
    await roundTrip()
    await transaction.commit()
    expect((await plain).stats.updated).toBe(0)
    expect(n()).toBe(10)
  })

  it('answers that the transaction is busy when a plain write has waited for 10 seconds', async () => {
    const transaction = await db.startTransaction()
    await note(transaction).update({ data: { n: 1 } })
    const waiting = refusal(note(db).update({ data: { n: 2 } }))
    await roundTrip()
    clock.advance(10_000)
    const error = await waiting
    expect(error.errCode).toBe(-501001)
    expect(error.errMsg).toContain('[ResourceUnavailable.TransactionBusy]')
    await transaction.commit()
    expect(n()).toBe(1)
  })

  it('ends a transaction after 30 seconds and frees its documents', async () => {
    const transaction = await db.startTransaction()
    await note(transaction).update({ data: { n: 1 } })
    clock.advance(29_999)
    await note(transaction).update({ data: { n: 2 } })
    clock.advance(1)
    const error = await refusal(note(transaction).update({ data: { n: 3 } }))
    expect(error.errMsg).toContain(OVER)
    await note(db).update({ data: { n: 4 } })
    expect(n()).toBe(4)
  })

  it('leaves no timer behind after commit, rollback or failure', async () => {
    await db.runTransaction((transaction) => note(transaction).update({ data: { n: 1 } }))
    await (await db.startTransaction()).rollback()
    const failed = await db.startTransaction()
    await refusal(failed.collection('nope').doc('x').get())
    expect(clock.pending).toBe(0)
  })
})
