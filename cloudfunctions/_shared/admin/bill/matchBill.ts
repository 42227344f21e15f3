// MATCH: a day's trade bill against what is on record. It changes nothing.
import * as v from 'valibot'
import { CallFailure } from '../../kernel/errors'
import { toFailure } from '../../kernel/outcomes'
import type { CallOutcome } from '../../kernel/ports'
import type { BillDeps } from '../ports'
import { compareBill, type Difference } from './compareBill'
import { dayOf, recordsOf } from './recordsOfBill'
import { createBillReader, UnreadableBill, type BillRow } from './tradeBill'

const DATE = 'expected a day that exists, as yyyy-MM-dd; its bill is there from about 10 o’clock of the next'

export const matchBillInput = v.strictObject({ date: v.pipe(v.string(DATE), v.check(isDay, DATE)) })

/** Date.parse takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

/** An answer may have 6 MB, and a person reads no more. */
const MAX_TOLD = 500

interface Matched {
  date: string
  /** Rows of the bill. */
  paid: number
  refunded: number
  reversed: number
  /** Numbers that belong to the day by our records. */
  onRecord: number
  differing: number
  /** The first of them. */
  differences: Difference[]
}

/**
 * @throws {CallFailure} RATE_LIMITED, WECHATPAY_REJECTED: no bill of that day, or not yet; WECHATPAY_UNREACHABLE; WECHATPAY_UNTRUSTED: it
 *   was altered on its way, or is of a form nobody here knows
 * @throws {StoreError} the database failed
 */
export async function matchBill({ date }: v.InferOutput<typeof matchBillInput>, deps: BillDeps): Promise<Matched> {
  const rows = await readBill(date, deps)
  const { onRecord, ofTheDay } = await recordsOf(rows, dayOf(date), deps.store)
  const differences = compareBill(rows, onRecord, ofTheDay)
  const count = (kind: BillRow['kind']): number => rows.filter((row) => row.kind === kind).length
  return {
    date,
    paid: count('paid'),
    refunded: count('refund'),
    reversed: count('reversed'),
    onRecord: ofTheDay.payments.length + ofTheDay.refunds.length,
    differing: differences.length,
    differences: differences.slice(0, MAX_TOLD),
  }
}

/** Nothing of a bill is proved before its end: so it is read whole, and looked at then. */
async function readBill(date: string, { bills, log }: BillDeps): Promise<BillRow[]> {
  const rows: BillRow[] = []
  const read = createBillReader()
  try {
    const outcome = await bills.tradeBill(date, (line) => {
      const row = read(line)
      if (row) rows.push(row)
    })
    if (outcome.kind === 'accepted') return rows
    if (isEmptyDay(outcome)) return []
    throw toFailure(outcome)
  } catch (error) {
    if (!(error instanceof UnreadableBill)) throw error
    log.alert('bill not as documented', { explanation: error.message })
    throw new CallFailure('WECHATPAY_UNTRUSTED', `The bill cannot be read: ${error.message}`)
  }
}

/** Signed, and it says that nothing happened on that day. */
const isEmptyDay = (outcome: CallOutcome<unknown>): boolean =>
  outcome.kind === 'refused' && outcome.isSigned && outcome.apiCode === 'NO_STATEMENT_EXIST'
