// The merchant's own order: whose it is, and whether it can be paid as it is stored.
import { readOrder } from '../../../../cloudfunctions/_shared/orders/merchantOrder'
import { MerchantError, StoreError } from '../../../../cloudfunctions/_shared/kernel/errors'
import { OPENID } from '../../../support/builders'
import { ORDER, OUT_TRADE_NO } from '../../../support/buildersOrders'

const caller = { openid: OPENID }
const read = async (stored: unknown, by: Parameters<typeof readOrder>[1] = caller) =>
  readOrder(OUT_TRADE_NO, by, { findOrder: async (number) => (number === OUT_TRADE_NO ? stored : undefined) })

it('is read as it is stored, and nothing beside it', async () => {
  expect(await read({ _id: OUT_TRADE_NO, ...ORDER, sub_mchid: '1900000110', secret: 'x' })).toEqual({
    ...ORDER,
    sub_mchid: '1900000110',
  })
})

it.each([[{ openid: OPENID }], [{ sub_openid: OPENID }]])('is theirs, by whichever name: %p', async (by) => {
  expect(await read(ORDER, by)).toEqual(ORDER)
})

it.each<[what: string, stored: unknown]>([
  ['is not there', undefined],
  ['is no document', 'text'],
  ['is somebody else’s', { ...ORDER, openid: 'oBob' }],
  ['is nobody’s', { ...ORDER, openid: '' }],
  ['has no owner', { description: 'x', total: 1 }],
  ['is null', null],
])('what %s is told apart by nobody', async (_, stored) => {
  await expect(read(stored)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'No order of this user has this out_trade_no',
  })
})

it('is nobody’s either, when the caller’s own id is empty', async () => {
  await expect(read({ ...ORDER, openid: '' }, { openid: '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it.each([1, 1_000_000_000])('may cost %d fen', async (total) => {
  expect(await read({ ...ORDER, total })).toMatchObject({ total })
})

it.each<[field: string, changes: object]>([
  ['total', { total: 0 }],
  ['total', { total: -1 }],
  ['total', { total: 1_000_000_001 }],
  ['total', { total: 3.5 }],
  ['total', { total: '350' }],
  ['total', { total: NaN }],
  ['total', { total: Infinity }],
  ['total', { total: undefined }],
  ['description', { description: '' }],
  ['description', { description: ' \n ' }],
  ['description', { description: '骑'.repeat(43) }],
  ['description', { description: 5 }],
  ['description', { description: '单车骑行 🚲' }],
  ['description', { description: '𠮷野家' }],
  ['description', { description: '单车😀'.slice(0, 3) }],
  ['description', { description: '单车\u0000骑行' }],
  ['description', { description: '单车\r\n骑行' }],
  ['description', { description: '单车\u202e骑行' }],
  ['sub_mchid', { sub_mchid: '19000001x' }],
  ['sub_mchid', { sub_mchid: 1900000110 }],
  ['openid', { openid: [OPENID] }],
])('cannot be paid with a bad %s, which is named and not repeated: %p', async (field, changes) => {
  await expect(read({ ...ORDER, ...changes })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(new RegExp(`^order\\.${field}: expected .*; mend it where`)) as string,
  })
})

it('may be described in 127 bytes', async () => {
  const description = `${'骑'.repeat(42)}a`
  expect(await read({ ...ORDER, description })).toMatchObject({ description })
})

describe('looking it up fails', () => {
  const fail = async (error: unknown) =>
    readOrder(OUT_TRADE_NO, caller, {
      findOrder: async () => {
        throw error
      },
    })

  it.each([new TypeError('fetch failed'), 'text', undefined])(
    "in the merchant's own code: the error names its file, and keeps what was thrown: %p",
    async (thrown) => {
      const told = await fail(thrown).catch((error: unknown) => error)
      expect(told).toBeInstanceOf(MerchantError)
      expect(told).toMatchObject({ message: 'cloudfunctions/_shared/merchant/orders.ts threw an error', cause: thrown })
    },
  )

  it('in the database: that is told as it is', async () => {
    const error = new StoreError('read orders', 'code -1')
    await expect(fail(error)).rejects.toBe(error)
  })
})
