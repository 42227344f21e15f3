// SHOP: reads it from the database the functions are on, and the days of bills from WeChat Pay.
import type { LocalWechat } from '../../localWechat'
import type { ShopView } from '../wire'
import { shopOnRecord } from './shopOnRecord'

export async function readShop({ records, wechatPay }: LocalWechat, user: string): Promise<ShopView> {
  const all = {
    contracts: await records.all('contracts'),
    payments: await records.all('payments'),
    charges: await records.all('charges'),
    charge_orders: await records.all('charge_orders'),
    refunds: await records.all('refunds'),
  }
  return shopOnRecord(user, all, { movedAtMs: await whenMoneyMoved(wechatPay), nowMs: wechatPay.clock.now() })
}

async function whenMoneyMoved({ control }: LocalWechat['wechatPay']): Promise<number[]> {
  const times = [
    ...(await control.orders()).map(({ paidAtMs }) => paidAtMs),
    ...(await control.charges()).map(({ chargedAtMs }) => chargedAtMs),
    ...(await control.refunds()).map(({ createdAtMs }) => createdAtMs),
  ]
  return times.filter((ms) => ms !== undefined)
}
