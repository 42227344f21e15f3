// FIND: what a user reads out, or a server names, and what is on record about it: a contract's code, an order's number, or the
// 客服编号 under a message of the page, which stands in the log alone.
import * as v from 'valibot'
import { CallFailure } from '../kernel/errors'
import type { RecordDeps } from './ports'
import { show } from './show'

const WHAT = 'expected an out_contract_code, an out_trade_no, or the 6 characters of a 客服编号'

export const findInput = v.strictObject({ id: v.pipe(v.string(WHAT), v.trim(), v.regex(/^[\w*-]{6,32}$/, WHAT)) })

/** The last of a requestId, as the page shows it. */
const SUPPORT_ID = /^[0-9A-Za-z-]{6}$/

/**
 * @returns as `show` tells it, and where in the log to look for a 客服编号
 * @throws {CallFailure} NOT_FOUND
 * @throws {StoreError} the database failed
 */
export async function find({ id }: v.InferOutput<typeof findInput>, deps: RecordDeps): Promise<object> {
  const [contract, payment] = await Promise.all([deps.store.read('contracts', id), deps.store.read('payments', id)])
  const found = {
    ...(contract && { contract: await show({ out_contract_code: id }, deps) }),
    ...(payment && { order: await show({ out_trade_no: id }, deps) }),
    ...(SUPPORT_ID.test(id) && { log: inLog(id) }),
  }
  if (Object.keys(found).length === 0) throw new CallFailure('NOT_FOUND', 'id: no contract and no order has it')
  return found
}

/** A word of its own, found by full text. Whoever reads it out may not tell large letters from small ones. */
const inLog = (id: string) => ({
  search: [...new Set([id, id.toLowerCase()])].map((one) => `"${one}"`).join(' OR '),
  where:
    'the log of the cloud functions (docs/admin.md); its lines name the out_contract_code or out_trade_no, to be found next',
})
