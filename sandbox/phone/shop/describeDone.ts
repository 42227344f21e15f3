// SHOP: what a server-only function answered, as a line tells it. Pure.
import { describeAnswer } from '../live/describe'
import { say, type Said } from '../texts/texts'
import type { NewEntry, Tone } from '../wire'
import type { ServerCall } from './callOf'

interface Answered {
  ms: number
  isCold: boolean
  /** `{ result }`, or `{ errCode, errMsg }` where the function came to nothing. */
  answer: object
}

export function describeDone(call: ServerCall, answered: Answered): Partial<NewEntry> {
  const line = describeAnswer({ name: call.functionName, ...answered })
  const result = Object((answered.answer as { result?: unknown }).result) as Readonly<Record<string, unknown>>
  const { detail = [] } = line
  if (result['ok'] !== true) return { ...line, detail: [...aboutOf(call), ...detail] }
  if (call.action === 'matchBill') return { ...line, ...describeMatch(result as unknown as Matched, detail) }
  const tone = TONES[String(result['state'])]
  return { ...line, ...(tone && { tone }), detail: [...aboutOf(call), ...detail] }
}

/** Outcomes of a charge that leave the money where it was, or nobody knows where. */
const TONES: Readonly<Record<string, Tone>> = {
  inProgress: 'warn',
  cashier: 'warn',
  refused: 'warn',
  reversed: 'warn',
}

export const aboutOf = ({ amount }: ServerCall): Said[] =>
  amount === undefined ? [] : [`¥${(amount / 100).toFixed(2)}`]

interface Matched {
  date: string
  paid: number
  refunded: number
  reversed: number
  differing: number
  differences: { what: string; number: string; difference: string; there?: unknown; here?: unknown }[]
}

/** All of them are in the answer, which the drawer shows. */
const DIFFERENCES_TOLD = 3

function describeMatch(matched: Matched, detail: readonly Said[]): Partial<NewEntry> {
  const { date, paid, refunded, reversed, differing, differences } = matched
  const rows = say('billRows', { date, count: paid + refunded + reversed })
  if (differing === 0) return { tone: 'good', pill: 'agrees', detail: [rows, ...detail] }
  const told = differences.slice(0, DIFFERENCES_TOLD).map(differenceText)
  return { tone: 'bad', pill: 'differs', detail: [rows, say('billDiffers', { count: differing }), ...told, ...detail] }
}

/** By the names of the answer: `payment SAMPLE1 state: SUCCESS, NOTPAY`. */
function differenceText({ what, number, difference, there, here }: Matched['differences'][number]): string {
  const values = [there, here].filter((value) => value !== undefined).map(String)
  return [`${what} ${number} ${difference}`, ...(values.length > 0 ? [values.join(', ')] : [])].join(': ')
}
