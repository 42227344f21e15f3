// The merchant's own order: what is paid for, how much, and by whom. It comes from the server side, never from the page.
import * as v from 'valibot'
import { CallFailure, invalidInput, MerchantError, StoreError } from '../kernel/errors'
import type { Caller } from '../kernel/ports'
import { sentText } from '../kernel/sentText'
import { fen } from './fen'
import type { OrderDeps } from './ports'

export const MAX_DESCRIPTION_BYTES = 127

const DIGITS = 'expected 1 to 32 digits'
export const subMchid = v.pipe(v.string(DIGITS), v.regex(/^[0-9]{1,32}$/, DIGITS))

const OrderSchema = v.object({
  openid: v.pipe(
    v.string('expected the openid of the user who pays'),
    v.nonEmpty('expected the openid of the user who pays'),
  ),
  description: sentText('expected what is paid for', MAX_DESCRIPTION_BYTES),
  total: fen,
  sub_mchid: v.optional(subMchid),
})

export type MerchantOrder = v.InferOutput<typeof OrderSchema>

/**
 * The caller's order, as the merchant keeps it: whether it can be paid is not looked at.
 * @throws {CallFailure} NOT_FOUND for one that is not there or not theirs
 * @throws {StoreError} the database failed
 * @throws {MerchantError} looking it up failed in any other way, or gave no answer
 */
export async function findOwnOrder(
  out_trade_no: string,
  caller: Caller,
  { findOrder }: Pick<OrderDeps, 'findOrder'>,
): Promise<unknown> {
  const stored = await findOrder(out_trade_no).catch((error: unknown) => {
    throw error instanceof StoreError || error instanceof MerchantError ? error : new MerchantError('orders.ts', error)
  })
  if (stored !== undefined && isTheirs(stored, caller)) return stored
  throw new CallFailure('NOT_FOUND', 'No order of this user has this out_trade_no')
}

/** @throws {CallFailure} INVALID_INPUT where the stored order cannot be paid */
export function toPayable(stored: unknown): MerchantOrder {
  const parsed = v.safeParse(OrderSchema, stored)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalidInput(
    `order.${v.getDotPath(issue) ?? ''}`,
    `${issue.message}; mend it where the merchant keeps its orders`,
  )
}

/** The caller's order, if it can be paid. @throws as {@link findOwnOrder} and {@link toPayable} */
export const readOrder = async (
  out_trade_no: string,
  caller: Caller,
  deps: Pick<OrderDeps, 'findOrder'>,
): Promise<MerchantOrder> => toPayable(await findOwnOrder(out_trade_no, caller, deps))

function isTheirs(stored: unknown, caller: Caller): boolean {
  if (typeof stored !== 'object' || stored === null || !('openid' in stored)) return false
  // One name, whatever it is called: the user of the mini-program that calls.
  return stored.openid !== '' && Object.values<string>(caller).includes(String(stored.openid))
}
