import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../sandbox/cloud/standIn'
import { manualClock } from '../../support/cloudClock'
import type { Sdk, SdkDatabase } from '../../support/cloudSdk'
import { loadSdk, refusal } from '../../support/cloudSdk'

// Threads and sockets take their time on a busy machine; what is tested does not depend on it.
jest.setTimeout(60_000)

const clock = manualClock()
let cloud: CloudStandIn
let sdk: Sdk
let db: SdkDatabase

beforeAll(async () => {
  cloud = await startCloud({
    clock,
    documentBytes: 2048,
    collections: [
      { name: 'notes', access: 'ADMINONLY', indexes: [] },
      {
        name: 'seats',
        access: 'ADMINONLY',
        indexes: [
          {
            name: 'room_seat',
            unique: true,
            keys: [
              { name: 'room', direction: '1' },
              { name: 'place.seat', direction: '1' },
            ],
          },
        ],
      },
    ],
  })
  sdk = loadSdk(cloud)
  db = sdk.database()
})
afterEach(() => cloud.db.clear())
afterAll(() => cloud.close())

describe('the real SDK, documents', () => {
  it('adds with a new id of 32 hex digits, or with the id given', async () => {
    const { _id } = await db.collection('notes').add({ data: { n: 1 } })
    expect(_id).toMatch(/^[0-9a-f]{32}$/)
    const own = await db.collection('notes').add({ data: { _id: 'mine', n: 2 } })
    expect(own._id).toBe('mine')
    expect(cloud.db.get('notes', 'mine')).toEqual({ _id: 'mine', n: 2 })
  })

  it('adds several at once', async () => {
    const { _ids } = await db.collection('notes').add({ data: [{ _id: 'a' }, { _id: 'b' }] })
    expect(_ids).toEqual(['a', 'b'])
  })

  it('keeps those before a refused one when adding several', async () => {
    await refusal(db.collection('notes').add({ data: [{ _id: 'a' }, { _id: 'a' }, { _id: 'b' }] }))
    expect(cloud.db.find('notes')).toEqual([{ _id: 'a' }])
  })

  it('gives back dates, nested objects, lists, null and numbers as they were', async () => {
    const data = { at: new Date(1_700_000_000_000), deep: { list: [1, { x: null }] }, big: 12_345_678_901, part: 1.5 }
    await db.collection('notes').add({ data: { _id: 'a', ...data } })
    const { data: read } = await db.collection('notes').doc('a').get()
    expect(read).toEqual({ _id: 'a', ...data })
  })

  it('writes server dates with their offset by the clock of the database, at any depth', async () => {
    await db.collection('notes').add({ data: { _id: 'a', at: db.serverDate() } })
    await db
      .collection('notes')
      .doc('a')
      .update({ data: { deep: { later: db.serverDate({ offset: 1000 }) } } })
    expect(cloud.db.get('notes', 'a')).toEqual({
      _id: 'a',
      at: new Date(clock.now()),
      deep: { later: new Date(clock.now() + 1000) },
    })
  })

  it('says a missing document does not exist, with errCode -1', async () => {
    const error = await refusal(db.collection('notes').doc('none').get())
    expect(error).toMatchObject({ errCode: -1, errMsg: 'document.get:fail document with _id none does not exist' })
  })

  it('gives null for a missing document when asked not to throw', async () => {
    const { data } = await sdk.database({ throwOnNotFound: false }).collection('notes').doc('none').get()
    expect(data).toBeNull()
  })

  it('tells set that replaces from set that creates', async () => {
    const note = db.collection('notes').doc('a')
    expect((await note.set({ data: { n: 1 } })).stats).toEqual({ updated: 0, created: 1 })
    expect((await note.set({ data: { m: 2 } })).stats).toEqual({ updated: 1, created: 0 })
    expect(cloud.db.get('notes', 'a')).toEqual({ _id: 'a', m: 2 })
  })

  it('updates with operators, merging nested fields', async () => {
    await cloud.db.insert('notes', { _id: 'a', n: 1, deep: { keep: 1, x: 1 }, tags: ['a'], gone: true })
    const _ = db.command
    const { stats } = await db
      .collection('notes')
      .doc('a')
      .update({
        data: { n: _.inc(2), deep: { x: 5 }, tags: _.push(['b']), set: _.addToSet('q'), gone: _.remove() },
      })
    expect(stats.updated).toBe(1)
    const expected = { _id: 'a', n: 3, deep: { keep: 1, x: 5 }, tags: ['a', 'b'], set: ['q'] }
    expect(cloud.db.get('notes', 'a')).toEqual(expected)
  })

  it('counts an update that changes nothing as none', async () => {
    await cloud.db.insert('notes', { _id: 'a', n: 1 })
    const { stats } = await db
      .collection('notes')
      .doc('a')
      .update({ data: { n: 1 } })
    expect(stats.updated).toBe(0)
  })

  it('updates nothing when the document is missing', async () => {
    const { stats } = await db
      .collection('notes')
      .doc('none')
      .update({ data: { n: 1 } })
    expect(stats.updated).toBe(0)
    expect(cloud.db.find('notes')).toEqual([])
  })

  it('removes one document, or says it removed none', async () => {
    await cloud.db.insert('notes', { _id: 'a' })
    expect((await db.collection('notes').doc('a').remove()).stats.removed).toBe(1)
    expect((await db.collection('notes').doc('a').remove()).stats.removed).toBe(0)
  })
})

describe('the real SDK, queries', () => {
  beforeEach(async () => {
    for (let n = 0; n < 5; n += 1)
      await cloud.db.insert('notes', { _id: `n${n}`, n, even: n % 2 === 0, text: `abc${n}` })
    await cloud.db.insert('notes', { _id: 'bare', deep: { a: 1 } })
  })

  const ids = async (query: object): Promise<unknown[]> =>
    (await db.collection('notes').where(query).get()).data.map(({ _id }) => _id)

  it('understands comparisons, lists, alternatives, existence, patterns and nested fields', async () => {
    const _ = db.command
    expect(await ids({ n: _.gt(1).and(_.lt(4)) })).toEqual(['n2', 'n3'])
    expect(await ids({ n: _.in([0, 4]) })).toEqual(['n0', 'n4'])
    expect(await ids(_.or({ n: 1 }, { _id: 'bare' }))).toEqual(['n1', 'bare'])
    expect(await ids({ n: _.exists(false) })).toEqual(['bare'])
    expect(await ids({ text: db.RegExp({ regexp: '^ABC[12]', options: 'i' }) })).toEqual(['n1', 'n2'])
    expect(await ids({ text: /^abc3/ })).toEqual(['n3'])
    expect(await ids({ deep: { a: 1 } })).toEqual(['bare'])
    expect(await ids({ _id: 'n1', even: false })).toEqual(['n1'])
    expect(await ids({ _id: 'n1', even: true })).toEqual([])
  })

  it('takes a missing field for null', async () => {
    expect(await ids({ n: null })).toEqual(['bare'])
  })

  it('drops undefined from a query without a word', async () => {
    expect(await ids({ n: undefined, even: true })).toEqual(['n0', 'n2', 'n4'])
  })

  it('orders, pages and projects', async () => {
    const { data } = await db
      .collection('notes')
      .where({ even: db.command.exists(true) })
      .orderBy('even', 'desc')
      .orderBy('n', 'desc')
      .skip(1)
      .limit(3)
      .field({ n: true, _id: false })
      .get()
    expect(data).toEqual([{ n: 2 }, { n: 0 }, { n: 3 }])
  })

  it('counts and aggregates', async () => {
    expect(await db.collection('notes').where({ even: true }).count()).toMatchObject({ total: 3 })
    const { list } = await db
      .collection('notes')
      .aggregate()
      .match({ n: db.command.exists(true) })
      .group({ _id: '$even', sum: db.command.aggregate.sum('$n') })
      .sort({ _id: 1 })
      .end()
    expect(list).toEqual([
      { _id: false, sum: 4 },
      { _id: true, sum: 6 },
    ])
  })

  it('joins another collection', async () => {
    await cloud.db.insert('seats', { _id: 's', room: 'n1', place: { seat: 7 } })
    const { list } = await db
      .collection('notes')
      .aggregate()
      .match({ _id: 'n1' })
      .lookup({ from: 'seats', localField: '_id', foreignField: 'room', as: 'seats' })
      .end()
    expect(list).toMatchObject([{ _id: 'n1', seats: [{ _id: 's' }] }])
  })

  it('updates and removes by query, all that match or one', async () => {
    const even = db.collection('notes').where({ even: true })
    expect((await even.update({ data: { hit: true } })).stats.updated).toBe(3)
    expect((await db.collection('notes').where({ hit: true }).remove()).stats.removed).toBe(3)
    expect(await ids({ hit: true })).toEqual([])
  })

  it('compares and sets in one step: of 8 at once, one wins', async () => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, claimant) =>
        db
          .collection('notes')
          .where({ _id: 'n1', owner: null })
          .update({ data: { owner: claimant } }),
      ),
    )
    expect(claims.filter(({ stats }) => stats.updated === 1)).toHaveLength(1)
  })
})

describe('the real SDK, limits of a page', () => {
  it('returns 100 documents by default and 1000 at most', async () => {
    for (let n = 0; n < 1001; n += 1) await cloud.db.insert('notes', { n })
    expect((await db.collection('notes').get()).data).toHaveLength(100)
    expect((await db.collection('notes').limit(5000).get()).data).toHaveLength(1000)
    expect(cloud.db.find('notes')).toHaveLength(1001)
  })
})

describe('the real SDK, refusals', () => {
  it('refuses a second document with the same _id, with the E11000 text and -502001', async () => {
    await db.collection('notes').add({ data: { _id: 'a', n: 1 } })
    const error = await refusal(db.collection('notes').add({ data: { _id: 'a', n: 2 } }))
    expect(error.errCode).toBe(-502001)
    expect(error.code).toBeUndefined()
    expect(error.errMsg).toBe(
      'collection.add:fail -502001 database request fail. [FailedOperation] multiple write errors: ' +
        '[{write errors: [{E11000 duplicate key error collection: tnt-local.notes index: _id_ dup key: { : "a" }}]}, {<nil>}]',
    )
    expect(cloud.db.get('notes', 'a')).toEqual({ _id: 'a', n: 1 })
  })

  it('refuses a second document with the same key in a unique index, on add, update and set', async () => {
    const seats = db.collection('seats')
    await seats.add({ data: { _id: 'a', room: 'R', place: { seat: 1 } } })
    await seats.add({ data: { _id: 'b', room: 'R', place: { seat: 2 } } })
    const taken = { room: 'R', place: { seat: 1 } }
    const refused = [
      await refusal(seats.add({ data: { _id: 'c', ...taken } })),
      await refusal(seats.doc('b').update({ data: taken })),
      await refusal(seats.doc('b').set({ data: taken })),
    ]
    for (const error of refused) expect(error.errMsg).toMatch(/E11000 .* index: room_seat dup key: \{ : "R", : 1 \}/)
    expect(cloud.db.get('seats', 'b')).toEqual({ _id: 'b', room: 'R', place: { seat: 2 } })
  })

  it('lets a document keep its own key', async () => {
    const seats = db.collection('seats')
    await seats.add({ data: { _id: 'a', room: 'R', place: { seat: 1 } } })
    await seats.doc('a').set({ data: { room: 'R', place: { seat: 1 }, note: 'again' } })
    expect(cloud.db.get('seats', 'a')).toMatchObject({ note: 'again' })
  })

  it('takes missing fields of a unique index for null, so that two documents without them collide', async () => {
    await db.collection('seats').add({ data: { room: 'R' } })
    const error = await refusal(db.collection('seats').add({ data: { room: 'R' } }))
    expect(error.errMsg).toContain('E11000')
  })

  it('refuses an unknown collection with -502005 and does not make it', async () => {
    for (const attempt of [db.collection('nope').get(), db.collection('nope').add({ data: {} })]) {
      const error = await refusal(attempt)
      expect(error.errCode).toBe(-502005)
      expect(error.errMsg).toContain('Db or Table not exist')
    }
    expect(cloud.db.collectionNames).toEqual(['notes', 'seats'])
  })

  it('makes a collection when asked, once', async () => {
    await db.createCollection('fresh')
    await db.collection('fresh').add({ data: { _id: 'a' } })
    const error = await refusal(db.createCollection('fresh'))
    expect(error.errMsg).toContain('Table exist')
  })

  it('refuses a document over the size limit, on add and on update', async () => {
    const tooLong = 'x'.repeat(2048)
    const added = await refusal(db.collection('notes').add({ data: { _id: 'a', text: tooLong } }))
    expect(added.errCode).toBe(-502001)
    expect(added.errMsg).toContain('too large')
    await cloud.db.insert('notes', { _id: 'b' })
    const updated = await refusal(
      db
        .collection('notes')
        .doc('b')
        .update({ data: { text: tooLong } }),
    )
    expect(updated.errMsg).toContain('too large')
    expect(cloud.db.find('notes')).toEqual([{ _id: 'b' }])
  })

  it.each([
    ['a field below null', { gone: { x: 1 } }, "Cannot create field 'x' in element {gone: null}"],
    ['a field below a text', { text: { x: 1 } }, 'Cannot create field \'x\' in element {text: "t"}'],
  ])('refuses %s, as the engine of the cloud does', async (_name, data, message) => {
    await cloud.db.insert('notes', { _id: 'a', gone: null, text: 't' })
    const error = await refusal(db.collection('notes').doc('a').update({ data }))
    expect(error.errCode).toBe(-502001)
    expect(error.errMsg).toContain(message)
  })

  it('refuses arithmetic on a text and pushing to what is no list', async () => {
    await cloud.db.insert('notes', { _id: 'a', text: 't' })
    const { inc, push } = { inc: db.command.inc(1), push: db.command.push(['x']) }
    const counted = await refusal(
      db
        .collection('notes')
        .doc('a')
        .update({ data: { text: inc } }),
    )
    expect(counted.errMsg).toContain('non-numeric type')
    const pushed = await refusal(
      db
        .collection('notes')
        .doc('a')
        .update({ data: { text: push } }),
    )
    expect(pushed.errMsg).toContain('must be an array')
    expect(cloud.db.get('notes', 'a')).toEqual({ _id: 'a', text: 't' })
  })

  it('refuses what the SDK itself refuses, in its numbers', async () => {
    const note = db.collection('notes').doc('a')
    expect(await refusal(note.update({ data: { _id: 'b' } }))).toMatchObject({ errCode: -501007 })
    expect(await refusal(note.set({ data: { n: db.command.inc(1) } }))).toMatchObject({ errCode: -502001 })
    expect(await refusal(note.update({ data: {} }))).toMatchObject({ errCode: -1 })
  })
})
