// The sample of where a merchant keeps its orders: the collection `orders`, one document an order, its number as `_id`.
// Another place? Give `orderHost` another `MerchantOrders`.
import type { MerchantOrders } from '../orders/merchantOrder'
import type { CloudDatabase } from '../platform/database/sdk'
import { toStoreError } from '../platform/database/storeErrors'

/** @param openDatabase called once for every order that is looked up, so let it remember */
export const ordersCollection = (openDatabase: () => Promise<CloudDatabase>): MerchantOrders => ({
  async find(out_trade_no) {
    try {
      const { data } = await (await openDatabase()).collection('orders').doc(out_trade_no).get()
      return data ?? undefined
    } catch (error) {
      throw toStoreError('read orders', error)
    }
  },
})
