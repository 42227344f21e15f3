// MATCH: a day's trade bill against what is on record. It changes nothing.
import * as v from 'valibot'
import { CallFailure, invalidInput } from '../../kernel/errors'
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

/** From then on of the next day, in Beijing, a day that has no bill had nothing to put into it. */
const MADE_MS = 10 * 60 * 60 * 1000

/**
 * @throws {CallFailure} INVALID_INPUT: the day is not over; RATE_LIMITED, WECHATPAY_REJECTED: no bill of that day, or not yet; WECHATPAY_UNREACHABLE; WECHATPAY_UNTRUSTED: it
 *   was altered on its way, or is of a form nobody here knows
 *   STORE_FAILED: the time was over before all of it was looked up, and nothing is told of a part
 * @throws {StoreError} the database failed
 */
export async function matchBill({ date }: v.InferOutput<typeof matchBillInput>, deps: BillDeps): Promise<Matched> {
  const day = dayOf(date)
  const sinceMs = deps.clock.nowMs() - day.toMs
  if (sinceMs <= 0)
    throw invalidInput('date', 'expected a day that is over in Beijing: its bill is there the day after')
  const rows = await readBill(date, sinceMs > MADE_MS, deps)
  const { onRecord, ofTheDay } = await recordsOf(rows, day, deps)
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
async function readBill(date: string, isMade: boolean, { bills, log }: BillDeps): Promise<BillRow[]> {
  const rows: BillRow[] = []
  const reader = createBillReader()
  try {
    const outcome = await bills.tradeBill(date, (line) => {
      const row = reader.take(line)
      if (row) rows.push(row)
    })
    if (outcome.kind === 'accepted') {
      reader.end()
      return rows
    }
    if (isMade && isEmptyDay(outcome)) return []
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
