// WeChat Pay is asked about one contract, or one order, at most once in 1.5 s, whoever asks. Whoever has just changed it there
// asks at once, and the others wait from then on.
import type { Documents } from '../records/documents'
import { withDue } from '../records/due'
import { countOne } from './limits'
import type { Clock, Store } from './ports'

const QUERY_INTERVAL_MS = 1500
const CLOCKS_DIFFER_MS = 5 * 60_000

export interface AskOptions {
  /** Wait for one's turn, at most 1.5 s, instead of letting the record answer. */
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
export async function takeTurn<Name extends 'contracts' | 'payments'>(
  collection: Name,
  known: Documents[Name],
  deps: Clockwork,
  options: AskOptions = {},
): Promise<Turn<Documents[Name]>> {
  const turn = await claim(collection, known, deps, options)
  if (turn.mayAsk || !options.wait) return turn
  const waitMs = turn.document.nextQueryAtMs - deps.clock.nowMs()
  await deps.sleep(Math.min(QUERY_INTERVAL_MS, Math.max(0, waitMs)))
  return claim(collection, known, deps, { isCounted: options.isCounted ?? false })
}

async function claim<Name extends 'contracts' | 'payments'>(
  collection: Name,
  known: Documents[Name],
  { store, clock }: Clockwork,
  { atOnce = false, isCounted = false, everyMs = QUERY_INTERVAL_MS }: AskOptions,
): Promise<Turn<Documents[Name]>> {
  return store.transact(async (tx) => {
    const current = (await tx.get(collection, known._id)) ?? known
    const nowMs = clock.nowMs()
    if (!atOnce && isTaken(current.nextQueryAtMs, nowMs, everyMs)) return { mayAsk: false, document: current }
    const counted = isCounted ? { askedAtMs: countOne('questions', timesOf(current), nowMs) } : {}
    const turn = { nextQueryAtMs: nowMs + everyMs, queryCount: current.queryCount + 1 }
    const asked = { ...current, ...counted, ...turn }
    const claimed = withDue(collection, asked)
    await tx.put(collection, claimed)
    return { mayAsk: true, document: claimed }
  })
}

/** A stamp from further ahead than clocks may differ is one that went wrong, and must hold nobody up for ever. */
const isTaken = (nextQueryAtMs: number, nowMs: number, everyMs: number): boolean =>
  nowMs < nextQueryAtMs && nextQueryAtMs - nowMs <= everyMs + CLOCKS_DIFFER_MS

/** Of a contract. Orders are asked about uncounted. */
const timesOf = (document: Documents['contracts' | 'payments']): readonly number[] | undefined =>
  'askedAtMs' in document ? document.askedAtMs : undefined
