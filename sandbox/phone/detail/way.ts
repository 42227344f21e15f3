// DETAIL: the way of something, step by step in its lanes: the line it begins with, and all that came of it. Pure.
import type { CallLog, DatabaseRequest, RecordedCall } from '../../cloud/callLog'
import { say } from '../texts/texts'
import type { LiveEntry } from '../wire'
import type { Block, Step } from '../hop'

type Calls = Pick<CallLog, 'find' | 'behind'>

interface Timed {
  atMs: number
  step: Omit<Step, 'afterMs'>
  /** How many requests to the database it stands for. */
  requests?: number
}

/** More than a person follows. */
const MAX_STEPS = 60

/** @param hop of the line that is looked at: its way is that of the line that led to it, where that is a call */
export function wayOf(hop: string, entries: readonly LiveEntry[], calls: Calls): Block[] {
  const own = entries.find((entry) => entry.hop === hop)
  const cause = entries.find((entry) => entry.hop !== undefined && entry.hop === own?.cause)
  const root = cause && callOf(cause, calls) && !(own && callOf(own, calls)) ? cause : own
  if (!root) return []
  const steps = [root, ...descendantsOf(root, entries)].flatMap((entry) => stepsOf(entry, calls))
  const inOrder = together(steps.sort((one, other) => one.atMs - other.atMs)).slice(0, MAX_STEPS)
  const startMs = inOrder[0]?.atMs ?? 0
  const placed = inOrder.map(({ atMs, step: { hop: one, ...step } }): Step => ({
    ...step,
    afterMs: Math.round(atMs - startMs),
    ...(one !== undefined && one !== hop && { hop: one }),
    ...(one === hop && root !== own && { isHere: true }),
  }))
  return placed.length < 2 ? [] : [{ kind: 'way', title: say('way'), steps: placed }]
}

function descendantsOf({ hop }: LiveEntry, entries: readonly LiveEntry[]): LiveEntry[] {
  if (hop === undefined) return []
  const children = entries.filter(({ cause }) => cause === hop)
  return children.flatMap((child) => [child, ...descendantsOf(child, entries)])
}

/** The call a line tells of. */
function callOf({ hop = '' }: LiveEntry, calls: Calls): RecordedCall | undefined {
  const [kind, id = ''] = hop.split(':')
  if (kind === 'call') return calls.find(id)
  return kind === 'attempt' || kind === 'app' ? calls.behind(id) : undefined
}

function stepsOf(entry: LiveEntry, calls: Calls): Timed[] {
  const { lane = 'phone', tone, text, pill, hop, atMs } = entry
  const told = { tone, ...(pill !== undefined && { pill }), ...(hop !== undefined && { hop }) }
  const call = callOf(entry, calls)
  if (!call) return [{ atMs, step: { lane, text, ...told } }]
  const { end, functionName, trigger, startedAtMs, isCold, requests } = call
  const from = trigger === 'server' ? 'merchant' : (CALLERS[hop?.split(':')[0] ?? ''] ?? 'function')
  const isTimer = trigger === 'timer'
  const asks = hop?.startsWith('attempt:') ? say('leaves') : say('asks', { name: functionName })
  const begins = say(isCold ? 'beginsCold' : 'begins')
  return [
    ...(isTimer
      ? []
      : [
          {
            atMs: Math.min(atMs, startedAtMs),
            step: { lane: from, text: asks, tone: 'plain' as const, hop: hop ?? '' },
          },
        ]),
    { atMs: startedAtMs, step: { lane: 'function', text: begins, tone: 'plain' } },
    ...databaseSteps(requests),
    ...(end ? [{ atMs: end.atMs, step: { lane: 'function', text: say('ends'), ...told } } as const] : []),
  ]
}

const CALLERS: Readonly<Record<string, Step['lane']>> = { call: 'phone', app: 'phone', attempt: 'wechatPay' }

const databaseSteps = (requests: readonly DatabaseRequest[]): Timed[] =>
  requests.map(({ atMs, outcome }) => {
    const isOk = outcome === 'ok'
    const told = { tone: isOk ? 'plain' : 'bad', ...(!isOk && { pill: outcome }) } as const
    return { atMs, requests: 1, step: { lane: 'database', text: '', ...told } }
  })

/** Requests to the database with nothing between them are one step; those that failed are steps of their own. */
function together(steps: readonly Timed[]): Timed[] {
  const merged: Timed[] = []
  for (const one of steps) {
    const before = merged.at(-1)
    const isSame = one.requests && before?.requests && before.step.pill === one.step.pill
    if (isSame) before.requests = (before.requests ?? 0) + 1
    else merged.push({ ...one })
  }
  return merged.map((one) =>
    one.requests ? { ...one, step: { ...one.step, text: say('databaseSteps', { count: one.requests }) } } : one,
  )
}
