// LIVE: an event of the local WeChat in words. Pure; no key, session path or openid gets through.
import type { AgreementView } from '../../wechatpay/agreement'
import type { RequestSeen, StandInEvents } from '../../wechatpay/events'
import type { OrderView } from '../../wechatpay/order'
import type { ContractView, NewEntry, Tone } from '../wire'

/** Long ids by their first and last letters. */
const shorten = (text: string): string =>
  text.replace(/[0-9A-Za-z_]{16,}/g, (id) => `${id.slice(0, 4)}…${id.slice(-4)}`)

const FAMILIES = /^\/v3\/(password-exempt-contract|ecommerce\/combine-papay)\/contracts/

export function describeRequest({ method, path, status, code, ms, faults }: RequestSeen): NewEntry {
  return {
    tone: toneOf(status),
    text: `Signed ${method} to WeChat Pay`,
    detail: [shorten(path.replace(FAMILIES, '…')), ...faults.map((fault) => `fault: ${fault}`), `${ms} ms`].join(' · '),
    pill: status === 0 ? 'no answer' : [status, code].filter(Boolean).join(' '),
  }
}

export function describeAttempt(attempt: StandInEvents['notificationAttempt'][0]): NewEntry {
  const { status = 0, event_type, answer, outcome, faults, copy } = attempt
  const what = attempt.out_trade_no === undefined ? 'Notification' : 'Payment notification'
  return {
    tone: toneOf(status),
    text: `${what}, attempt ${attempt.attempt}${copy > 1 ? `, copy ${copy}` : ''}`,
    detail: [event_type, ...faults.map((fault) => `fault: ${fault}`), shorten(answer ?? '')]
      .filter(Boolean)
      .join(' · '),
    pill: status === 0 ? outcome : String(status),
  }
}

type Deed = 'signed' | 'refused' | 'failed' | 'lapsed' | 'terminated'

const DEEDS: Readonly<Record<Deed, { text: string; tone: Tone }>> = {
  signed: { text: 'User *signs*', tone: 'good' },
  refused: { text: 'User refuses to sign', tone: 'warn' },
  failed: { text: 'WeChat Pay refuses the signing', tone: 'warn' },
  lapsed: { text: 'The signing session lapses', tone: 'warn' },
  terminated: { text: 'The contract *ends*', tone: 'plain' },
}

export function describeDeed(deed: Deed, view: AgreementView): NewEntry {
  const { contract_id, contract_termination_mode, out_contract_code } = view
  const detail =
    contract_termination_mode ?? (contract_id === undefined ? undefined : `contract ${shorten(contract_id)}`)
  return { ...DEEDS[deed], detail: detail ?? `code ${shorten(out_contract_code)}` }
}

const ORDER_DEEDS = {
  ordered: { text: 'An order is placed', tone: 'good' },
  paid: { text: 'User *pays*', tone: 'good' },
  orderClosed: { text: 'The order is closed', tone: 'plain' },
} as const satisfies Record<string, { text: string; tone: Tone }>

export function describeOrder(deed: keyof typeof ORDER_DEEDS, order: OrderView): NewEntry {
  const detail = `${order.out_trade_no} · ¥${(order.total / 100).toFixed(2)}`
  return { ...ORDER_DEEDS[deed], detail, pill: order.trade_state }
}

export function describeStateChange(before: string | undefined, after: string): NewEntry {
  return {
    tone: 'plain',
    text: `Contract is *${after}*`,
    detail: before === undefined ? 'a new attempt' : `was ${before}`,
  }
}

interface CallSeen {
  name: string
  ms: number
  isCold: boolean
  answer: unknown
}

/** @returns the line of a finished call: what the page was told */
export function describeAnswer({ ms, isCold, answer }: CallSeen): Partial<NewEntry> {
  const detail = `${isCold ? 'cold instance, ' : ''}${ms} ms`
  const { result, errCode, errMsg } = (answer ?? {}) as { result?: unknown; errCode?: number; errMsg?: string }
  if (errCode !== undefined) return { tone: 'bad', detail: errMsg ?? detail, pill: String(errCode) }
  const { ok, state, error } = (result ?? {}) as {
    ok?: boolean
    state?: string
    error?: { code: string; message: string }
  }
  if (ok === true) return { tone: 'good', detail, pill: state ?? 'ok' }
  return { tone: 'warn', detail: `${error?.message ?? 'no result'} · ${detail}`, pill: error?.code ?? '?' }
}

const toneOf = (status: number): Tone => (status >= 200 && status < 300 ? 'good' : status === 404 ? 'plain' : 'bad')

/** Whose contract it is, as this phone knows its users: by the merchant's own login, or under the appid that called. */
export function userOf(record: Readonly<Record<string, unknown>>): string {
  return String(record['userId'] ?? record['sub_openid'] ?? record['openid'])
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
