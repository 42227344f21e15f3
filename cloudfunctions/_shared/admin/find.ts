// FIND: what a user reads out, or a server names, and what is on record about it: a contract's code, the number of an order, a charge or
// a refund, or the 客服编号 under a message of the page, which stands in the log alone.
import * as v from 'valibot'
import { CallFailure } from '../kernel/errors'
import type { CollectionName } from '../records/documents'
import type { RecordDeps } from './ports'
import { show } from './show'

const WHAT =
  'expected an out_contract_code, an out_trade_no, combine_out_trade_no or out_refund_no, or the 6 characters of a 客服编号'

/** A Chinese keyboard writes full-width letters, digits and blanks. */
export const findInput = v.strictObject({
  id: v.pipe(v.string(WHAT), v.normalize('NFKC'), v.trim(), v.regex(/^[\w|*@-]{1,64}$/, WHAT)),
})

/** The last of a requestId, as the page shows it. */
const SUPPORT_ID = /^[0-9A-Za-z-]{6}$/

/**
 * @returns as `show` tells it, and where in the log to look for a 客服编号
 * @throws {CallFailure} NOT_FOUND
 * @throws {StoreError} the database failed
 */
export async function find({ id }: v.InferOutput<typeof findInput>, deps: RecordDeps): Promise<object> {
  const isThere = async (name: CollectionName) => (await deps.store.read(name, id)) !== undefined
  const [contract, payment, chargeOrder, charge, refund] = await Promise.all([
    isThere('contracts'),
    isThere('payments'),
    isThere('charge_orders'),
    isThere('charges'),
    isThere('refunds'),
  ])
  const found = {
    ...(contract && { contract: await show({ out_contract_code: id }, deps) }),
    ...((payment || chargeOrder) && { order: await show({ out_trade_no: id }, deps) }),
    ...(charge && { charge: await show({ combine_out_trade_no: id }, deps) }),
    ...(refund && { refund: await show({ out_refund_no: id }, deps) }),
    ...(SUPPORT_ID.test(id) && { log: inLog(id) }),
  }
  if (Object.keys(found).length === 0)
    throw new CallFailure('NOT_FOUND', 'id: no contract, order, charge or refund has it')
  return found
}

/** A word of its own, found by full text. Whoever reads it out may not tell large letters from small ones. */
const inLog = (id: string) => ({
  search: [...new Set([id, id.toLowerCase()])].map((one) => `"${one}"`).join(' OR '),
  where:
    'the log of the cloud functions (docs/admin.md); its lines name the out_contract_code or out_trade_no, to be found next',
})
