import { StoreError } from '../../../../../../cloudfunctions/_shared/kernel/errors'
import { createDocumentReader } from '../../../../../../cloudfunctions/_shared/platform/database/document/merchantDocuments'
import type { CloudDatabase } from '../../../../../../cloudfunctions/_shared/platform/database/document/sdk'

/** A database of one document, and how often it was opened. */
function setUp(get: () => Promise<{ data: object | null }>) {
  const asked: string[] = []
  const openDatabase = jest.fn(async () => {
    const collection = (name: string) => ({
      doc: (id: string) => {
        asked.push(`${name}/${id}`)
        return { get }
      },
    })
    return { collection } as unknown as CloudDatabase
  })
  return { read: createDocumentReader(openDatabase), openDatabase, asked }
}

it('reads a document as it is stored, and opens the database once', async () => {
  const { read, openDatabase, asked } = setUp(async () => ({ data: { total: 350, more: 'theirs' } }))
  expect(openDatabase).not.toHaveBeenCalled()
  expect(await read('orders', 'A')).toEqual({ total: 350, more: 'theirs' })
  await read('rides', 'B')
  expect(asked).toEqual(['orders/A', 'rides/B'])
  expect(openDatabase).toHaveBeenCalledTimes(1)
})

it('tells undefined for what is not there', async () => {
  expect(await setUp(async () => ({ data: null })).read('orders', 'A')).toBeUndefined()
})

it('tells a fault of the database by its code, never by its text', async () => {
  const { read } = setUp(() => Promise.reject(Object.assign(new Error('oAlice'), { errCode: -1 })))
  await expect(read('orders', 'A')).rejects.toEqual(new StoreError('read orders', 'code -1'))
})
