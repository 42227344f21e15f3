// HAPPENED: which rows are seen: each line under the one that led to it, those that only repeat the one before folded into it, and
// what does not fit the filter left out. Pure.
import { PENDING, type Lane, type LiveEntry } from '../../../wire'

export interface Filter {
  lane: Lane | 'all'
  status: 'any' | 'failed' | 'succeeded'
  /** Looked for in everything a line says. */
  text: string
}

export const EVERYTHING: Filter = { lane: 'all', status: 'any', text: '' }

export interface Row {
  /** The latest of those it stands for. */
  entry: LiveEntry
  /** Of the first of them: it stays while more come. Below zero: one of several, shown by itself. */
  id: number
  depth: number
  /** How many lines it stands for; more than one can be shown one by one. */
  count: number
  isUnfolded: boolean
}

interface Node {
  entry: LiveEntry
  children: Node[]
}

interface Wanted {
  filter: Filter
  /** Ids of rows whose repeats are shown one by one. */
  unfolded: ReadonlySet<number>
  /** Everything a line says, as it is read. */
  textOf: (entry: LiveEntry) => string
}

export function rowsOf(entries: readonly LiveEntry[], wanted: Wanted): Row[] {
  return siblings(treeOf(entries), 0, wanted)
}

function treeOf(entries: readonly LiveEntry[]): Node[] {
  const nodes = new Map(entries.map((entry) => [entry.id, { entry, children: [] as Node[] }]))
  const byHop = new Map(entries.map((entry) => [entry.hop, nodes.get(entry.id)]))
  const roots: Node[] = []
  for (const node of nodes.values()) {
    const cause = node.entry.cause === undefined ? undefined : byHop.get(node.entry.cause)
    const isAbove = cause !== undefined && cause !== node
    ;(isAbove ? cause.children : roots).push(node)
  }
  return inOrder(roots)
}

/** What led to something stands where the first of it does, though it may be told of later. */
function inOrder(nodes: readonly Node[]): Node[] {
  const sorted = nodes.map((node) => ({ ...node, children: inOrder(node.children) }))
  return sorted.sort((one, other) => firstOf(one) - firstOf(other))
}

const firstOf = ({ entry, children: [child] }: Node): number => Math.min(entry.id, child ? firstOf(child) : entry.id)

function siblings(nodes: readonly Node[], depth: number, wanted: Wanted): Row[] {
  return runsOf(nodes).flatMap((run) => {
    const [first] = run
    const last = run.at(-1)
    if (!first || !last) return []
    const { id } = first.entry
    const isUnfolded = run.length > 1 && wanted.unfolded.has(id)
    const head: Row = { entry: last.entry, id, depth, count: run.length, isUnfolded }
    if (isUnfolded) return [...rowIf(head, wanted), ...run.flatMap((node) => withChildren(node, depth + 1, wanted))]
    // Of the one that is over: what comes of the next would come and go.
    const over = [...run].reverse().find(({ entry }) => entry.pill !== PENDING) ?? last
    return rowAndBelow(head, over.children, wanted)
  })
}

/** One of those that repeat, shown by itself. */
function withChildren({ entry, children }: Node, depth: number, wanted: Wanted): Row[] {
  return rowAndBelow({ entry, id: -entry.id, depth, count: 1, isUnfolded: false }, children, wanted)
}

/** What stands below a row that is left out moves up. */
function rowAndBelow(row: Row, children: readonly Node[], wanted: Wanted): Row[] {
  const shown = rowIf(row, wanted)
  return [...shown, ...siblings(children, row.depth + shown.length, wanted)]
}

const rowIf = (row: Row, { filter, textOf }: Wanted): Row[] => (fits(row.entry, filter, textOf) ? [row] : [])

function fits(entry: LiveEntry, { lane, status, text }: Filter, textOf: Wanted['textOf']): boolean {
  const { tone } = entry
  const isBad = tone === 'bad' || tone === 'warn'
  if (lane !== 'all' && (entry.lane ?? 'phone') !== lane) return false
  if (status !== 'any' && isBad !== (status === 'failed')) return false
  return text === '' || textOf(entry).toLowerCase().includes(text.toLowerCase())
}

/** Neighbours that say the same, and whose own lines do. */
function runsOf(nodes: readonly Node[]): Node[][] {
  const runs: Node[][] = []
  for (const node of nodes) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before && isRepeat(before, node)) run.push(node)
    else runs.push([node])
  }
  return runs
}

function isRepeat(before: Node, node: Node): boolean {
  const isWaiting = node.entry.pill === PENDING || before.entry.pill === PENDING
  if (isWaiting) return wordsOf(before.entry) === wordsOf(node.entry)
  return told(before) === told(node)
}

const wordsOf = ({ lane, text, user }: LiveEntry): string => JSON.stringify([lane, text, user])

/** Times differ always; what is named as it is, such as a path, must be the same. */
function told({ entry, children }: Node): string {
  const named = (entry.detail ?? []).filter((part) => typeof part === 'string')
  return JSON.stringify([wordsOf(entry), entry.pill, entry.tone, named, children.map(told)])
}
