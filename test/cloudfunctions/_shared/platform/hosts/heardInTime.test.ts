// The merchant's own orders.ts, however it ends: what hangs is told by its file, and not as a failure of the database.
import { MerchantError, StoreError } from '../../../../../cloudfunctions/_shared/kernel/errors'
import { findOwnOrder } from '../../../../../cloudfunctions/_shared/orders/merchantOrder'
import { heardInTime } from '../../../../../cloudfunctions/_shared/platform/hosts/heardInTime'
import { within } from '../../../../../cloudfunctions/_shared/platform/runtime'
import { OPENID } from '../../../../support/builders'
import { ORDER, OUT_TRADE_NO } from '../../../../support/buildersOrders'

const found = async (find: () => unknown) =>
  findOwnOrder(
    OUT_TRADE_NO,
    { openid: OPENID },
    {
      findOrder: async () => heardInTime(find as () => Promise<unknown>, 20, within),
    },
  )

it.each<[how: string, find: () => unknown]>([
  ['by a promise', async () => Promise.resolve(ORDER)],
  ['at once', () => ORDER],
  ['by a thenable', () => ({ then: (tell: (order: unknown) => void) => tell(ORDER) })],
])('is heard where it answers %s', async (_, find) => {
  expect(await found(find)).toBe(ORDER)
})

it('that hangs is named, and the database is not blamed', async () => {
  const told = await found(async () => new Promise(() => undefined)).catch((error: unknown) => error)
  expect(told).toBeInstanceOf(MerchantError)
  expect(told).toMatchObject({ message: 'cloudfunctions/_shared/merchant/orders.ts gave no answer in 20 ms' })
})

it('that throws at once is named as well', async () => {
  const thrown = new TypeError('of oAlice')
  const told = found(() => {
    throw thrown
  })
  await expect(told).rejects.toMatchObject({ name: 'MerchantError', cause: thrown })
})

it('whose database fails tells that', async () => {
  const error = new StoreError('read orders', 'code -1')
  await expect(found(async () => Promise.reject(error))).rejects.toBe(error)
})
