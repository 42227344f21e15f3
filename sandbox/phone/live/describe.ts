// LIVE: an event of the local WeChat in words. Pure; no key, session path or openid gets through.
import type { AgreementView } from '../../wechatpay/agreement'
import type { OrderSeen, RequestSeen, StandInEvents } from '../../wechatpay/events'
import type { AnswerFault } from '../../wechatpay/faults'
import { say, type Said } from '../texts/texts'
import { PENDING, type ContractView, type NewEntry, type Tone } from '../wire'

/** Long ids by their first and last letters. */
const shorten = (text: string): string =>
  text.replace(/[0-9A-Za-z_]{16,}/g, (id) => `${id.slice(0, 4)}…${id.slice(-4)}`)

const FAMILIES = /^\/v3\/(password-exempt-contract|ecommerce\/combine-papay)\/contracts/

/** Faults that leave an answer provably WeChat Pay's: after any other nothing it says is good, whatever its status. */
const PROVABLE: readonly string[] = [
  'delay',
  'rotatedKey',
  'alteredAnswer',
  'oversizedBody',
] satisfies AnswerFault['kind'][]

const fault = (kind: string): Said => say('fault', { kind })
const took = (ms: number): Said => say('ms', { ms })

export function describeRequest({ method, path, status, code, ms, faults }: RequestSeen): NewEntry {
  return {
    lane: 'wechatPay',
    tone: faults.every((kind) => PROVABLE.includes(kind)) ? toneOf(status) : 'bad',
    text: say('request', { method }),
    detail: [shorten(path.replace(FAMILIES, '…')), ...faults.map(fault), took(ms)],
    pill: status === 0 ? 'noAnswer' : [status, code].filter(Boolean).join(' '),
  }
}

/** An attempt on its way. */
export function describeLeaving(seen: StandInEvents['notificationLeaves'][0]): NewEntry {
  const { event_type, faults, copy, attempt, out_trade_no } = seen
  const isRefund = event_type.startsWith('REFUND.')
  const what = out_trade_no === undefined ? 'notification' : isRefund ? 'refundNotification' : 'paymentNotification'
  return {
    lane: 'wechatPay',
    tone: 'plain',
    text: copy > 1 ? say(`${what}Copy`, { attempt, copy }) : say(what, { attempt }),
    detail: [event_type, ...faults.map(fault)],
    pill: PENDING,
  }
}

export function describeAttempt(seen: StandInEvents['notificationAttempt'][0]): NewEntry {
  const { status = 0, event_type, answer, outcome, faults } = seen
  return {
    ...describeLeaving(seen),
    tone: toneOf(status),
    detail: [event_type, ...faults.map(fault), shorten(answer ?? '')].filter((part) => part !== ''),
    pill: status === 0 ? outcome : String(status),
  }
}

type Deed = 'signed' | 'refused' | 'failed' | 'lapsed' | 'terminated'

const DEEDS: Readonly<Record<Deed, Tone>> = {
  signed: 'good',
  refused: 'warn',
  failed: 'warn',
  lapsed: 'warn',
  terminated: 'plain',
}

export function describeDeed(deed: Deed, view: AgreementView): NewEntry {
  const { contract_id, contract_termination_mode, out_contract_code } = view
  const ofContract = contract_id === undefined ? undefined : say('contractId', { id: shorten(contract_id) })
  const detail = contract_termination_mode ?? ofContract ?? say('code', { code: shorten(out_contract_code) })
  return { lane: 'wechatPay', tone: DEEDS[deed], text: say(deed), detail: [detail] }
}

const REASONS = [
  [/another user/, 'otherUser'],
  [/is over/, 'sessionOver'],
  [/already has an effective contract/, 'hasContract'],
  [/once order \S+ is paid/, 'orderUnpaid'],
] as const

/** @param why as the control says it */
export function describeRefusal(why: string): NewEntry {
  const known = REASONS.find(([pattern]) => pattern.test(why))?.[1]
  const detail = [known ? say(known) : shorten(why)]
  return { lane: 'wechatPay', tone: 'warn', text: say('signingRefused'), detail }
}

const ORDER_DEEDS = { ordered: 'good', paid: 'good', orderClosed: 'plain' } as const satisfies Record<string, Tone>

export function describeOrder(deed: keyof typeof ORDER_DEEDS, order: OrderSeen): NewEntry {
  const detail = [order.out_trade_no, `¥${(order.total / 100).toFixed(2)}`, ...passwordOf(order)]
  return { lane: 'wechatPay', tone: ORDER_DEEDS[deed], text: say(deed), detail, pill: order.trade_state }
}

/** Worth a word where there is a contract that could do without. */
function passwordOf({ password, why }: OrderSeen): Said[] {
  if (password === 'notAsked') return [say('noPassword')]
  return why === undefined ? [] : [say('passwordAsked', { why })]
}

/** What is due on the way comes behind this line. */
export function describeClock({ atMs, byMs }: { atMs: number; byMs: number }): NewEntry {
  const detail = [say('clockTo', { time: dateTime(atMs + byMs) })]
  return { tone: 'warn', text: say('clockMoves', { span: byMs }), detail }
}

const FIGURES = [
  'contractsAsked',
  'contractsRechecked',
  'contractsFound',
  'contractsClosed',
  'ordersAsked',
  'refundsAsked',
  'notificationsUnderstood',
  'changesTold',
  'changesNotTaken',
  'forgotten',
] as const

/** @param figures none where the run came to nothing */
export function describeUpkeep(figures: Readonly<Record<string, unknown>> | undefined): NewEntry {
  const did = FIGURES.flatMap((name) => {
    const count = figures?.[name]
    return typeof count === 'number' && count > 0 ? [say(name, { count })] : []
  })
  const detail = !figures ? [say('upkeepFailed')] : did.length > 0 ? did : [say('nothingToDo')]
  return { lane: 'function', tone: figures ? 'plain' : 'bad', text: say('upkeep'), detail }
}

/** Collections whose states have a line. */
const STATEFUL = {
  contracts: { is: 'contractIs', isNew: 'newAttempt' },
  payments: { is: 'orderIs', isNew: 'newOrder' },
  charges: { is: 'chargeIs', isNew: 'newCharge' },
  refunds: { is: 'refundIs', isNew: 'newRefund' },
} as const
export type Stateful = keyof typeof STATEFUL

export const isStateful = (collection: string): collection is Stateful => Object.hasOwn(STATEFUL, collection)

export function describeStateChange(collection: Stateful, before: string | undefined, after: string): NewEntry {
  const { is, isNew } = STATEFUL[collection]
  return {
    lane: 'database',
    tone: 'plain',
    text: say(is, { state: after }),
    detail: [before === undefined ? say(isNew) : say('was', { state: before })],
  }
}

interface CallSeen {
  name: string
  ms: number
  isCold: boolean
  answer: unknown
}

/** @returns the line of a finished call: what the page was told */
export function describeAnswer({ name, ms, isCold, answer }: CallSeen): Partial<NewEntry> {
  const detail = [...(isCold ? [say('cold')] : []), took(ms)]
  const { result, errCode, errMsg } = (answer ?? {}) as { result?: unknown; errCode?: number; errMsg?: string }
  if (errCode !== undefined)
    return { tone: 'bad', detail: errMsg === undefined ? detail : [errMsg], pill: String(errCode) }
  const { ok, state, error, ...done } = (result ?? {}) as {
    ok?: boolean
    state?: string
    /** How an order was placed. */
    with?: string
    /** Of a refund. */
    status?: string
    error?: { code: string; message: string }
  }
  if (ok === true) return { tone: 'good', detail, pill: state ?? done.status ?? done.with ?? DONE[name] ?? 'ok' }
  return { tone: 'warn', detail: [error?.message ?? say('noResult'), ...detail], pill: error?.code ?? '?' }
}

/** What a call without a state to tell has done. */
const DONE: Readonly<Record<string, string>> = { payRedirectSign: 'payable' }

const toneOf = (status: number): Tone => (status >= 200 && status < 300 ? 'good' : status === 404 ? 'plain' : 'bad')

/** Whose contract or order it is, as this phone knows its users: by the merchant's own login, or under the appid that called. */
export function userOf(record: Readonly<Record<string, unknown>>): string {
  const { payer = {} } = Object(record['request']) as { payer?: Readonly<Record<string, unknown>> }
  const named = { ...payer, ...record } as Readonly<Record<string, unknown>>
  return String(named['userId'] ?? named['sub_openid'] ?? named['openid'] ?? named['sp_openid'])
}

/** What the database holds of one contract; times as a clock shows them. */
export function describeContract(record: Readonly<Record<string, unknown>>): ContractView {
  const evidence = (record['evidence'] ?? []) as { source: string; atMs: number; what: string }[]
  const rows: [string, unknown][] = [
    ['contract_id', record['contract_id']],
    ['signedAtMs', dateTime(record['signedAtMs'])],
    ['terminatedAtMs', dateTime(record['terminatedAtMs'])],
    ['how it ended', record['contract_termination_mode']],
    [
      'evidence',
      evidence
        .slice(-4)
        .map(({ source, atMs }) => `${source} ${clockTime(atMs)}`)
        .join(' · '),
    ],
  ]
  return {
    user: userOf(record),
    code: String(record['_id']),
    state: String(record['state']),
    isClosing: record['state'] === 'SIGNED' && record['terminateRequestedAtMs'] !== undefined,
    rows: rows.filter((row): row is [string, string] => typeof row[1] === 'string' && row[1] !== ''),
  }
}

/** In China time, as WeChat Pay tells it. */
const CHINA_MS = 8 * 3_600_000
const isoInChina = (ms: number): string => new Date(ms + CHINA_MS).toISOString()
const dateTime = (ms: unknown): string => (typeof ms === 'number' ? isoInChina(ms).slice(0, 19).replace('T', ' ') : '')
const clockTime = (ms: number): string => isoInChina(ms).slice(11, 19)
