// Bills (账单) of a day in China: what was paid, given back and taken back on it. They are made when they are asked for, and their address
// is good for five minutes.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Refund } from './refund'
import type { Refunds } from './refunds'
import { invalidRequest, Refusal } from './refusal'
import type { Sale, Sales } from './sale'
import { randomText } from './signature'
import type { Timeline } from './timeline'
import { toChinaTime } from './times'

interface BillsDeps {
  timeline: Timeline
  sales: Sales
  refunds: Refunds
  mchid: string
}

export interface BillRequest {
  /** `yyyy-MM-dd`. */
  date: string
  kind: 'trade' | 'fundFlow'
  /** Of a trade bill: payments, refunds, or both. */
  type: 'ALL' | 'SUCCESS' | 'REFUND'
  subMchid?: string | undefined
  isPacked: boolean
}

const ADDRESS_LIFE_MS = 5 * 60_000
const DAY_MS = 24 * 3_600_000
const KEPT_DAYS = 92

interface Row {
  atMs: number
  cells: readonly string[]
}

export class Bills {
  readonly #files = new Map<string, { bytes: Buffer; untilMs: number }>()
  constructor(private readonly deps: BillsDeps) {}

  /** @throws {Refusal} the day is not over, too long ago, or nothing happened on it */
  prepare(request: BillRequest): { token: string; sha1: string } {
    this.#checkDate(request.date)
    const text = request.kind === 'trade' ? this.#tradeBill(request) : this.#fundFlowBill(request)
    const token = randomText(32)
    const untilMs = this.deps.timeline.nowMs() + ADDRESS_LIFE_MS
    this.#files.set(token, { bytes: request.isPacked ? gzipSync(text) : Buffer.from(text), untilMs })
    return { token, sha1: createHash('sha1').update(text).digest('hex') }
  }

  /** @throws {Refusal} nobody was given that address, or it is over */
  file(token: string): Buffer {
    const file = this.#files.get(token)
    if (!file || this.deps.timeline.nowMs() >= file.untilMs) throw invalidRequest('the token is unknown or over')
    return file.bytes
  }

  #checkDate(date: string): void {
    const nowMs = this.deps.timeline.nowMs()
    if (date >= toChinaTime(nowMs).slice(0, 10)) throw invalidRequest('bill_date: a bill is there the day after')
    if (date < toChinaTime(nowMs - KEPT_DAYS * DAY_MS).slice(0, 10)) throw invalidRequest('bill_date: 3 months at most')
  }

  #tradeBill({ date, type, subMchid }: BillRequest): string {
    const { sales, refunds, mchid } = this.deps
    const isOurs = (sale: Sale) => subMchid === undefined || sale.subMchid === subMchid
    const paid = sales.all().filter((sale) => isOurs(sale) && isOn(date, sale.paidAtMs))
    const revoked = sales.all().filter((sale) => isOurs(sale) && isOn(date, sale.revokedAtMs))
    const refunded = refunds.all().filter(({ request, createdAtMs }) => isOurs(request.sale) && isOn(date, createdAtMs))
    const rows = [
      ...(type === 'REFUND' ? [] : paid.map((sale) => paidRow(sale, mchid))),
      ...(type === 'SUCCESS' ? [] : revoked.map((sale) => revokedRow(sale, mchid))),
      ...(type === 'SUCCESS' ? [] : refunded.map((refund) => refundRow(refund, mchid))),
    ]
    const sum = (list: readonly { total: number }[]) => list.reduce((fen, { total }) => fen + total, 0)
    const given = refunded.reduce((fen, { request }) => fen + request.refund, 0) + sum(revoked)
    const soldFen = type === 'REFUND' ? 0 : sum(paid)
    const totals = [String(rows.length), ...[soldFen, given, 0, 0, soldFen, given].map(yuan)]
    return toText(TRADE_COLUMNS, rows, TRADE_TOTALS, totals)
  }

  #fundFlowBill({ date, subMchid }: BillRequest): string {
    const { sales, refunds } = this.deps
    const isOurs = (sale: Sale) => subMchid === undefined || sale.subMchid === subMchid
    const moves = [
      ...sales
        .all()
        .map((sale) => ({ sale, atMs: sale.paidAtMs, fen: sale.total, what: '交易', number: sale.outTradeNo })),
      ...sales
        .all()
        .map((sale) => ({ sale, atMs: sale.revokedAtMs, fen: -sale.total, what: '退款', number: sale.outTradeNo })),
      ...refunds.all().map(({ request: { sale, refund, outRefundNo }, succeededAtMs }) => {
        return { sale, atMs: succeededAtMs, fen: -refund, what: '退款', number: outRefundNo }
      }),
    ].filter(({ sale, atMs }) => isOurs(sale) && isOn(date, atMs))
    const rows = moves.map(({ sale, atMs = 0, fen, what, number }) => flowRow(sale, atMs, fen, what, number))
    const [came, went] = [moves.filter(({ fen }) => fen > 0), moves.filter(({ fen }) => fen < 0)]
    const sum = (list: typeof moves) => yuan(list.reduce((all, { fen }) => all + Math.abs(fen), 0))
    const totals = [rows.length, came.length, sum(came), went.length, sum(went)].map(String)
    return toText(FLOW_COLUMNS, rows, FLOW_TOTALS, totals)
  }
}

const isOn = (date: string, atMs: number | undefined): boolean =>
  atMs !== undefined && toChinaTime(atMs).startsWith(date)

const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** `2026-11-28 09:30:00`. */
const shown = (ms: number): string => toChinaTime(ms).slice(0, 19).replace('T', ' ')

const TRADE_COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const FLOW_COLUMNS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const FLOW_TOTALS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

interface Given {
  state: 'SUCCESS' | 'REVOKED' | 'REFUND'
  settled: number
  refundId?: string
  outRefundNo?: string
  refund: number
  refundStatus?: string
  ordered: number
}

function tradeCells(sale: Sale, atMs: number, mchid: string, given: Given): Row {
  const { state, settled, refundId = '0', outRefundNo = '0', refund, refundStatus = '', ordered } = given
  const cells = [
    ...[shown(atMs), sale.appid, mchid, sale.subMchid ?? '0', '', sale.transactionId, sale.outTradeNo, sale.openid],
    ...[sale.tradeType, state, 'OTHERS', 'CNY', yuan(settled), '0.00', refundId, outRefundNo, yuan(refund), '0.00'],
    ...[refundId === '0' ? '' : 'ORIGINAL', refundStatus, sale.description, sale.attach ?? '', '0.00000', '0.00%'],
    ...[yuan(ordered), yuan(refund), ''],
  ]
  return { atMs, cells }
}

const paidRow = (sale: Sale, mchid: string): Row =>
  tradeCells(sale, sale.paidAtMs, mchid, { state: 'SUCCESS', settled: sale.total, refund: 0, ordered: sale.total })

const revokedRow = (sale: Sale, mchid: string): Row =>
  tradeCells(sale, sale.revokedAtMs ?? 0, mchid, {
    ...{ state: 'REVOKED', settled: 0, ordered: 0 },
    ...{ refundId: sale.transactionId, outRefundNo: sale.outTradeNo, refund: sale.total, refundStatus: 'SUCCESS' },
  })

/** As it was when the bill was made: later news of it is in no bill. */
const refundRow = ({ request, refundId, status, createdAtMs }: Refund, mchid: string): Row =>
  tradeCells(request.sale, createdAtMs, mchid, {
    ...{ state: 'REFUND', settled: 0, ordered: 0 },
    ...{ refundId, outRefundNo: request.outRefundNo, refund: request.refund, refundStatus: status },
  })

function flowRow({ transactionId }: Sale, atMs: number, fen: number, what: string, number: string): Row {
  const [direction, amount] = fen > 0 ? ['收入', fen] : ['支出', -fen]
  const cells = [shown(atMs), transactionId, `${transactionId}${number}`.slice(0, 32), what, what, direction]
  return { atMs, cells: [...cells, yuan(amount), '0.00', 'system', '', number] }
}

/** Every value, but no heading, has a mark in front, so that a spreadsheet leaves it as it is. @throws {Refusal} an empty day */
function toText(columns: string, rows: readonly Row[], totalColumns: string, totals: readonly string[]): string {
  if (rows.length === 0) throw new Refusal(400, 'NO_STATEMENT_EXIST', 'there is no bill: nothing happened on that day')
  const line = (cells: readonly string[]) => cells.map((cell) => `\`${cell.replace(/[,\r\n]/g, ' ')}`).join(',')
  const inOrder = [...rows].sort((one, other) => one.atMs - other.atMs)
  return ['\uFEFF' + columns, ...inOrder.map(({ cells }) => line(cells)), totalColumns, line(totals), ''].join('\r\n')
}
