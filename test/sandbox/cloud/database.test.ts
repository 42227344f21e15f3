import { Database } from '../../../sandbox/cloud/database/database'
import { createCloudEvents } from '../../../sandbox/cloud/events'
import { decode, encode } from '../../../sandbox/cloud/gateway/ejson'
import { manualClock } from '../../support/cloudClock'

// What the SDK never sends, or shows only in part.

let database: Database

beforeEach(() => {
  database = new Database({
    clock: manualClock(),
    events: createCloudEvents(),
    collections: [
      { name: 'notes', access: 'ADMINONLY', indexes: [] },
      {
        name: 'seats',
        access: 'ADMINONLY',
        indexes: [{ name: 'seat', unique: true, keys: [{ name: 'seat', direction: '1' }] }],
      },
    ],
    documentBytes: 1024,
    transactionMs: 30_000,
    lockWaitMs: 10_000,
  })
})

const modify = { isMerge: true, isMulti: false, isUpsert: false }
const update = (data: Record<string, unknown>) => database.modify('notes', { ...modify, query: { _id: 'a' }, data })

describe('what may be stored', () => {
  it.each([
    ['an _id that is an object', { _id: { x: 1 } }, '_id must be a string or a number'],
    ['an empty _id', { _id: '' }, '_id must not be empty'],
    ['a name that starts with $', { _id: 'a', deep: [{ $set: 1 }] }, "The dollar ($) prefixed field '$set'"],
  ])('refuses %s', async (_name, document, message) => {
    await expect(database.insert('notes', [document])).rejects.toThrow(message)
    expect(database.count('notes', {})).toBe(0)
  })

  it('tells the number 1 from the text "1"', async () => {
    await database.insert('notes', [{ _id: 1 }, { _id: '1' }])
    expect(database.find('notes', { query: { _id: 1 } })).toEqual([{ _id: 1 }])
  })
})

describe('updates the engine of the cloud refuses', () => {
  beforeEach(() => database.insert('notes', [{ _id: 'a', list: [1, { x: 1 }], n: 1 }]))

  it.each([
    ['of the _id', { $set: { _id: 'b' } }, "immutable field '_id'"],
    ['that are empty', { $set: {} }, "'$set' is empty"],
    ['with an unknown operator', { $grow: { n: 1 } }, '$grow'],
    ['without an operator', { n: 2 }, 'not an update operator'],
    ['of a path and a path below it', { $set: { deep: {}, 'deep.x': 1 } }, 'conflict'],
    ['of a name in a list', { $set: { 'list.x': 1 } }, "Cannot create field 'x' in element {list: [1,"],
    ['that multiply null', { $mul: { list: 2 } }, 'non-numeric type'],
    ['that pull from a number', { $pull: { n: 1 } }, 'must be an array but is of type number'],
  ])('%s', async (_name, data, message) => {
    await expect(update(data)).rejects.toThrow(message)
    expect(database.find('notes', {})).toEqual([{ _id: 'a', list: [1, { x: 1 }], n: 1 }])
  })

  it('but not one into a list by position, or of what is missing', async () => {
    await update({ $set: { 'list.1.x': 2, 'made.deep': 1 }, $unset: { 'n.below': '' }, $inc: { fresh: 1 } })
    const expected = { _id: 'a', list: [1, { x: 2 }], n: 1, made: { deep: 1 }, fresh: 1 }
    expect(database.find('notes', {})).toEqual([expected])
  })

  it('never changes a stored document in place', async () => {
    const [before] = database.findAll('notes', {})
    await update({ $push: { list: 2 } })
    await update({ $set: { 'list.1.x': 9 } })
    expect(before).toEqual({ _id: 'a', list: [1, { x: 1 }], n: 1 })
  })

  it('makes a document only for set() by _id', async () => {
    const byQuery = { ...modify, isMerge: false, isUpsert: true, query: { n: 7 }, data: { n: 7 } }
    await expect(database.modify('notes', byQuery)).rejects.toThrow('only set() of one document')
  })
})

describe('queries', () => {
  it('return 1000 documents at most, whatever they ask for', async () => {
    await database.insert(
      'notes',
      Array.from({ length: 1001 }, (_, n) => ({ n })),
    )
    expect(database.find('notes', { limit: 5000 })).toHaveLength(1000)
  })

  it('run no script', async () => {
    await database.insert('notes', [{ _id: 'a' }])
    expect(() => database.find('notes', { query: { $where: 'return true' } })).toThrow('[FailedOperation]')
  })

  it('refuse an order that is neither up nor down', () => {
    expect(() => database.find('notes', { order: { n: 2 } })).toThrow("bad sort specification for 'n'")
  })
})

describe('unique indexes in a transaction', () => {
  it('are checked at the write, against the state of the start and its own writes', async () => {
    await database.insert('seats', [{ _id: 'a', seat: 1 }])
    const taken = database.startTransaction()
    await expect(database.insert('seats', [{ _id: 'b', seat: 1 }], { transactionId: taken })).rejects.toThrow('E11000')
    const twice = database.startTransaction()
    await database.insert('seats', [{ _id: 'b', seat: 2 }], { transactionId: twice })
    const again = database.insert('seats', [{ _id: 'c', seat: 2 }], { transactionId: twice })
    await expect(again).rejects.toThrow('E11000')
  })

  it('let a key move from one document to another', async () => {
    await database.insert('seats', [{ _id: 'a', seat: 1 }])
    const transactionId = database.startTransaction()
    await database.remove('seats', { _id: 'a' }, false, { transactionId })
    await database.insert('seats', [{ _id: 'b', seat: 1 }], { transactionId })
    database.commitTransaction(transactionId)
    expect(database.findAll('seats', {})).toEqual([{ _id: 'b', seat: 1 }])
  })
})

describe('values on the wire', () => {
  it.each<[string, unknown]>([
    ['numbers', { i: 1, l: 12_345_678_901, d: 1.5 }],
    ['dates', { at: new Date(1_700_000_000_000) }],
    ['nesting', { list: [null, { deep: [true, 'x'] }] }],
  ])('survive both ways: %s', (_name, value) => {
    expect(decode(encode(value as Record<string, unknown>), 0)).toEqual(value)
  })

  it('come in as regular expressions, dates of the server, and ids as text', () => {
    expect(decode('{"r":{"$regularExpression":{"pattern":"^a","options":"i"}}}', 0)).toEqual({ r: /^a/i })
    expect(decode('{"at":{"$tcb_server_date":{"offset":{"$numberInt":"-5"}}}}', 1000)).toEqual({ at: new Date(995) })
    const id = '507f1f77bcf86cd799439011'
    expect(decode(`{"_id":{"$oid":"${id}"}}`, 0)).toEqual({ _id: id })
  })

  it('are refused when the local database has no such type', () => {
    expect(() => decode('{"b":{"$binary":{"base64":"AA==","subType":"00"}}}', 0)).toThrow('type Binary')
  })
})
