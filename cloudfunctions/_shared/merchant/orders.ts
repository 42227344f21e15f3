// YOURS to edit: where your orders are kept. To upgrade the kit, replace everything else and keep this folder.
import type { FindOrder } from '../orders/ports'

/**
 * The order of this number as you keep it, or undefined. What is paid is read from it: `openid`, `description`, `total` in fen,
 * and `sub_mchid` where somebody else is paid; all are checked, and everything else in it is yours.
 * @param read one document of a collection of yours, by its `_id`
 */
export const find: FindOrder = async (out_trade_no, read) => read('orders', out_trade_no)
