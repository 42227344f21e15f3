// DETAIL: a call of a function: what went in and came out, what it printed, what it asked of the database. Pure.
import type { DatabaseRequest, RecordedCall } from '../../cloud/callLog'
import { say } from '../texts/texts'
import type { Block, Fact, Hop } from '../hop'
import { codeBlock } from './blocks'

type Tab = Hop['tabs'][number]

export function callFacts({ functionName, trigger, openid, requestId, startedAtMs, end }: RecordedCall): Block {
  const facts: Fact[] = [
    { name: say('function'), value: functionName },
    { name: say('trigger'), value: say(TRIGGERS[trigger]) },
    ...(openid === undefined ? [] : [{ name: say('caller'), value: openid }]),
    { name: say('took'), value: end ? say('ms', { ms: end.atMs - startedAtMs }) : say('stillRuns') },
    { name: say('requestId'), value: requestId },
  ]
  return { kind: 'facts', facts }
}

const TRIGGERS = {
  client: 'triggerClient',
  http: 'triggerHttp',
  timer: 'triggerTimer',
  server: 'triggerServer',
  function: 'triggerFunction',
} as const

export function callTabs(call: RecordedCall, seesRequests: boolean): Tab[] {
  return [
    { name: 'input', blocks: [codeBlock(say('inputTitle'), call.input)] },
    { name: 'output', blocks: [outputOf(call)] },
    ...logAndDatabase(call, seesRequests),
  ]
}

/** @param seesRequests whether the database tells of single requests */
export const logAndDatabase = (call: RecordedCall, seesRequests: boolean): Tab[] => [
  { name: 'log', blocks: [linesOf(call)] },
  { name: 'database', blocks: [requestsOf(call, seesRequests)] },
]

function outputOf({ end }: RecordedCall): Block {
  if (!end) return { kind: 'note', text: say('stillRuns') }
  const { outcome } = end
  if (outcome.ok) return codeBlock(say('outputTitle'), outcome.json)
  return {
    kind: 'verdict',
    tone: 'bad',
    what: say('failure'),
    why: `${outcome.failure.kind}: ${outcome.failure.message}`,
  }
}

function linesOf({ lines }: RecordedCall): Block {
  if (lines.length === 0) return { kind: 'note', text: say('noLines') }
  const shown = lines.map(({ atMs, stream, line }) => ({
    atMs,
    text: readable(line),
    isError: stream === 'stderr' || isAlert(line),
  }))
  return { kind: 'lines', lines: shown }
}

/** The same in every line of a call, or said elsewhere. */
const IN_EVERY_LINE = new Set(['level', 'event', 'function', 'requestId', 'supportId', 'at'])

/** A line of JSON by its event and its fields; any other as it is. */
function readable(line: string): string {
  try {
    const fields = JSON.parse(line) as Record<string, unknown>
    const told = Object.entries(fields).filter(([name]) => !IN_EVERY_LINE.has(name))
    const values = told.map(
      ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    return [`${String(fields['level'])} ${String(fields['event'])}`, ...values].join('\n')
  } catch {
    return line
  }
}

const isAlert = (line: string): boolean => line.includes('"level":"alert"')

function requestsOf({ requests }: RecordedCall, seesRequests: boolean): Block {
  if (!seesRequests) return { kind: 'note', text: say('notSeen') }
  if (requests.length === 0) return { kind: 'note', text: say('noRequests') }
  return { kind: 'parts', parts: requests.map(partOf) }
}

function partOf({ action, collection = '', ms, outcome, sent, got, transactionId }: DatabaseRequest) {
  const took = say('ms', { ms })
  return {
    title: `${action.replace(/^database\./, '')} ${collection}`.trim(),
    note: transactionId === undefined ? took : say('inTransaction', { ms }),
    pill: outcome,
    tone: outcome === 'ok' ? 'good' : 'bad',
    blocks: [codeBlock(say('sentTitle'), unwrapped(sent)), codeBlock(say('gotTitle'), unwrapped(got))],
  } as const
}

/** What the SDK adds to every request, and nobody looks for. */
const BESIDE = new Set([
  'action',
  'envName',
  'wxCloudApiToken',
  'wxCloudSessionToken',
  'tcb_sessionToken',
  'dataVersion',
  'sessionToken',
  'access_token',
  'databaseMidTran',
  'queryType',
  'requestId',
])

/** JSON inside of JSON is opened: documents travel as text. */
function unwrapped(json: string): string {
  try {
    const all = JSON.parse(json) as Record<string, unknown>
    const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !BESIDE.has(name)))
    return JSON.stringify(opened(kept))
  } catch {
    return json
  }
}

function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, opened(member)]))
  }
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return opened(JSON.parse(value))
  } catch {
    return value
  }
}
