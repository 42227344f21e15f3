// WeChat Pay is asked about one contract, order, charge or refund at most once in 1.5 s, whoever asks. Whoever has just changed it there
// asks at once, and the others wait from then on.
import type { AskedCollection, Documents } from '../records/documents'
import { changeOne } from './changeOne'
import { countOne } from './limits'
import { stillHolds, withoutAhead } from './stamps'
import type { Clock, Store } from './ports'

const QUERY_INTERVAL_MS = 1500
/** For one's own turn, behind somebody who sends something and then asks what came of it. */
const LONGEST_WAIT_MS = 2 * QUERY_INTERVAL_MS

export interface AskOptions {
  /** Wait for one's turn, at most 3 s, instead of letting the record answer. */
  wait?: boolean
  /** Whoever's turn it is. */
  atOnce?: boolean
  /** Asked on a user's behalf, who may do so only so often: counted on the document. */
  isCounted?: boolean
  /** How long others wait from then on; 1.5 s by default. */
  everyMs?: number
}

interface Turn<Document> {
  /** False: somebody asked a moment ago. */
  mayAsk: boolean
  /** As it now stands. */
  document: Document
}

interface Clockwork {
  store: Store
  clock: Clock
  sleep(ms: number): Promise<void>
}

/**
 * @param known what is to be asked about, as last read
 * @throws {CallFailure} RATE_LIMITED: counted, and too many
 */
export async function takeTurn<Name extends AskedCollection>(
  collection: Name,
  known: Documents[Name],
  deps: Clockwork,
  options: AskOptions = {},
): Promise<Turn<Documents[Name]>> {
  const turn = await claim(collection, known, deps, options)
  if (turn.mayAsk || !options.wait) return turn
  const waitMs = turn.document.nextQueryAtMs - deps.clock.nowMs()
  await deps.sleep(Math.min(LONGEST_WAIT_MS, Math.max(0, waitMs)))
  // Whoever was asking meanwhile has perhaps had an answer.
  const current = (await deps.store.read(collection, known._id)) ?? known
  return claim(collection, current, deps, { isCounted: options.isCounted ?? false })
}

/** Written with what is about to be sent: whoever sends it asks as soon as that is answered, and no other does before. */
export const turnAfterSending = ({ queryCount }: Asked, nowMs: number): Asked => ({
  nextQueryAtMs: nowMs + LONGEST_WAIT_MS,
  queryCount: queryCount + 1,
})

type Asked = Pick<Documents[AskedCollection], 'nextQueryAtMs' | 'queryCount'>

async function claim<Name extends AskedCollection>(
  collection: Name,
  known: Documents[Name],
  { store, clock }: Clockwork,
  { atOnce = false, isCounted = false, everyMs = QUERY_INTERVAL_MS }: AskOptions,
): Promise<Turn<Documents[Name]>> {
  // Who asks at once has a turn to write only where others would not wait long enough for it.
  if (atOnce && isTaken(known.nextQueryAtMs, clock.nowMs() + everyMs - 1, everyMs)) {
    return { mayAsk: true, document: known }
  }
  return changeOne(collection, known, store, (current) => {
    const nowMs = clock.nowMs()
    if (!atOnce && isTaken(current.nextQueryAtMs, nowMs, everyMs)) return { mayAsk: false, document: current }
    const counted = isCounted ? { askedAtMs: countOne('questions', timesOf(current), nowMs) } : {}
    const turn = { nextQueryAtMs: nowMs + everyMs, queryCount: current.queryCount + 1 }
    return { mayAsk: true, document: { ...withoutAhead(current, nowMs), ...counted, ...turn } }
  })
}

const isTaken = (nextQueryAtMs: number, nowMs: number, everyMs: number): boolean =>
  stillHolds(nextQueryAtMs, everyMs, nowMs)

/** Of a contract. Money is asked about uncounted. */
const timesOf = (document: Documents[AskedCollection]): readonly number[] | undefined =>
  'askedAtMs' in document ? document.askedAtMs : undefined
