import { find } from '../../../../cloudfunctions/_shared/merchant/orders'

it('as delivered, an order is a document of the collection orders, its number the id', async () => {
  const read = jest.fn(async () => ({ total: 350 }))
  expect(await find('ORDER-1', read)).toEqual({ total: 350 })
  expect(read.mock.calls).toEqual([['orders', 'ORDER-1']])
})
